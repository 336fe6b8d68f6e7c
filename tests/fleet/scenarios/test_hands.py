"""A whole stage on which a call button hangs, and one on which nobody presses it: what the real agent makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huonevahti_fleet.domain.registry import HoursPlan
from huonevahti_fleet.scenarios.happenings.hands import HoldButton, NeverPress
from huonevahti_fleet.scenarios.stage import Place, Plan, Setting, Stage
from huonevahti_wire import profile_yaml
from huonevahti_wire.signals import State
from tests.house.tree import ROOT

START_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    plan = Plan(slug="imatra", site="imatra", profile=PROFILE, hours=HoursPlan(), up_seconds=3600)
    stage = Stage([plan], Setting(start_at=START_AT, seed=1, folder=tmp_path))
    stage.open()
    yield stage
    stage.close()


def _said(stage: Stage, name: str) -> tuple[State, str]:
    """How a signal of the room stands in the office."""
    signal = stage.office.intake.fleet.terminals["imatra"].signals[name]
    return signal.state, signal.reason


def _pass(stage: Stage, place: Place, happening: HoldButton | NeverPress, seconds: float) -> None:
    for after, act in happening.steps(place):
        stage.clockwork.after(after, act)
    _wait(stage, seconds)


def _wait(stage: Stage, seconds: float) -> None:
    stage.clockwork.run(stage.clockwork.elapsed + seconds)


def test_a_button_that_hangs_is_told_and_told_again_when_it_is_free(stage: Stage) -> None:
    place = stage.places["imatra"]
    _wait(stage, 60)
    assert _said(stage, "call_button.stuck")[0] is State.OK
    _pass(stage, place, HoldButton(at="+0s", lasts="5m"), 240)
    assert _said(stage, "call_button.stuck") == (State.FAILED, "held_down")
    _wait(stage, 180)
    assert _said(stage, "call_button.stuck")[0] is State.OK


@pytest.mark.parametrize("is_pressed", [True, False])
def test_a_visit_presses_the_button_unless_nobody_does(stage: Stage, is_pressed: bool) -> None:
    place = stage.places["imatra"]
    if not is_pressed:
        NeverPress(at="+0s").begin(place)
    place.room.visit.start_visit()
    hands = place.room.hands.reading()
    assert (hands.pressed_at is not None, hands.touched_at is not None) == (is_pressed, True)
