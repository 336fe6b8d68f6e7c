"""The durable outbox: what happened once stays until the server has committed it, and on while there is room."""

from __future__ import annotations

import secrets
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.edges.slots import Cell, Damaged, Disk, Shape, SlotFile, set_aside
from huonevahti_wire.codec import MAX_EVENT_BYTES, encode
from huonevahti_wire.messages import Dropped, Event, EventBody, EventStored

if TYPE_CHECKING:
    from pathlib import Path

HEADER_SLOTS = (0, 8)
"""8 KiB apart, so that no torn page takes both."""
FIRST_SLOT = 16
SHAPE = Shape(slots=FIRST_SLOT + 2048, slot_bytes=1024)
"""2 MiB: an event of at most 640 bytes a slot, each on disk sectors of its own."""
MAY_BE_DROPPED = frozenset({"hot_plug", "clock_stepped", "agent_started", "dropped"})
"""Boots, configs and job results are never given up for room."""
DROPPED_AT_ONCE = 64
_LONG_AGO = datetime.fromtimestamp(0, UTC)


class OutboxFull(OSError):
    """Every slot holds an event that must not be dropped."""


class Outgoing(msgspec.Struct, frozen=True):
    """One event as it goes on the wire, and its number."""

    number: int
    payload: bytes


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stream: str
    connection: int = 0
    stored: int = 0


class _PeekedBody(msgspec.Struct, frozen=True):
    kind: str
    first: int = 0
    job: str = ""


class _Peeked(msgspec.Struct, frozen=True):
    """What the outbox itself must know of an event, also of one that a newer release wrote."""

    body: _PeekedBody
    at: datetime


class _Contents:
    """Which number stands in which slot, oldest first."""

    def __init__(self) -> None:
        self.slots: dict[int, int] = {}
        self.firsts: dict[int, int] = {}  # of dropped ranges, by their number
        self.kept: set[int] = set()  # numbers that must not be dropped
        self.free: deque[int] = deque()

    def add(self, number: int, slot: int, body: _PeekedBody) -> None:
        """Note an event; a dropped range frees the slots of all it stands for."""
        self.slots[number] = slot
        if body.kind == "dropped":
            self.firsts[number] = body.first
            self.kept.discard(number)
            for covered in [n for n in self.slots if body.first <= n < number]:
                self.remove(covered)
        elif body.kind not in MAY_BE_DROPPED:
            self.kept.add(number)

    def remove(self, number: int) -> None:
        """Free an event's slot, to be used last."""
        self.free.append(self.slots.pop(number))
        self.firsts.pop(number, None)
        self.kept.discard(number)

    def first_of(self, number: int) -> int:
        """Return the first number that an event stands for: its own, unless it is a dropped range."""
        return self.firsts.get(number, number)

    def droppable(self) -> list[int]:
        """Return the oldest two or more numbers in a row that may be dropped, none when there are none."""
        run: list[int] = []
        for number in self.slots:
            follows = bool(run) and self.first_of(number) == run[-1] + 1
            if number in self.kept or (run and not follows) or len(run) == DROPPED_AT_ONCE:
                if len(run) >= 2:
                    return run
                run = []
            if number not in self.kept:
                run.append(number)
        return run if len(run) >= 2 else []


