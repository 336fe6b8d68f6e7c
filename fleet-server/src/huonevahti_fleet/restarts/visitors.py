"""Who is in a room: customers with and without bookings, technicians at night, cleaners; and a kiosk that hangs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from huonevahti_fleet.restarts.log import Booked
from huonevahti_wire.plan.guard import Booking, Sign

if TYPE_CHECKING:
    from random import Random

    from huonevahti_fleet.restarts.machine import Machine
    from huonevahti_fleet.restarts.terminal import Terminal

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GLITCH_MINUTES = 25.0
"""For at most this long a live call cannot be read."""


class Visitors:
    """The people of one room, as they are, and as its terminal can see them."""

    terminal: Terminal

    def __init__(self, machine: Machine, rng: Random) -> None:
        self.machine, self.rng = machine, rng
        self.hung_since: datetime | None = None
        self._served_since: datetime | None = None
        self._served_until: datetime | None = None
        self._blind_since: datetime | None = None
        self._touched_at: datetime | None = None
        self._ended_at: datetime | None = None
        machine.on_down.append(self._go_down)
        machine.on_up.append(self._come_up)

    def signs(self) -> tuple[list[Sign], datetime | None]:
        """Return what can be seen now, and when the last customer left."""
        now, found = self.machine.timeline.now, []
        if self._served_since is not None:
            found.append(Sign("camera", self._served_since))
            if self._blind_since is not None:
                found.append(Sign("media", self._blind_since, is_readable=False))
            else:
                found.append(Sign("media", self._served_since))
        if self.hung_since is not None:
            found.append(Sign("camera", self.hung_since))
            found.append(Sign("media", self.hung_since, is_readable=False))
        if self.machine.lasts("person"):
            found.append(Sign("touch", now))
        elif self._touched_at is not None and now - self._touched_at < 3 * HOUR:
            found.append(Sign("touch", self._touched_at))
        return found, self._ended_at

    def come(self, opens_at: datetime, closes_at: datetime) -> None:
        """Let customers come while the place is open; some are booked, the last may stay for long."""
        at = opens_at + timedelta(minutes=self.rng.uniform(-10, 60))
        while at < closes_at:
            length = self.rng.uniform(5, 60) * MINUTE
            if at + length > closes_at and self.rng.random() < 0.02:
                length += timedelta(hours=self.rng.uniform(0.5, 13))
            self._visit(at, length, is_booked=self.rng.random() < 0.3)
            at += length + timedelta(minutes=self.rng.uniform(2, 200))
        age_days = (opens_at - self.machine.booted_at) / timedelta(days=1)
        if self.rng.random() < 0.004 * (1 + max(0.0, age_days)) ** 1.5:
            hangs_at = opens_at + (closes_at - opens_at) * self.rng.random()
            self.machine.timeline.at(hangs_at, self.hang)

    def haunt(self, midnight: datetime) -> None:
        """Let a technician try a call at night, now and then, some with a booking."""
        if self.rng.random() < 0.01:
            at = midnight + timedelta(minutes=self.rng.uniform(0, 420))
            length = timedelta(minutes=self.rng.choice((20, 45, 90, 200)) * self.rng.uniform(0.5, 1.5))
            self._visit(at, length, is_booked=self.rng.random() < 0.5)

    def clean(self, length: timedelta) -> None:
        """Somebody cleans, and touches what there is."""
        self.machine.fact("person", begins=True)
        self.machine.timeline.at(self.machine.timeline.now + length, self._cleaned)

    def hang(self) -> None:
        """The kiosk stops answering: it holds its camera, and nothing of it can be read."""
        if self.machine.is_up and self.hung_since is None:
            self._leave()
            self.hung_since = self.machine.timeline.now
            self.terminal.was_hung = True
            self.machine.fact("hung", begins=True)
            self.terminal.ask()

    def _visit(self, at: datetime, length: timedelta, *, is_booked: bool) -> None:
        timeline = self.machine.timeline
        if is_booked and self.machine.fate.is_told(timeline.now):
            self.terminal.bookings.append(Booking(at, at + length))
            self.machine.lines.append(Booked(timeline.now, self.machine.room, at, at + length))
            timeline.at(at + length, self.terminal.ask)
        timeline.at(at, lambda: self._arrive(length))

    def _arrive(self, length: timedelta) -> None:
        machine, now = self.machine, self.machine.timeline.now
        if not machine.is_up or self.hung_since is not None or self._served_since is not None:
            return
        self._served_since, self._served_until, self._touched_at = now, now + length, now
        machine.fact("session", begins=True)
        machine.timeline.at(now + length, self._leave_if_done)
        if self.rng.random() < 0.06:
            blind_at = now + length * self.rng.random()
            machine.timeline.at(blind_at, self._blind)
        self.terminal.ask()

    def _blind(self) -> None:
        if self._served_since is not None:
            self._blind_since = self.machine.timeline.now
            lasting = timedelta(minutes=self.rng.uniform(0.5, GLITCH_MINUTES))
            self.machine.timeline.at(self.machine.timeline.now + lasting, self._see)
            self.terminal.ask()

    def _see(self) -> None:
        self._blind_since = None
        self.terminal.ask()

    def _leave_if_done(self) -> None:
        if self._served_until is not None and self._served_until <= self.machine.timeline.now:
            self._leave()
            self.terminal.ask()

    def _leave(self) -> None:
        if self._served_since is not None:
            self._served_since = self._served_until = self._blind_since = None
            self._ended_at = self.machine.timeline.now
            self.machine.fact("session", begins=False)

    def _cleaned(self) -> None:
        self._touched_at = self.machine.timeline.now
        self.machine.fact("person", begins=False)
        self.terminal.ask()

    def _go_down(self) -> None:
        self._leave()
        self.machine.fact("cameras", begins=False)
        if self.hung_since is not None:
            self.hung_since = None
            self.machine.fact("hung", begins=False)

    def _come_up(self) -> None:
        """Each boot draws the order of the cameras; what ranks them mends it, nearly always."""
        if self.rng.random() < 0.35 * 0.03:
            self.machine.fact("cameras", begins=True)
        elif self.rng.random() < 0.003:
            self.hang()
        self.terminal.ask()
