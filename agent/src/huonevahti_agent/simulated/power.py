"""The power of a simulated terminal: each boot has its own id and leaves its traces for the next one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from huonevahti_agent.host import BootTraces, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from huonevahti_agent.simulated.bell import Bell
    from huonevahti_agent.simulated.cameras import Cameras, Lot
    from huonevahti_agent.simulated.clock import RoomClock


GOES_DOWN_SECONDS = 2.0
"""After an order the programs live on for a moment, as on a real machine."""


class Power:
    """On or off. Whoever runs an agent over the room listens in `on_down(is_clean)` and `on_boot()`.

    A cut is not clean: its listeners take the agent's line away, and the agent is gone without a goodbye.
    A reboot is clean: its listeners may let the agent say one, for the host lives until they return.
    """

    def __init__(self, clock: RoomClock, bell: Bell, cameras: Cameras, rng: Random) -> None:
        self._clock = clock
        self._bell = bell
        self._cameras = cameras
        self._rng = rng
        self.on_down: list[Callable[[bool], None]] = []
        self.on_boot: list[Callable[[], None]] = []
        self.is_powered = True
        self.is_inhibited = False
        """Whether the terminal keeps everybody else from restarting it in good order."""
        self.refuses_restart = ""
        """The code with which an order of the terminal itself is refused, as by somebody else's inhibitor."""
        self.ignores_restart = False
        """Whether an order is taken and nothing follows, as on a machine that hangs on its way down."""
        self.own_lot: Lot = "drawn"
        """How the cameras enumerate after a restart by the terminal's own order."""
        self.traces = BootTraces(clean_shutdown=True, panic_files=0, watchdog_fired=False)
        self._start("drawn")

    def cut_power(self) -> None:
        """Take the power away; nothing is told to anybody, and the hardware forgets."""
        self._clock.lose_power()
        self._go_down(BootTraces(clean_shutdown=False, panic_files=0, watchdog_fired=False))

    def shut_down(self) -> None:
        """Go down in good order and stay down, as in the middle of a restart; `restore_power` boots."""
        self._go_down(self._farewell())

    def crash(self, *, by_watchdog: bool = False) -> None:
        """Let the kernel panic, or the watchdog reset a machine that hangs; `restore_power` boots."""
        self._go_down(BootTraces(clean_shutdown=False, panic_files=int(not by_watchdog), watchdog_fired=by_watchdog))

    def restore_power(self, lot: Lot = "drawn") -> None:
        """Give the power back: the terminal boots."""
        if not self.is_powered:
            self.is_powered = True
            self._boot(lot)

    def reboot(self, lot: Lot = "drawn") -> None:
        """Restart in good order; without power nothing happens."""
        if self.is_powered:
            self._tell_down(is_clean=True)
            self.traces = self._farewell()
            self._boot(lot)

    def obey_restart(self) -> None:
        """Restart a moment after the terminal's own order, unless the machine is made to refuse or to ignore it."""
        if self.refuses_restart:
            raise Unavailable(self.refuses_restart)
        if not self.ignores_restart:
            boot_id = self.boot_id
            self._clock.time.arrange(GOES_DOWN_SECONDS, lambda: self._follow_order(boot_id))

    def _follow_order(self, boot_id: str) -> None:
        """An order is of its boot: what was cut in between does not restart once more."""
        if self.boot_id == boot_id:
            self.reboot(self.own_lot)

    def booted_at(self) -> datetime:
        """Return when this boot began, counted back from the terminal's clock as a kernel does."""
        uptime_seconds = self._clock.time.elapsed_seconds() - self.booted_elapsed_seconds
        return self._clock.now() - timedelta(seconds=uptime_seconds)

    def _farewell(self) -> BootTraces:
        return BootTraces(clean_shutdown=True, panic_files=0, watchdog_fired=False, ended_at=self._clock.now())

    def _go_down(self, traces: BootTraces) -> None:
        if self.is_powered:
            self._tell_down(is_clean=bool(traces.clean_shutdown))
            self.is_powered = False
            self.traces = traces
            self._bell.ring()

    def _tell_down(self, *, is_clean: bool) -> None:
        for listener in self.on_down:
            listener(is_clean)

    def _boot(self, lot: Lot) -> None:
        self._start(lot)
        for listener in self.on_boot:
            listener()

    def _start(self, lot: Lot) -> None:
        self.boot_id = str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
        self.is_inhibited = False
        self.booted_elapsed_seconds = self._clock.time.elapsed_seconds()
        self._cameras.enumerate(lot)
