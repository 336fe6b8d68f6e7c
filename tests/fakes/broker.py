"""A broker in memory: retained messages, wills, subscriptions and takeover, for terminals in this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from huonevahti_agent.edges.broker import Arrived, Call, Connected, Incoming, Lost


class FakeBroker:
    """The broker itself. `sent` holds everything published, in order; `is_up` false refuses connections."""

    def __init__(self) -> None:
        self.sent: list[Arrived] = []
        self.retained: dict[str, bytes] = {}
        self.is_up = True
        self._clients: dict[str, FakeClient] = {}

    def client(self, terminal: str) -> FakeClient:
        """Gives the broker as one terminal's agent sees it."""
        return FakeClient(self, terminal)

    def publish(self, topic: str, payload: bytes, retain: bool = False) -> None:
        """Takes a message from anybody and hands it to whoever has subscribed."""
        self.sent.append(Arrived(topic, payload))
        if retain:
            self.retained[topic] = payload
        for client in list(self._clients.values()):
            client.hear(topic, payload)

    def join(self, client: FakeClient) -> None:
        """Lets a client in; an earlier one of the same name is thrown out, and its will is published."""
        earlier = self._clients.get(client.terminal)
        if earlier is not None:
            self.lose(earlier)
        self._clients[client.terminal] = client

    def leave(self, client: FakeClient) -> None:
        """Lets a client go without its will."""
        if self._clients.get(client.terminal) is client:
            del self._clients[client.terminal]

    def lose(self, client: FakeClient) -> None:
        """Ends a connection as the network would."""
        if self._clients.get(client.terminal) is client:
            self.leave(client)
            client.end("lost")

    def go_down(self) -> None:
        """Loses every client, and their wills: a broker that is killed publishes none."""
        self.is_up = False
        for client in list(self._clients.values()):
            client.will = None
            self.lose(client)


class FakeClient:
    """Implements the agent's `Broker` over the fake one."""

    def __init__(self, broker: FakeBroker, terminal: str) -> None:
        self.broker = broker
        self.terminal = terminal
        self.will: Arrived | None = None
        self._filters: tuple[str, ...] = ()
        self._queue: deque[Incoming] = deque()
        self._wake: Callable[[], None] = lambda: None
        self._is_connected = False

    def open(self, call: Call, wake: Callable[[], None]) -> None:
        """Connects at once, or is refused at once."""
        self.sever()
        self._queue.clear()
        self._wake, self._filters = wake, call.filters
        if not self.broker.is_up:
            self._put(Lost("unreachable"))
            return
        self.will = Arrived(call.will_topic, call.will_payload)
        self.broker.join(self)
        self._is_connected = True
        self._put(Connected())
        for topic, payload in list(self.broker.retained.items()):
            self.hear(topic, payload)

    def hear(self, topic: str, payload: bytes) -> None:
        """Takes a message that one of the filters asks for."""
        if self._is_connected and any(_matches(each, topic) for each in self._filters):
            self._put(Arrived(topic, payload))

    def publish(self, topic: str, payload: bytes, retain: bool) -> bool:
        """Publishes at once."""
        if self._is_connected:
            self.broker.publish(topic, payload, retain)
        return self._is_connected

    def incoming(self) -> Incoming | None:
        """Gives the next thing that came."""
        return self._queue.popleft() if self._queue else None

    def close(self) -> None:
        """Leaves in peace."""
        self._is_connected = False
        self.broker.leave(self)

    def sever(self) -> None:
        """Vanishes; the will is published."""
        self.broker.lose(self)
        self._queue.clear()

    def end(self, reason: str) -> None:
        """Is told by the broker that the connection is over."""
        self._is_connected = False
        if self.will is not None:
            self.broker.publish(self.will.topic, self.will.payload, retain=True)
        self._put(Lost(reason))

    def _put(self, incoming: Incoming) -> None:
        self._queue.append(incoming)
        self._wake()


def _matches(pattern: str, topic: str) -> bool:
    wanted, found = pattern.split("/"), topic.split("/")
    return len(wanted) == len(found) and all(w in ("+", f) for w, f in zip(wanted, found, strict=True))
