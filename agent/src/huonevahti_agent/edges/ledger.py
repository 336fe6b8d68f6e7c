"""The ledger of jobs: what was begun and how it ended, on the disk before and after acting, beyond every expiry."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.domain.orders import Entry
from huonevahti_agent.edges.slots import Damaged, Disk, Shape, SlotFile, set_aside

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SHAPE = Shape(slots=1024, slot_bytes=512)


class LedgerFull(OSError):
    """Every slot holds a job that has not expired; no further job may be begun."""


class Ledger:
    """The newest entry of each job; `is_new` when nothing of an earlier ledger is known."""

    def __init__(self, path: Path, shape: Shape = SHAPE, disk: Disk | None = None) -> None:
        """Open or create the ledger."""
        self._path, self.is_new = path, not path.exists()
        try:
            self._file = SlotFile(path, shape, disk)
        except Damaged:
            self.is_new = True
            set_aside(path)
            self._file = SlotFile(path, shape, disk)
        self._entries: dict[str, Entry] = {}
        self._slots: dict[str, int] = {}
        self._generations: dict[str, int] = {}
        self._free: deque[int] = deque()
        for slot, content in self._file.read_all():
            self._take_in(slot, content)

    def _take_in(self, slot: int, content: tuple[int, bytes] | None) -> None:
        if content is not None and not content[0]:
            self._free.append(slot)
            return
        if content is None:
            self._clear(slot)  # torn: the job's former entry, if there was one, still stands in its own slot
            return
        entry = msgspec.json.decode(content[1], type=Entry)
        if content[0] < self._generations.get(entry.job, 0):
            self._clear(slot)
            return
        if entry.job in self._slots:
            self._clear(self._slots[entry.job])
        self._note(entry, slot, content[0])

    def _note(self, entry: Entry, slot: int, generation: int) -> None:
        self._entries[entry.job], self._slots[entry.job], self._generations[entry.job] = entry, slot, generation

    def _clear(self, slot: int) -> None:
        self._file.blank(slot)
        self._free.append(slot)

    def entry(self, job: str) -> Entry | None:
        """Return where a job stands, None when it was never heard of."""
        return self._entries.get(job)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry."""
        return tuple(self._entries.values())

    def write(self, entry: Entry, now: datetime) -> None:
        """Record where a job stands, into another slot than before; durable when this returns."""
        former = self._slots.get(entry.job)
        if former is None and len(self._free) < 2:
            self._forget(now)
        slot, generation = self._free[0], self._generations.get(entry.job, 0) + 1
        self._file.write(slot, generation, msgspec.json.encode(entry))
        self._free.popleft()
        self._note(entry, slot, generation)
        if former is not None:
            self._clear(former)

    def _forget(self, now: datetime) -> None:
        """Give up the oldest job that has ended and expired; one slot stays free for the results of the others."""
        over = [entry for entry in self._entries.values() if entry.state.is_final and entry.expires_at < now]
        if not over:
            raise LedgerFull(f"{self._path}: all {len(self._entries)} jobs are unexpired")
        oldest = min(over, key=lambda entry: entry.at)
        del self._entries[oldest.job], self._generations[oldest.job]
        self._clear(self._slots.pop(oldest.job))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
