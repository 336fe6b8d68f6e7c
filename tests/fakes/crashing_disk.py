"""A disk that loses power: at a chosen write it keeps only the first bytes, and nothing works after."""

from __future__ import annotations

from huonevahti_agent.edges.slots import Disk


class PowerCut(BaseException):
    """Nothing catches this, as nothing outlives a real cut."""


class CrashingDisk(Disk):
    """Cuts the power at write number `at_write` (from 0), after `kept_bytes` of it reached the disk."""

    def __init__(self, at_write: int | None = None, kept_bytes: int = 0) -> None:
        self.writes = 0
        self.last_write: tuple[int, int] = (0, 0)
        self._at_write, self._kept_bytes = at_write, kept_bytes

    def write(self, file: int, content: bytes, offset: int) -> None:
        is_cut = self.writes == self._at_write
        self.writes += 1
        self.last_write = (offset, len(content))
        super().write(file, content[: self._kept_bytes] if is_cut else content, offset)
        if is_cut:
            raise PowerCut
