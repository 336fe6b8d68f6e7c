"""What was written, held against what the server has: nothing lost, nothing doubled, everybody's presence right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from huonevahti_wire.messages import Dropped, Event
from tests.crash.databases import Row
from tests.crash.notes import StreamTruth, Truth

Bodies = Mapping[int, str]
"""The events of one stream as the server has them, by number."""


@dataclass
class Reckoning:
    """How many events were lost or doubled, and each thing that is wrong in words."""

    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Reckoning) -> None:
        """Take another one in."""
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong


def by_stream(rows: Iterable[Row]) -> tuple[dict[str, dict[int, str]], Reckoning]:
    """Return the server's events by stream and number; a number that stands twice is doubled."""
    found: dict[str, dict[int, str]] = {}
    reckoning = Reckoning()
    for terminal, stream, number, body in rows:
        of_stream = found.setdefault(stream, {})
        if number in of_stream:
            reckoning.add(Reckoning(0, 1, [f"{terminal} {stream}: number {number} stands twice"]))
        of_stream[number] = body
    return found, reckoning


def reckon(name: str, truth: Truth, found: Mapping[str, Bodies]) -> Reckoning:
    """Hold one terminal's truth against the server's events."""
    reckoning = Reckoning()
    for stream, written in truth.streams.items():
        reckoning.add(_reckon_stream(f"{name} {stream}", written, found.get(stream, {})))
    return reckoning


def _reckon_stream(name: str, truth: StreamTruth, has: Bodies) -> Reckoning:
    reckoning = Reckoning()
    lost = sorted(truth.owed() - has.keys())
    if lost:
        kind = "wiped, acknowledged to" if truth.is_wiped else "written to"
        until = truth.up_to if truth.is_wiped else truth.last
        reckoning.add(Reckoning(len(lost), 0, [f"{name} ({kind} {until}): lost {_shown(lost)}"]))
    for number, body in has.items():
        begun = [truth.written[number]] if number in truth.written else truth.begun.get(number, [])
        event = _event(body)
        if isinstance(event.body, Dropped) and number not in truth.written:
            continue  # stands for a write that was cut short; a written event in its range has no row, and is lost
        if body not in begun and event not in map(_event, begun):
            wrong = f"{name}: number {number} is {body}, expected {' or '.join(begun) or 'none'}"
            reckoning.add(Reckoning(0, 1, [wrong]))
    for content, count in Counter(map(_content, has.values())).items():
        if count > 1:
            reckoning.add(Reckoning(0, count - 1, [f"{name}: {content} is there {count} times"]))
    return reckoning


def _event(body: str) -> Event:
    return msgspec.json.decode(body, type=Event)


def _content(body: str) -> str:
    """Return an event without its number."""
    event = _event(body)
    return f"{event.at.isoformat()} {event.body}"


def _shown(numbers: list[int]) -> str:
    return f"{len(numbers)}: {', '.join(map(str, numbers[:8]))}{' …' if len(numbers) > 8 else ''}"


@dataclass(frozen=True)
class Standing:
    """What the server has of one terminal beside its events."""

    presence: Row | None
    """stream, connection, said_goodbye, status, boot_id"""
    heard: tuple[int, datetime] | None
    """connection, last_seen_at"""
    up_to: Mapping[str, tuple[int, str]]
    """By stream: the number up to which all is committed, and what is committed beyond."""
    verdict: str
    silences: tuple[str, ...]
    """Keys of incidents that say nothing is heard from it."""


def unrest(truth: Truth, standing: Standing, now: datetime) -> list[str]:
    """Return what still keeps a live terminal from being at rest and rightly shown: nothing when it is."""
    stream = truth.streams.get(truth.stream)
    if stream is None or standing.presence is None or standing.heard is None:
        return ["was never heard"]
    wanted = (truth.stream, truth.connection, False, "online", truth.boot_id)
    found = [f"presence is {standing.presence}, expected {wanted}"] if standing.presence != wanted else []
    if stream.stored != stream.last:
        found.append(f"outbox has {stream.stored} of {stream.last} as stored")
    if standing.up_to.get(truth.stream) != (stream.last, "{}"):
        found.append(f"server has {standing.up_to.get(truth.stream)}, expected all up to {stream.last}")
    silence = now - standing.heard[1]
    if standing.heard[0] != truth.connection or silence > timedelta(seconds=4 * truth.heartbeat_seconds):
        found.append(f"last heard {silence.total_seconds():.1f} s ago on connection {standing.heard[0]}")
    return found + [f"is said to be silent: {key}" for key in standing.silences]


def absence(standing: Standing) -> list[str]:
    """Return what is wrong with how a dead terminal is shown: offline by its will, or silent by its age."""
    status = standing.presence[3] if standing.presence else "never"
    if status == "online" and not (standing.silences and standing.verdict in ("unfit", "no_data")):
        return [f"is dead, yet shown {status} and {standing.verdict}"]
    return []
