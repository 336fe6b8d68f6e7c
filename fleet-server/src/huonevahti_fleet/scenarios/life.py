"""A day in a healthy room: its restart, its customers, and the small noise that is no fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huonevahti_agent.simulated import usb

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from huonevahti_fleet.scenarios.stage import Place

ZONE = ZoneInfo("Europe/Helsinki")
LOST_NOW_AND_THEN_RATIO = 0.0002
"""One connection in five thousand comes to nothing in a good network."""
BURSTS_A_DAY, BURST_RATIO, BURST_SECONDS = 30, 0.3, (2.0, 15.0)
"""Now and then much is lost for a few seconds."""
USB_SECONDS = (1.0, 6.0)
"""A touched cable is out for less than the time in which a device is watched."""
OFF_LINE_SECONDS = (5.0, 60.0)
REBOOT_SECONDS = (35.0, 110.0)
POWER_CUT_SECONDS = (20.0, 150.0)
VISIT_SECONDS = (600.0, 4200.0)


class Life:
    """Arranges one room's days, each at its own midnight."""

    def __init__(self, place: Place, rng: Random) -> None:
        self._place = place
        self._rng = rng
        self._cut_on: date | None = None

    def begin(self, until: date) -> None:
        """Begin with today, and go on until a day."""
        self._place.room.network.loss_ratio = LOST_NOW_AND_THEN_RATIO
        self._day(self._place.clockwork.now().astimezone(ZONE).date(), until)

    def _day(self, day: date, until: date) -> None:
        self._restart(day)
        self._noise(day)
        if day.weekday() < 5:
            self._visits(day)
        following = day + timedelta(days=1)
        if following < until:
            self._at(following, 0.0, lambda: self._day(following, until))

    def _restart(self, day: date) -> None:
        at_hour = 4.0 + self._rng.uniform(0.0, 0.75)
        takes = self._rng.uniform(*REBOOT_SECONDS)
        power = self._place.room.power
        self._at(day, at_hour, power.shut_down)
        self._at(day, at_hour + takes / 3600, lambda: power.restore_power("customer_first"))

    def _visits(self, day: date) -> None:
        for number in range(self._rng.choice((0, 0, 1, 1, 2))):
            at_hour = 9.2 + 2.8 * number + self._rng.uniform(0.0, 1.2)
            lasts = self._rng.uniform(*VISIT_SECONDS)
            visit = self._place.room.visit
            self._at(day, at_hour, visit.start_visit)
            self._at(day, at_hour + lasts / 3600, visit.end_visit)

    def _noise(self, day: date) -> None:
        """Draw the day's small troubles; most days have none of a kind."""
        room = self._place.room
        for _ in range(BURSTS_A_DAY):
            self._for(
                day,
                lambda: self._lose(BURST_RATIO),
                lambda: self._lose(LOST_NOW_AND_THEN_RATIO),
                BURST_SECONDS,
            )
        if self._rng.random() < 0.15:
            self._for(day, room.network.cut_network, room.network.return_network, OFF_LINE_SECONDS)
        if self._rng.random() < 0.10:
            device = self._rng.choice((usb.CUSTOMER_CAMERA, usb.DOCUMENT_CAMERA, usb.CALL_BUTTON, usb.TOUCH))
            self._for(day, lambda: room.usb.unplug(device.port), lambda: room.usb.plug(device), USB_SECONDS)
        if self._rng.random() < 0.05:
            self._at(day, self._rng.uniform(6.0, 22.0), self._place.terminal.start)
        if self._rng.random() < 0.05:
            drift = self._rng.uniform(-3.0, 3.0)
            self._for(day, lambda: room.clock.shift_clock(drift), room.clock.set_clock, (60.0, 7200.0))
        is_long_ago = self._cut_on is None or day - self._cut_on > timedelta(days=3)
        if self._rng.random() < 0.006 and is_long_ago:
            self._cut_on = day
            power = room.power
            self._for(day, power.cut_power, lambda: power.restore_power("customer_first"), POWER_CUT_SECONDS)

    def _lose(self, ratio: float) -> None:
        self._place.room.network.loss_ratio = ratio

    def _for(
        self, day: date, begin: Callable[[], None], end: Callable[[], None], seconds: tuple[float, float]
    ) -> None:
        at_hour = self._rng.uniform(6.0, 22.0)
        self._at(day, at_hour, begin)
        self._at(day, at_hour + self._rng.uniform(*seconds) / 3600, end)

    def _at(self, day: date, at_hour: float, act: Callable[[], None]) -> None:
        """Arrange something for a local time of a day; on a night of the clocks' change too."""
        local = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=at_hour)
        clockwork = self._place.clockwork
        clockwork.after((local.astimezone(UTC) - clockwork.now()).total_seconds(), act)
