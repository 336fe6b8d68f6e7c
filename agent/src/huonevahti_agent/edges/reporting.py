"""What of the signals goes on the wire when: all of them, those that changed, numbers that moved, or a heartbeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.domain.news import has_moved, is_change
from huonevahti_wire.messages import Report
from huonevahti_wire.signals import Signal, state_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from huonevahti_agent.domain.desired import Timings
    from huonevahti_agent.edges.line import Line, Moment


class Reporting:
    """Remembers what was sent on the current connection."""

    def __init__(self, timings: Timings, rng: Random) -> None:
        """Begin with a full report due."""
        self.timings = timings
        self._rng = rng
        self._sent: dict[str, Signal] = {}
        self._sampled: dict[str, float] = {}
        self._full_at = 0.0
        self._heartbeat_at = 0.0

    def next_due(self) -> float:
        """Return the monotonic instant of the next report that is due without any change."""
        return min(self._full_at, self._heartbeat_at)

    def ask_full(self, at: float) -> None:
        """Send a full report at a monotonic instant, or earlier."""
        self._full_at = min(self._full_at, at)

    def ask_full_soon(self, now: float) -> None:
        """Send a full report within seconds, at an instant by lot, so that a fleet asked at once makes no wave."""
        self.ask_full(now + self._rng.uniform(0, min(10.0, self.timings.heartbeat_seconds / 6)))

    def rule(self, timings: Timings, now: float) -> None:
        """Report at other intervals from now on."""
        self.timings = timings
        self._heartbeat_at = min(self._heartbeat_at, now + timings.heartbeat_seconds)
        self._full_at = min(self._full_at, now + timings.full_report_seconds)

    def send(self, signals: Mapping[str, Signal], line: Line, moment: Moment) -> bool:
        """Send what is due; return whether a report went out."""
        if not line.is_connected:
            return False
        is_full = moment.monotonic >= self._full_at or not self._sent.keys() <= signals.keys()
        changed = [each for each in signals.values() if is_change(self._sent.get(each.name), each)]
        if not (is_full or changed or moment.monotonic >= self._heartbeat_at):
            return False
        told = list(signals.values()) if is_full else changed + self._moved(signals, moment.monotonic)
        report = Report(
            stream=line.stream,
            connection=line.connection,
            sequence=line.reports + 1,
            sent_at=moment.at.replace(microsecond=0),  # a finer clock would cost 10 kB a day and tell nothing
            state_hash=state_hash(signals.values()),
            full=is_full,
            signals=tuple(told),
        )
        if not line.send(report):
            return False
        line.reports += 1
        self._remember(told, is_full, moment.monotonic)
        return True

    def _moved(self, signals: Mapping[str, Signal], now: float) -> list[Signal]:
        return [
            each
            for name, each in signals.items()
            if (sent := self._sent.get(name)) is not None
            and not is_change(sent, each)
            and now >= self._sampled[name] + self.timings.sample_seconds
            and has_moved(sent, each)
        ]

    def _remember(self, told: list[Signal], is_full: bool, now: float) -> None:
        if is_full:
            self._sent.clear()
            self._full_at = now + self.timings.full_report_seconds
        self._sent.update((each.name, each) for each in told)
        self._sampled.update(dict.fromkeys((each.name for each in told), now))
        self._heartbeat_at = now + self.timings.heartbeat_seconds
