"""What the real agent says over a healthy simulated room, in virtual time: the bytes load is made of."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huonevahti_agent import app
from huonevahti_agent.edges.broker import Arrived, Call, Connected, Incoming
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import SimulatedHost, VirtualTime, World
from huonevahti_wire import profile_yaml, topics
from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import EventStored

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.simulated import SimulatedRoom

START_AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
_PROFILES = Path(__file__).parents[2] / "firmware-profiles"


@dataclass(frozen=True, slots=True)
class Said:
    """One message, at seconds since the world began."""

    at_seconds: float
    topic: str
    payload: bytes
    retain: bool


class RecordingBroker:
    """Takes everything down, and answers events as a server does that commits at once."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self.said: list[Said] = []
        self.heard: list[tuple[str, bytes]] = []
        self._elapsed = elapsed
        self._incoming: deque[Incoming] = deque()

    def open(self, call: Call, wake: Callable[[], None]) -> None:
        """Accept the connection."""
        del call
        self._incoming.append(Connected())
        wake()

    def publish(self, topic: str, payload: bytes, retain: bool) -> bool:
        """Take a message down."""
        self.said.append(Said(self._elapsed(), topic, payload, retain))
        parsed, message = decode(topic, payload)
        if parsed.kind == "event":
            stored = encode(EventStored(stream=message.stream, up_to=message.number))
            answer = (str(topics.Topic(parsed.terminal, "event/stored")), stored)
            self.heard.append(answer)
            self._incoming.append(Arrived(*answer))
        return True

    def incoming(self) -> Incoming | None:
        """Return the next answer."""
        return self._incoming.popleft() if self._incoming else None

    def close(self) -> None:
        """Nothing is kept open."""

    def sever(self) -> None:
        """Nothing is kept open."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All that was said and answered, and the room it was said over."""

    broker: RecordingBroker
    room: SimulatedRoom


def record(folder: Path, seconds: float, terminal: str = "bench-room") -> Recording:
    """Run the real agent over a healthy simulated room for `seconds` of virtual time, with the production profile."""
    profile = profile_yaml.read(_PROFILES / "simulated.yaml")
    time = VirtualTime(START_AT)
    room = World(1, time, profile).room(terminal)
    broker = RecordingBroker(time.elapsed_seconds)
    host = SimulatedHost(room)
    agent = app.build(
        Settings(terminal=terminal, state=folder / terminal), host, broker, app.Choices(profile=profile)
    )
    while time.elapsed_seconds() < seconds:
        agent.turn()
        agent.plug(host.wait(max(0.05, agent.next_turn_in())))
    return Recording(broker, room)
