"""What is remembered of one terminal between two messages, and in which order its messages count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from huonevahti_fleet.domain.history import Change, Presence
from huonevahti_wire import messages
from huonevahti_wire.signals import Signal, State

BEYOND_MAX = 10_000
"""How many ranges of events beyond a gap are kept per stream; what comes later is asked for again."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = Presence("never", None)


class Order(StrEnum):
    """How a message stands to what is already known."""

    NEWER = "newer"
    DUPLICATE = "duplicate"
    OLDER = "older"


@dataclass(slots=True)
class StreamMark:
    """How far one stream has come: its newest connection, and the events committed without a gap.

    `beyond` holds the ranges that are committed beyond a gap: last number to first number.
    """

    connection: int = 0
    up_to: int = 0
    beyond: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Terminal:
    """One terminal as the ingest knows it; the database holds the same."""

    terminal: str
    room: str
    stream: str = ""
    connection: int = 0
    report_connection: int = 0
    sequence: int = 0
    last_seen_at: datetime | None = None
    presence: Presence = NEVER
    said_goodbye: bool = False
    streams: dict[str, StreamMark] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    state_hash: str = ""
    changes: tuple[Change, ...] = ()
    events: tuple[messages.Event, ...] = ()
    boot_cause: messages.BootCause | None = None
    booted_at: datetime | None = None
    asked_at: datetime | None = None

    def seen(self) -> Presence:
        """Return the presence with the instant of the last proof of life."""
        return replace(self.presence, last_seen_at=self.last_seen_at)


def order_of_report(terminal: Terminal, report: messages.Report) -> Order:
    """Return how a report stands: by stream first, then by connection and sequence."""
    if report.stream != terminal.stream:
        mark = terminal.streams.get(report.stream)
        return Order.NEWER if mark is None or report.connection > mark.connection else Order.OLDER
    mine, known = (report.connection, report.sequence), (terminal.report_connection, terminal.sequence)
    if mine == known:
        return Order.DUPLICATE
    return Order.NEWER if mine > known else Order.OLDER


def order_of_birth(terminal: Terminal, birth: messages.Presence) -> Order:
    """Return how a birth stands: a superseded stream must have a newer connection to come back."""
    if birth.stream == terminal.stream and birth.connection == terminal.connection:
        return Order.DUPLICATE
    mark = terminal.streams.get(birth.stream)
    return Order.NEWER if mark is None or birth.connection > mark.connection else Order.OLDER


def presence_after(
    terminal: Terminal, said: messages.Presence, *, retained: bool, now: datetime
) -> tuple[Presence | None, Order]:
    """Return the presence that a message leaves (None: none of its business), and how the message stands.

    A birth sets the current pair; goodbye and will count for that pair alone, and a will never replaces its own
    goodbye while the terminal is still to come back. A retained copy tells what was, and proves no life.
    """
    if said.kind == "birth":
        order = order_of_birth(terminal, said)
        if order is Order.DUPLICATE and terminal.presence.status == "online" and not terminal.presence.boot_id:
            order = Order.NEWER  # a report of this connection came first, and a report does not tell the boot
        return (_told(said) if order is Order.NEWER else None), order
    if (said.stream, said.connection) != (terminal.stream, terminal.connection):
        newer = said.kind == "goodbye" and order_of_birth(terminal, said) is Order.NEWER
        return (_told(said), Order.NEWER) if newer else (None, Order.OLDER)
    if said.kind == "will" and terminal.said_goodbye:
        back_by = terminal.presence.expected_back_by
        if back_by is None or now < back_by:
            return None, Order.OLDER
    told = _told(said)
    same = replace(terminal.presence, last_seen_at=None) == told
    return (None, Order.DUPLICATE) if same or (retained and terminal.said_goodbye) else (told, Order.NEWER)


def _told(said: messages.Presence) -> Presence:
    return Presence(
        status=said.status.value,
        last_seen_at=None,
        since=said.since,
        reason=said.reason,
        expected_back_by=said.expected_back_by,
        boot_id=said.boot_id,
    )


@dataclass(frozen=True, slots=True)
class Merge:
    """What a report changes: the whole new state, the signals to write, those gone, and what turned."""

    signals: dict[str, Signal]
    written: tuple[Signal, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]


def merge(known: Mapping[str, Signal], report: messages.Report, now: datetime) -> Merge:
    """Return what a report makes of the known signals; a full one forgets what it does not name.

    An instant of a terminal whose clock runs ahead is set back by as much, so that nothing begins in the future.
    """
    ahead = max(report.sent_at - now, timedelta(0))
    signals: dict[str, Signal] = {} if report.full else dict(known)
    written, changes = [], []
    for sent in report.signals:
        signal = _not_after(sent, now, ahead)
        before = known.get(signal.name)
        signals[signal.name] = signal
        if signal == before:
            continue
        written.append(signal)
        if before is None or (before.state, before.reason) != (signal.state, signal.reason):
            was = before.state if before else None
            changes.append(Change(signal.name, was, signal.state, signal.since, signal.reason))
    gone = tuple(name for name in known if name not in signals)
    return Merge(signals, tuple(written), gone, tuple(changes))


def _not_after(signal: Signal, now: datetime, ahead: timedelta) -> Signal:
    if not ahead and signal.since <= now:
        return signal
    return msgspec.structs.replace(signal, since=min(signal.since - ahead, now))


Place = Literal["next", "gap", "duplicate", "too_far"]


def place_event(mark: StreamMark, first: int, number: int) -> Place:
    """Return where the events `first` to `number` fall in a stream."""
    if number <= mark.up_to or number in mark.beyond:
        return "duplicate"
    if first <= mark.up_to + 1:
        return "next"
    return "gap" if len(mark.beyond) < BEYOND_MAX else "too_far"


def mark_stored(mark: StreamMark, first: int, number: int) -> None:
    """Take the events `first` to `number` as stored, and whatever then follows without a gap."""
    if first > mark.up_to + 1:
        mark.beyond[number] = first
        return
    mark.up_to = max(mark.up_to, number)
    for end, begin in sorted(mark.beyond.items()):
        if begin > mark.up_to + 1:
            break
        mark.up_to = max(mark.up_to, end)
        del mark.beyond[end]


def live_session(signals: Mapping[str, Signal]) -> bool | None:
    """Return whether a customer's session is going on, None when it cannot be told."""
    signal = signals.get("session.live")
    known = signal is not None and signal.state is State.OK and isinstance(signal.value, bool)
    return bool(signal.value) if signal and known else None


def within_a_day(changes: Iterable[Change], now: datetime) -> tuple[Change, ...]:
    """Return the changes of the last 24 hours, newest first, at most 500 of them."""
    first = now - timedelta(hours=24)
    return tuple(sorted((c for c in changes if c.at >= first), key=lambda c: c.at, reverse=True)[:500])
