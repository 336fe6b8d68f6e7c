"""Happenings with power, boots, and the machine itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.happenings._happening import Contradiction, Happening, Passing, Step
from huonevahti_wire.profile import Ratio

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

Lot = Literal["drawn", "customer_first", "document_first"]
"""Which camera a boot numbers first: by lot, as a real one does, or as the author has it."""


class Reboot(Happening, frozen=True, kw_only=True, tag="reboot"):
    """The terminal restarts in good order and is down for `takes`; `cameras` says how the lot falls."""

    takes: times.Length = "50s"
    cameras: Lot = "drawn"

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield going down and coming up."""
        yield 0.0, place.room.power.shut_down
        yield times.seconds(self.takes), lambda: place.restore_power(self.cameras)


class CutPower(Passing, frozen=True, kw_only=True, tag="cut_power"):
    """The terminal's power is cut. `for`: until it is back and the terminal boots."""

    cameras: Lot = "customer_first"

    def begin(self, place: Place) -> None:
        """Cut it."""
        place.room.power.cut_power()

    def end(self, place: Place) -> None:
        """Give it back."""
        place.restore_power(self.cameras)


class Crash(Happening, frozen=True, kw_only=True, tag="crash"):
    """The terminal's kernel panics, or its watchdog resets it; it boots after `takes`."""

    how: Literal["panic", "watchdog"] = "panic"
    takes: times.Length = "50s"
    cameras: Lot = "customer_first"

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the crash and the boot."""
        yield 0.0, lambda: place.room.power.crash(by_watchdog=self.how == "watchdog")
        yield times.seconds(self.takes), lambda: place.restore_power(self.cameras)


class Freeze(Passing, frozen=True, kw_only=True, tag="freeze"):
    """The terminal hangs: it has power and shows its last picture, and nothing runs. `for`: until it goes on."""

    def begin(self, place: Place) -> None:
        """Hang."""
        place.terminal.freeze()

    def end(self, place: Place) -> None:
        """Go on."""
        place.terminal.thaw()


class StopAgent(Passing, frozen=True, kw_only=True, tag="stop_agent"):
    """The agent's process crashes while the terminal works on. `for`: until it is started again."""

    def begin(self, place: Place) -> None:
        """Break it off."""
        place.terminal.stop()

    def end(self, place: Place) -> None:
        """Start it."""
        if place.room.power.is_powered:
            place.terminal.start()


class PressMachine(Passing, frozen=True, kw_only=True, tag="press_machine"):
    """The machine is full, busy or hot: shares from 0 to 1, heat in celsius. `for`: until it is at ease."""

    cpu: Ratio | None = None
    memory: Ratio | None = None
    disk: Ratio | None = None
    celsius: Annotated[float, Meta(ge=-40, le=150)] | None = None

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield that nothing presses it."""
        if self.cpu is None and self.memory is None and self.disk is None and self.celsius is None:
            yield (), "found nothing that presses it, expected cpu, memory, disk or celsius"

    def begin(self, place: Place) -> None:
        """Press it."""
        machine = place.room.machine
        machine.cpu_ratio, machine.memory_ratio = self.cpu, self.memory
        machine.disk_ratio, machine.temperature_celsius = self.disk, self.celsius

    def end(self, place: Place) -> None:
        """Let it be at ease."""
        machine = place.room.machine
        machine.cpu_ratio = machine.memory_ratio = machine.disk_ratio = machine.temperature_celsius = None


class ShiftClock(Passing, frozen=True, kw_only=True, tag="shift_clock"):
    """The terminal's clock is set wrong by so much (behind with a minus). `for`: until it is put right."""

    by: times.Shift

    def begin(self, place: Place) -> None:
        """Shift it."""
        place.room.clock.shift_clock(times.seconds(self.by))
        place.room.bell.ring()

    def end(self, place: Place) -> None:
        """Put it right."""
        place.room.clock.set_clock()
        place.room.bell.ring()


class Visit(Passing, frozen=True, kw_only=True, tag="visit"):
    """A customer presses Start and the call begins. `for`: until it ends."""

    def begin(self, place: Place) -> None:
        """Begin."""
        place.room.visit.start_visit()

    def end(self, place: Place) -> None:
        """End."""
        place.room.visit.end_visit()
