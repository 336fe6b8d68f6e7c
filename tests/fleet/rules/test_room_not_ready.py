"""A room that is not ready for its opening: told apart only where no fault of its own says why."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.rules.room_not_ready import SLUG, check
from tests.fleet.stories import finding, healthy, told

JUDGED = "closed\nboot.readiness failed x\nnot_ready"
FOUND = [
    pytest.param(f"{JUDGED} network.dns", "room_network", True, id="network"),
    pytest.param(f"{JUDGED} kiosk.page network.dns", "terminal", True, id="both"),
    pytest.param(f"{JUDGED} boot.panic", "terminal", True, id="it crashed"),
    pytest.param("closed\nboot.readiness failed kiosk.page", "terminal", True, id="the verdict itself is not known"),
    pytest.param("boot.readiness failed kiosk.page\nnot_ready kiosk.page\nkiosk.page failed x", "terminal", False,
                 id="open and still wrong"),
]  # fmt: skip
NOT_FOUND = [
    pytest.param("closed\nboot.readiness ok value=true", id="ready"),
    pytest.param("closed\nboot.readiness warning kiosk.page", id="there is time to mend it"),
    pytest.param("closed\nboot.readiness no_data not_judged", id="not judged"),
    pytest.param("boot.readiness failed x\nnot_ready kiosk.page\nkiosk.page ok", id="mended after the opening"),
]


@pytest.mark.parametrize(("story", "owner", "unfits"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, SLUG)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


def test_without_another_fault_the_room_will_be_closed_at_its_opening() -> None:
    found = diagnose(healthy("closed\nboot.readiness failed kiosk.devices\nnot_ready kiosk.devices"), RULES)
    assert [(fault.slug, fault.harm) for fault in found.faults] == [(SLUG, Harm.CLOSED_AT_OPENING)]
    assert found.verdict is Verdict.UNFIT


def test_where_each_of_its_signals_has_a_fault_those_are_told_alone() -> None:
    wrong = "microphone.muted failed muted\nnetwork.interceptor failed interceptor value=Zscaler"
    story = f"closed\n{wrong}\nboot.readiness failed microphone.muted\nnot_ready microphone.muted network.interceptor"
    found = diagnose(healthy(story), RULES)
    assert SLUG not in [fault.slug for fault in found.faults]
    assert SLUG in [fault.slug for fault in found.explained]
    partly = diagnose(healthy(f"{story} kiosk.devices"), RULES)
    assert SLUG in [fault.slug for fault in partly.faults]
