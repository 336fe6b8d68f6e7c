"""The broker between terminals and office in virtual time: wills, retained messages, lines that break unnoticed."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from huonevahti_agent.edges.broker import Arrived, Call, Connected, Incoming, Lost
from huonevahti_wire import topics

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_fleet.scenarios.clockwork import Clockwork

CONNECTS_SECONDS = 0.2
GIVES_UP_SECONDS = 3.0
"""How long an attempt to connect to nothing takes."""
PATIENCE = 1.5
"""After so many keepalives without a word a broker takes a client for dead (MQTT 3.1.1, 3.1.2.10)."""


class Post:
    """The broker itself. `take` is told of each message that goes up, with whether it is a retained copy."""

    def __init__(self, clockwork: Clockwork, take: Callable[[str, bytes], None]) -> None:
        self.clockwork = clockwork
        self.take = take
        self.is_up = True
        self.passed_on = 0
        """How many messages of terminals have gone up."""
        self._retained: dict[str, bytes] = {}
        self._lines: dict[str, PostLine] = {}

    def line(self, terminal: str) -> PostLine:
        """Return the broker as one terminal's agent sees it, on a line that is whole."""
        self._lines[terminal] = PostLine(self)
        return self._lines[terminal]

    def pass_on(self, topic: str, payload: bytes) -> None:
        """Take a message from a terminal to the office."""
        self.passed_on += 1
        self.take(topic, payload)

    def send(self, topic: str, payload: bytes, *, is_retained: bool) -> None:
        """Take a message from the office, and hand it to whom it concerns."""
        if is_retained:
            self._retained[topic] = payload
        parsed = topics.parse(topic)
        lines = self._lines.values() if parsed is None else [self._lines[parsed.terminal]]
        for line in lines:
            line.hear(topic, payload)

    def kept_for(self, filters: tuple[str, ...]) -> list[tuple[str, bytes]]:
        """Return the retained messages that a terminal's filters ask for; they are whole topics but for jobs."""
        return [(topic, self._retained[topic]) for topic in filters if topic in self._retained]

    def go_away(self) -> None:
        """Die with all connections; a broker that is killed publishes no will."""
        self.is_up = False
        for line in self._lines.values():
            line.end(is_told=True, has_will=False)

    def come_back(self) -> None:
        """Be there again, with the retained messages it had."""
        self.is_up = True


class PostLine:
    """Implements the agent's `Broker`. `cut` and `mend` are done to the line, which nobody notices at once."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._queue: deque[Incoming] = deque()
        self._under_way: list[tuple[str, bytes]] = []
        self._call: Call | None = None
        self._wake: Callable[[], None] = lambda: None
        self._number = 0
        self._is_connected = False
        self._is_whole = True

    def open(self, call: Call, wake: Callable[[], None]) -> None:
        """Begin to connect."""
        self.sever()
        self._queue.clear()
        self._number += 1
        self._call, self._wake, number = call, wake, self._number
        delay = CONNECTS_SECONDS if self._is_whole and self._post.is_up else GIVES_UP_SECONDS
        self._post.clockwork.after(delay, lambda: self._opened(number))

    def publish(self, topic: str, payload: bytes, retain: bool) -> bool:
        """Hand over a message; on a broken line it waits until the line is mended or given up."""
        del retain  # what a terminal says reaches the office live
        if not self._is_connected:
            return False
        if self._is_whole:
            self._post.pass_on(topic, payload)
        else:
            self._under_way.append((topic, payload))
        return True

    def incoming(self) -> Incoming | None:
        """Return the next thing that came."""
        return self._queue.popleft() if self._queue else None

    def close(self) -> None:
        """Leave in peace."""
        self.end(is_told=False, has_will=False)

    def sever(self) -> None:
        """Vanish; the will goes up at once, or when the broker has waited long enough."""
        if self._is_connected and not self._is_whole:
            self.vanish()
        else:
            self.end(is_told=False, has_will=self._is_connected)

    def vanish(self) -> None:
        """Be gone without any sign, as without power: only the broker's patience ends it."""
        if not self._is_connected or self._call is None:
            return
        call, number = self._call, self._number
        self.end(is_told=False, has_will=False)
        self._post.clockwork.after(
            PATIENCE * call.keepalive_seconds, lambda: self._publish_will(call, number)
        )

    def cut(self) -> None:
        """Break the line."""
        if self._is_whole:
            self._is_whole = False
            if self._is_connected and self._call is not None:
                number, patience = self._number, PATIENCE * self._call.keepalive_seconds
                self._post.clockwork.after(patience, lambda: self._given_up(number))

    def mend(self) -> None:
        """Make the line whole: what was under way arrives, unless both ends have given up."""
        self._is_whole = True
        under_way, self._under_way = self._under_way, []
        for topic, payload in under_way if self._is_connected else ():
            self._post.pass_on(topic, payload)

    def hear(self, topic: str, payload: bytes) -> None:
        """Take a message of the office; one that meets a broken line is sent again by whoever misses the answer."""
        if self._is_connected and self._is_whole:
            self._put(Arrived(topic, payload))

    def end(self, *, is_told: bool, has_will: bool) -> None:
        """End the connection."""
        was_connected, self._is_connected, self._under_way = self._is_connected, False, []
        if was_connected and has_will and self._call is not None:
            self._post.pass_on(self._call.will_topic, self._call.will_payload)
        if is_told and was_connected:
            self._put(Lost("lost"))

    def _opened(self, number: int) -> None:
        if number != self._number or self._call is None:
            return
        if not (self._is_whole and self._post.is_up):
            self._put(Lost("unreachable"))
            return
        self._is_connected = True
        self._queue.append(Connected())
        self._queue.extend(Arrived(*kept) for kept in self._post.kept_for(self._call.filters))
        self._wake()

    def _given_up(self, number: int) -> None:
        if number == self._number and not self._is_whole:
            self.end(is_told=True, has_will=True)

    def _publish_will(self, call: Call, number: int) -> None:
        if number == self._number and not self._is_connected:
            self._post.pass_on(call.will_topic, call.will_payload)

    def _put(self, incoming: Incoming) -> None:
        self._queue.append(incoming)
        self._wake()
