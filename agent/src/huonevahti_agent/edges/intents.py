"""What must outlive a restart: the intents written down before each order, the boots that came, what held the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from huonevahti_agent.domain.clocks import Believed
from huonevahti_agent.edges.slots import Cell, Damaged, Disk, Shape, SlotFile, set_aside
from huonevahti_wire.messages import ReadinessJudged
from huonevahti_wire.plan.boots import Boot, Intent
from huonevahti_wire.plan.restart import Decision

if TYPE_CHECKING:
    from pathlib import Path

_T = TypeVar("_T")
SHAPE = Shape(slots=8, slot_bytes=4096)
_ORDERS_SLOTS, _HELD_SLOTS, _CLOCK_SLOTS, _READINESS_SLOTS = (0, 4), (1, 5), (2, 6), (3, 7)
MOST = 12
"""Of intents and of boots the newest: three orders of each kind within a day, and a loop's boots, are fewer."""


class Orders(Struct, frozen=True, omit_defaults=True):
    """The newest intents and boots, in the order in which they were written."""

    intents: tuple[Intent, ...] = ()
    boots: tuple[Boot, ...] = ()


class Intents:
    """The open file. `is_damaged`: the newest of it may be lost, so that nobody can tell what was ordered last."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        """Open or create the file; one that is none is set aside."""
        path = folder / "restarts"
        self.is_new = not path.exists()
        try:
            self._file = SlotFile(path, SHAPE, disk)
        except Damaged:
            set_aside(path)
            self.is_new = True
            self._file = SlotFile(path, SHAPE, disk)
        self._cell = Cell(self._file, _ORDERS_SLOTS)
        self._held, self._clock = Cell(self._file, _HELD_SLOTS), Cell(self._file, _CLOCK_SLOTS)
        self._readiness = Cell(self._file, _READINESS_SLOTS)
        orders = _decoded(self._cell.value, Orders)
        self.is_damaged = self._cell.is_damaged or (orders is None and self._cell.value is not None)
        self._orders = orders or Orders()
        self.held = _decoded(self._held.value, Decision)
        self.believed = _decoded(self._clock.value, Believed)
        self.readiness = _decoded(self._readiness.value, ReadinessJudged)

    @property
    def intents(self) -> tuple[Intent, ...]:
        """Return the newest intents, the last written last."""
        return self._orders.intents

    @property
    def boots(self) -> tuple[Boot, ...]:
        """Return the newest boots, the last one last."""
        return self._orders.boots

    def boot(self, boot_id: str) -> Boot | None:
        """Return a boot that is known, None when it is not."""
        return next((boot for boot in self.boots if boot.boot_id == boot_id), None)

    def write(self, intent: Intent) -> None:
        """Write an intent down; it is durable when this returns. Raises OSError: then nothing may be ordered."""
        self._write(Orders((*self.intents, intent)[-MOST:], self.boots))

    def note(self, boot: Boot, unsure: tuple[Intent, ...] = ()) -> None:
        """Note a boot, or set right what is known of it; `unsure` are orders that may have been and were lost.

        What cannot be written is known until this process ends; raises OSError then.
        """
        others = tuple(each for each in self.boots if each.boot_id != boot.boot_id)
        orders = Orders((*unsure, *self.intents)[-MOST:], (*others, boot)[-MOST:])
        was_damaged, self._orders = self._cell.is_damaged, orders
        self._write(orders)
        if was_damaged:
            self._write(orders)  # the other copy too, or the next start would find the damage again
            self._cell.is_damaged = False

    def hold(self, decision: Decision) -> None:
        """Keep what was decided last of a night that is held or over."""
        self._held.write(msgspec.json.encode(decision))
        self.held = decision

    def believe(self, believed: Believed) -> None:
        """Keep when the clock was last believed."""
        self._clock.write(msgspec.json.encode(believed))
        self.believed = believed

    def judge(self, readiness: ReadinessJudged) -> None:
        """Keep what was told last of readiness."""
        self._readiness.write(msgspec.json.encode(readiness))
        self.readiness = readiness

    def _write(self, orders: Orders) -> None:
        self._cell.write(msgspec.json.encode(orders))
        self._orders = orders

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _decoded(payload: bytes | None, type_: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(payload, type=type_) if payload else None
    except msgspec.DecodeError:
        return None
