"""The kiosk comes home from where nobody is served any more, and never from where people identify."""

from __future__ import annotations

import pytest

from huonevahti_agent.host.remedy import Refused
from huonevahti_agent.remedies import bring_kiosk_home
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_kiosk.words import PageKind
from tests.agent.remedies.stage import PROFILE, failed, room

TREATED = (failed("kiosk.returned", "not_returned"),)


@pytest.mark.parametrize("page", ["hand_over", "foreign", "blank", "error"])
def test_the_kiosk_comes_home(page: PageKind) -> None:
    imatra = room()
    imatra.kiosk.show(page)
    bring_kiosk_home.apply(SimulatedHost(imatra), TREATED, PROFILE)
    assert imatra.kiosk.page == "home"


@pytest.mark.parametrize("page", ["identification", "bank"])
def test_nobody_is_taken_away_from_identifying(page: PageKind) -> None:
    imatra = room()
    imatra.kiosk.show(page)
    with pytest.raises(Refused, match="away"):
        bring_kiosk_home.apply(SimulatedHost(imatra), TREATED, PROFILE)
    assert imatra.kiosk.page == page


def test_a_call_goes_on() -> None:
    imatra = room()
    imatra.visit.start_visit()
    with pytest.raises(Refused, match="in_call"):
        bring_kiosk_home.apply(SimulatedHost(imatra), TREATED, PROFILE)
