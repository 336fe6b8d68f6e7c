"""What a room's tests have learnt, kept over power cuts in a small file of its own; it never leaves the terminal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.edges.slots import Cell, Damaged, Disk, Shape, SlotFile, set_aside

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger("huonevahti.agent.learnt")
SHAPE = Shape(slots=2, slot_bytes=16 * 1024)
"""A week of nights, three runs of the loop and seven looks of two cameras fit twice over."""


class Memory:
    """The open file; what is `learnt` rules even while the disk refuses it."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        """Open or create the file; one that cannot be read is set aside, and the room is learnt anew."""
        path = folder / "learnt"
        try:
            self._file = SlotFile(path, SHAPE, disk)
        except Damaged:
            set_aside(path)
            self._file = SlotFile(path, SHAPE, disk)
        self._cell = Cell(self._file, (0, 1))
        self.learnt = _decoded(self._cell.value)

    def keep(self, learnt: Learnt) -> None:
        """Remember what is known now; writes only what is new."""
        if learnt == self.learnt:
            return
        self.learnt = learnt
        try:
            self._cell.write(msgspec.json.encode(learnt))
        except OSError as error:
            LOG.warning("what was learnt cannot be kept: %s", error)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _decoded(payload: bytes | None) -> Learnt:
    try:
        return msgspec.json.decode(payload, type=Learnt) if payload else Learnt()
    except msgspec.DecodeError:
        return Learnt()
