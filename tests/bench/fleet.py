"""A fleet made of bytes the real agent said: births, heartbeats and changes of as many terminals as asked for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import Event, Presence, Report
from huonevahti_wire.signals import Signal, State, state_hash
from tests.bench.recorded import START_AT, Recording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.publisher import Message

CHANGE_SHARE = 0.05
"""Of all reports; the rest are heartbeats, as the design's ingest figure has it."""


@dataclass(slots=True)
class Terminal:
    """One terminal of the load: its stream, how far its report sequence has come, and its signals."""

    name: str
    stream: str
    signals: dict[str, Signal]
    sequence: int = 0

    def report(self, signals: tuple[Signal, ...] = (), full: bool = False) -> Message:
        """Return the next report; without signals it is a heartbeat."""
        self.sequence += 1
        self.signals |= {signal.name: signal for signal in signals}
        report = Report(
            stream=self.stream,
            connection=1,
            sequence=self.sequence,
            sent_at=START_AT,
            state_hash=state_hash(self.signals.values()),
            full=full,
            signals=signals,
        )
        return (f"hv/1/{self.name}/report", encode(report), False)

    def turn(self, name: str) -> Message:
        """Return the report of one signal that turned: to failed, or back to ok."""
        signal = self.signals[name]
        turned = State.OK if signal.state is State.FAILED else State.FAILED
        return self.report((replace(signal, state=turned, reason="muted" if turned is State.FAILED else ""),))


class Load:
    """A fleet of terminals, all healthy at first; equal seeds give equal messages."""

    def __init__(self, recording: Recording, terminals: int, seed: int = 1) -> None:
        self.rng = Random(seed)
        messages = [decode(said.topic, said.payload)[1] for said in recording.broker.said]
        self._presence = next(m for m in messages if isinstance(m, Presence))
        self._events = [m for m in messages if isinstance(m, Event)][:2]
        full = next(m for m in messages if isinstance(m, Report) and m.full)
        signals = {signal.name: signal for signal in full.signals}
        self.terminals = [
            Terminal(f"load-{index:05d}", f"{self.rng.getrandbits(48):012x}", dict(signals))
            for index in range(terminals)
        ]

    def births(self) -> Iterator[Message]:
        """Yield what every terminal says first: presence, its first events, a full report."""
        for terminal in self.terminals:
            own = replace(self._presence, stream=terminal.stream)
            yield (f"hv/1/{terminal.name}/presence", encode(own), True)
            for event in self._events:
                yield (f"hv/1/{terminal.name}/event", encode(replace(event, stream=terminal.stream)), False)
            yield terminal.report(tuple(terminal.signals.values()), full=True)

    def reports(self, count: int) -> Iterator[Message]:
        """Yield reports of terminals drawn by lot: 95 in a hundred heartbeats, 5 changes."""
        for _ in range(count):
            terminal = self.rng.choice(self.terminals)
            yield terminal.turn("microphone.muted") if self.rng.random() < CHANGE_SHARE else terminal.report()
