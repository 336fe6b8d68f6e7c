"""A dead browser is started anew, and one on which somebody identifies is not."""

from __future__ import annotations

import pytest

from huonevahti_agent.host.remedy import Refused
from huonevahti_agent.remedies import restart_kiosk
from huonevahti_agent.simulated import SimulatedHost
from tests.agent.remedies.stage import PROFILE, Break, failed, judged, room


def _crash(room: object) -> None:
    room.kiosk.is_crashed = True  # type: ignore[attr-defined]  # a simulated room


def _hang(room: object) -> None:
    room.kiosk.answers = False  # type: ignore[attr-defined]  # a simulated room


DEAD: dict[str, Break] = {"crashed": _crash, "hung": _hang}


@pytest.mark.parametrize("how", DEAD)
def test_a_browser_that_is_dead_lives_again(how: str) -> None:
    imatra = room()
    DEAD[how](imatra)
    assert judged(imatra)["kiosk.running"] == f"failed {how}"
    restart_kiosk.apply(SimulatedHost(imatra), (failed("kiosk.running", how),), PROFILE)
    assert judged(imatra) == {}


def test_nobody_is_thrown_out_of_identifying() -> None:
    imatra = room()
    imatra.kiosk.show("identification")
    with pytest.raises(Refused, match="away"):
        restart_kiosk.apply(SimulatedHost(imatra), (failed("kiosk.running", "hung"),), PROFILE)
