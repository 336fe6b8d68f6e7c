"""A session and the guard, judged from what the witnesses say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.domain.signs import Held, Look, Readings, follow
from huonevahti_agent.probes import session
from huonevahti_agent.simulated import SimulatedHost
from huonevahti_wire.plan.guard import Situation
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, NOW
from tests.agent.simulated import worlds
from tests.fakes.quiet_host import QuietHost

CAMERA = Profile(name="p", platform="linux", roles={"customer_camera": RoleMatch(port="1-1")})


@pytest.mark.parametrize(
    ("readings", "value", "expected"),
    [
        pytest.param(Readings(held=(Held("camera"),)), True, "ok", id="a camera is held"),
        pytest.param(Readings(held=()), False, "ok", id="nothing is"),
        pytest.param(Readings(reason="not_permitted"), None, "no_data not_permitted", id="cannot tell"),
    ],
)
def test_a_session_is_judged(readings: Readings, value: bool | None, expected: str) -> None:
    judged = session.signals(Look(NOW, readings, Situation()), EMPTY)
    assert words(judged)["session.live"] == expected
    assert judged[0].value is value


@pytest.mark.parametrize(
    ("readings", "minutes", "value", "reason"),
    [
        pytest.param(Readings(held=()), 0, "free", "", id="nothing"),
        pytest.param(
            Readings(held=(Held("camera"),), hands=Hands(NOW)), 0, "busy", "camera_in_use", id="under a hand"
        ),
        pytest.param(Readings(held=(Held("camera"),)), 1, "busy", "camera", id="a camera alone"),
        pytest.param(Readings(held=(Held("camera"),)), 31, "ask_person", "camera_expired", id="for too long"),
        pytest.param(Readings(unread=("page",)), 1, "undecided", "page_unreadable", id="cannot be read"),
    ],
)
def test_the_guard_is_told_with_its_first_sign(
    readings: Readings, minutes: float, value: str, reason: str
) -> None:
    situation = follow(Situation(), readings, NOW)
    judged = session.signals(Look(NOW + timedelta(minutes=minutes), readings, situation), EMPTY)
    assert (judged[1].value, judged[1].reason) == (value, reason)


def test_a_terminal_without_devices_has_no_witness_and_is_free() -> None:
    judged = session.signals(session.sample(QuietHost(), EMPTY), EMPTY)
    assert words(judged) == {"session.live": "no_data not_in_profile", "session.guard": "ok"}
    assert judged[1].value == "free"


def test_what_the_profile_has_and_the_host_cannot_read_holds_the_room() -> None:
    judged = session.signals(session.sample(QuietHost(), CAMERA), CAMERA)
    assert words(judged) == {
        "session.live": "no_data not_supported",
        "session.guard": "ok camera_unreadable",
    }


def test_a_hand_in_a_simulated_room_is_seen_where_the_profile_has_what_it_is_laid_on() -> None:
    room = worlds.room()
    room.hands.screen.tap()
    touch = Profile(name="p", platform="linux", roles={"touch": RoleMatch(port="1-2")})
    for profile, expected in ((EMPTY, "free"), (touch, "busy")):
        judged = session.signals(session.sample(SimulatedHost(room), profile), profile)
        assert judged[1].value == expected
