"""The real agent tells of each opening in time whether its room is ready, and again when that turns."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huonevahti_agent import probes
from huonevahti_wire.messages import BootCause, ReadinessJudged, RemedyTried
from huonevahti_wire.signals import State
from tests.agent.weeks import Life, document, local

NIGHT = local("2026-11-24T02:30")
OPENS_AT = local("2026-11-24T09:00")
TOLD_AT = OPENS_AT - timedelta(minutes=45)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A terminal in the night, with all its probes; it restarts at half past three."""
    life = Life(tmp_path, NIGHT, probes=probes.PROBES)
    life.room.power.on_boot.insert(0, lambda: life.room.cameras.enumerate("customer_first"))
    life.desire(document(NIGHT))
    return life


def _until(life: Life, text: str) -> None:
    life.run((local(text) - life.time.now()).total_seconds())


def _told(life: Life) -> list[ReadinessJudged]:
    return life.bodies(ReadinessJudged)


def _signal(life: Life, name: str = "boot.readiness") -> Any:
    assert life.agent is not None
    return life.agent._parts.sensing.signals[name]


def test_a_healthy_room_is_ready_three_quarters_of_an_hour_before_it_opens_and_that_is_told_once(life: Life) -> None:
    _until(life, "2026-11-24T08:14")
    assert _told(life) == []
    assert _signal(life).state is State.OK
    _until(life, "2026-11-24T10:00")
    assert [(told.opens_at, told.is_ready) for told in _told(life)] == [(OPENS_AT, True)]
    at = [event.at for event in life.events() if isinstance(event.body, ReadinessJudged)]
    assert TOLD_AT <= at[0] < TOLD_AT + timedelta(minutes=2)
    assert life.lived().boots[-1].cause is BootCause.OURS


def test_what_is_missing_in_the_morning_is_named_and_when_it_is_back_that_is_told(life: Life) -> None:
    _until(life, "2026-11-24T06:00")
    life.room.sound.pull_microphone()
    _until(life, "2026-11-24T08:10")
    assert (_signal(life).state, _signal(life).reason) == (State.WARNING, "microphone.present")
    _until(life, "2026-11-24T08:30")
    assert (_signal(life).state, _signal(life).value) == (State.FAILED, False)
    assert [told.is_ready for told in _told(life)] == [False]
    assert "microphone.present" in _told(life)[0].reasons
    life.room.sound.plug_microphone()
    _until(life, "2026-11-24T10:00")
    assert [told.is_ready for told in _told(life)] == [False, True]
    assert _signal(life).state is State.OK


def test_a_room_that_is_busy_by_then_is_ready_by_the_rest_and_says_what_was_not_tested(life: Life) -> None:
    _until(life, "2026-11-24T08:00")
    life.room.power.cut_power()
    life.room.power.restore_power("customer_first")
    life.room.visit.start_visit()
    _until(life, "2026-11-24T09:30")
    told = _told(life)
    assert [each.is_ready for each in told] == [True], told
    assert {"camera.customer.frames", "camera.document.picture"} <= set(told[0].untested)


def test_an_agent_that_starts_anew_between_telling_and_opening_tells_nothing_twice(life: Life) -> None:
    _until(life, "2026-11-24T08:20")
    assert life.agent is not None
    life.agent.break_off()
    life.start()
    _until(life, "2026-11-24T09:30")
    assert [told.is_ready for told in _told(life)] == [True]


def test_a_lost_start_button_is_brought_back_by_one_boot_of_its_own_after_the_plans(life: Life) -> None:
    _until(life, "2026-11-24T04:00")
    life.room.kiosk.button = "missing"
    _until(life, "2026-11-24T08:30")
    causes = [boot.cause for boot in life.lived().boots]
    assert causes == [BootCause.FIRST, BootCause.OURS, BootCause.REMEDY]
    assert [told.is_ready for told in _told(life)] == [True]


def test_cameras_that_the_nights_boot_drew_the_other_way_round_are_put_right_before_the_room_is_judged(
    life: Life,
) -> None:
    life.room.power.on_boot.insert(1, lambda: life.room.cameras.enumerate("document_first"))
    _until(life, "2026-11-24T08:30")
    assert [told.is_ready for told in _told(life)] == [True]
    assert "rank_cameras" in [tried.remedy for tried in life.bodies(RemedyTried)]


def test_the_days_after_closing_days_have_their_own_openings(tmp_path: Path) -> None:
    friday = local("2026-11-27T16:00")
    life = Life(tmp_path, friday)
    life.desire(document(friday))
    life.run(3 * 86_400)
    assert [told.opens_at for told in _told(life)] == [local("2026-11-30T09:00")]
