"""The tries of remedies on the disk: what may be done a few times a day is counted over crashes and restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.domain.attempts import DAY, Attempt
from huonevahti_agent.edges.slots import Damaged, Disk, Shape, SlotFile, set_aside

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SHAPE = Shape(slots=256, slot_bytes=512)
"""Each try is written three times at most, and all remedies together are tried fewer than 60 times a day."""


class Tries:
    """A ring of records; of a try that was written more than once the newest record counts."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        """Open or create the file; a damaged one is set aside."""
        try:
            self._file = SlotFile(path, SHAPE, disk)
        except Damaged:
            set_aside(path)
            self._file = SlotFile(path, SHAPE, disk)
        found = sorted(content for _, content in self._file.read_all() if content is not None and content[0])
        self._last = found[-1][0] if found else 0
        decoded = (msgspec.json.decode(payload, type=Attempt) for _, payload in found)
        self._attempts = {attempt.number: attempt for attempt in decoded}

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Return the tries that are known, oldest first."""
        return tuple(self._attempts.values())

    def next_number(self) -> int:
        """Return the number of the next try."""
        return max(self._attempts, default=0) + 1

    def write(self, attempt: Attempt) -> None:
        """Record a try or what came of it; durable when this returns, raises OSError when it cannot be."""
        number = self._last + 1
        self._file.write(number % SHAPE.slots, number, msgspec.json.encode(attempt))
        self._last = number
        self._attempts[attempt.number] = attempt

    def forget(self, now: datetime) -> None:
        """Let go of what counts for nothing any more; the newest stays, for its number."""
        newest = max(self._attempts, default=0)
        over = [n for n, each in self._attempts.items() if abs(now - each.at) > 2 * DAY and n != newest]
        for number in over:
            del self._attempts[number]

    def close(self) -> None:
        """Close the file."""
        self._file.close()