class Outbox:
    """Events numbered from 1 within a stream, one slot each. `damage` says why an older outbox was set aside."""

    def __init__(self, path: Path, at: datetime, shape: Shape = SHAPE, disk: Disk | None = None) -> None:
        """Open or create the outbox; after damage its new stream says so in its first event."""
        self._path, self._shape, self._disk = path, shape, disk
        self.damage = ""
        try:
            self._open(at)
        except (Damaged, msgspec.DecodeError) as error:
            self._begin_anew(str(error), at)

    def begin_anew(self, reason: str, at: datetime) -> None:
        """Set the outbox aside and start another stream, because numbers of this one were used already elsewhere."""
        self._file.close()
        self._begin_anew(reason, at)

    def _begin_anew(self, reason: str, at: datetime) -> None:
        self.damage = reason
        set_aside(self._path)
        self._open(at)
        self.append(Dropped(first=1, reason="outbox_damaged"), at)

    def _open(self, at: datetime) -> None:
        self._file = SlotFile(self._path, self._shape, self._disk)
        try:
            self._cell = Cell(self._file, HEADER_SLOTS)
            found, damaged = self._found()
            self._header = self._read_header(is_blank=not found and not damaged)
            self.last = max(max(found, default=0), self._header.stored)
            self._bury(damaged, at)
        except (Damaged, msgspec.DecodeError):
            self._file.close()
            raise

    def _read_header(self, is_blank: bool) -> _Header:
        if self._cell.value is not None:
            return msgspec.json.decode(self._cell.value, type=_Header)
        if not is_blank or not self._cell.is_newborn:
            raise Damaged(f"{self._path}: no readable header")
        newborn = _Header(stream=secrets.token_hex(6))
        self._save(newborn)
        return newborn

    def _found(self) -> tuple[dict[int, int], list[int]]:
        """Take in every slot; return the numbers found and the slots that cannot be read."""
        self._contents = _Contents()
        found: list[tuple[int, bool, int, _PeekedBody]] = []
        damaged = []
        for slot, content in self._file.read_all():
            if slot < FIRST_SLOT:
                continue
            if content is None:
                damaged.append(slot)
            elif content[0]:
                body = msgspec.json.decode(content[1], type=_Peeked).body
                found.append((content[0], body.kind == "dropped", slot, body))
            else:
                self._contents.free.append(slot)
        for number, _, slot, body in sorted(found, key=lambda each: each[:3]):
            if number in self._contents.slots:
                self._contents.remove(number)  # a dropped range took this number over, its old slot is still there
            self._contents.add(number, slot, body)
        return self._contents.slots, damaged

    def _bury(self, damaged: list[int], at: datetime) -> None:
        """Give the next number to a torn or rotten slot: nobody can tell whether the newest event stood there."""
        for slot in damaged[1:]:
            self._file.blank(slot)
        self._contents.free.extendleft(reversed(damaged))
        if damaged:
            self.last += 1
            body = Dropped(first=self.last, reason="damaged")
            self._put(self.last, encode(Event(stream=self.stream, number=self.last, at=at, body=body)))

    @property
    def stream(self) -> str:
        """Return the random id this outbox was born with."""
        return self._header.stream

    @property
    def stored(self) -> int:
        """Return the number up to which the server has committed."""
        return self._header.stored

    def next_connection(self) -> int:
        """Return the number of a new connection, on the disk before this returns."""
        self._save(msgspec.structs.replace(self._header, connection=self._header.connection + 1))
        return self._header.connection

    def append(self, body: EventBody, at: datetime) -> int:
        """Return the number of an event that is durable now; raise OSError when it could not be written."""
        event = Event(stream=self.stream, number=self.last + 1, at=at, body=body)
        payload = encode(event)
        if len(payload) > MAX_EVENT_BYTES:
            raise ValueError(f"an event of {len(payload)} bytes, at most {MAX_EVENT_BYTES} expected")
        self._make_room(at)
        self._put(event.number, payload)
        self.last = event.number
        return event.number

    def _put(self, number: int, payload: bytes) -> None:
        contents = self._contents
        slot = contents.free[0]
        self._file.write(slot, number, payload)
        contents.free.popleft()
        if number in contents.slots:
            contents.free.append(contents.slots[number])
        contents.add(number, slot, msgspec.json.decode(payload, type=_Peeked).body)

    def _make_room(self, at: datetime) -> None:
        """Keep one slot beside the one that is written next, so that a dropped range can be written first."""
        contents = self._contents
        while len(contents.free) < 2:
            oldest = next(iter(contents.slots))
            if oldest <= self.stored and oldest != self.last:
                contents.remove(oldest)
                continue
            run = contents.droppable()
            if not run:
                raise OutboxFull(f"{self._path}: all {len(contents.slots)} events must be kept")
            dropped = Dropped(first=contents.first_of(run[0]))
            if not contents.free:  # a restored server wants back what was as good as overwritten
                contents.remove(run[0])
            self._put(run[-1], encode(Event(stream=self.stream, number=run[-1], at=at, body=dropped)))

    def pending(self, after: int, limit: int) -> list[Outgoing]:
        """Return up to `limit` events beyond both `after` and what is stored, in order and without a gap."""
        expected = max(after, self.stored) + 1
        outgoing: list[Outgoing] = []
        for number in [number for number in self._contents.slots if number >= expected]:
            if len(outgoing) >= limit:
                break
            content = self._file.read(self._contents.slots[number])
            if not content or content[0] != number:
                continue  # rotten: the next good one brings the gap with it
            outgoing += self._fitted(number, expected, content[1])
            expected = number + 1
        if len(outgoing) < limit and expected <= self.last:
            outgoing.append(self._gap(expected, self.last, _LONG_AGO))
        return outgoing

    def _fitted(self, number: int, expected: int, payload: bytes) -> list[Outgoing]:
        """Return an event with what is missing before it; a range loses what is stored of it already."""
        first = self._contents.first_of(number)
        if first == expected:
            return [Outgoing(number, payload)]
        at = msgspec.json.decode(payload, type=_Peeked).at
        if first < expected:
            return [self._gap(expected, number, at, "outbox_full")]
        return [self._gap(expected, first - 1, at), Outgoing(number, payload)]

    def _gap(self, first: int, number: int, at: datetime, reason: str = "not_kept") -> Outgoing:
        body = Dropped(first=first, reason=reason)
        return Outgoing(number, encode(Event(stream=self.stream, number=number, at=at, body=body)))

    def take_stored(self, message: EventStored) -> bool:
        """Free what the server has committed; False for another stream's word or a number never given."""
        if message.stream != self.stream or message.up_to > self.last:
            return False
        stored = max(self.stored, message.up_to)
        if message.resend_from is not None:
            stored = min(stored, message.resend_from - 1)
        if stored != self.stored:
            self._save(msgspec.structs.replace(self._header, stored=stored))
        return True

    def tells_end_of(self, job: str) -> bool:
        """Return whether an event of this outbox says how a job ended."""
        contents = (self._file.read(slot) for slot in self._contents.slots.values())
        bodies = (msgspec.json.decode(content[1], type=_Peeked).body for content in contents if content)
        return any(body.kind == "job_ended" and body.job == job for body in bodies)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _save(self, header: _Header) -> None:
        self._cell.write(msgspec.json.encode(header))
        self._header = header

