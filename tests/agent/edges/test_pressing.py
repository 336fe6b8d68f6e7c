"""Presses are remembered over boots, in whole days, and the button is judged by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.edges.keepsakes import Keepsakes
from huonevahti_agent.edges.pressing import Pressing
from huonevahti_agent.host import Unavailable
from huonevahti_agent.probes import call_button
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire.profile import Role, RoleMatch
from tests.agent.probes.judged import words
from tests.agent.simulated.worlds import FITTED, START_AT


class NumbHost(SimulatedHost):
    """One that may not read its input devices."""

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        del roles
        raise Unavailable("not_permitted")


class Days:
    """A room that boots every morning, and the file in which its agent remembers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = VirtualTime(START_AT)
        self.room: SimulatedRoom = World(5, self.time, FITTED).room("imatra")

    def pass_by(self, days: int, *, pressed: bool = False, kind: type[SimulatedHost] = SimulatedHost) -> str:
        """Lets open days pass, each with a boot and a look; gives how the last one is judged."""
        judged: dict[str, str] = {}
        for _ in range(days):
            self.time.advance(86_400)
            self.room.power.reboot("customer_first")
            if pressed:
                self.room.hands.button.tap()
            keepsakes = Keepsakes(self.folder)
            pressing = Pressing(call_button, keepsakes, _is_open)
            sample = pressing.sample(kind(self.room), FITTED)
            judged = words(pressing.signals(sample, FITTED))
            keepsakes.close()
        return judged["call_button.last_press"]


def _is_open(now: datetime) -> bool:
    return now - START_AT < timedelta(days=100)


def test_a_button_that_nobody_ever_presses_is_found_after_a_week(tmp_path: Path) -> None:
    days = Days(tmp_path)
    assert [days.pass_by(6), days.pass_by(1)] == ["ok", "warning never_pressed"]
    assert days.pass_by(1, pressed=True) == "ok"
    assert [days.pass_by(6), days.pass_by(1)] == ["ok", "warning not_pressed"]


def test_nothing_but_a_day_is_kept(tmp_path: Path) -> None:
    days = Days(tmp_path)
    days.pass_by(1, pressed=True)
    keepsakes = Keepsakes(tmp_path)
    kept = msgspec.to_builtins(keepsakes.presses)
    keepsakes.close()
    assert kept == {"counted_on": "2026-11-24", "was_pressed": True}


def test_days_while_hands_cannot_be_read_are_not_counted(tmp_path: Path) -> None:
    days = Days(tmp_path)
    assert days.pass_by(9, kind=NumbHost) == "no_data not_permitted"
    assert days.pass_by(1) == "ok"
