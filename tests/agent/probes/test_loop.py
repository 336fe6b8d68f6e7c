"""The loop judged by the room's own calibration, and which runs calibrate it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain.learnt import Learnt, LearntLoop
from huonevahti_agent.domain.loop_test import Heard
from huonevahti_agent.probes import loop
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.probes.judged import words

PROFILE = Profile(
    name="p",
    platform="linux",
    roles={"microphone": RoleMatch(sound_name="mic"), "speakers": RoleMatch(sound_name="speakers")},
)
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
GOOD = Heard((-38.0, -38.5, -40.0, -42.0), (-95.0,) * 4, 0.02, 0.3)
WELL = loop.Sample(GOOD, "", "mic|speakers", are_set_right=True)
KNOWN = Learnt(loop=LearntLoop("mic|speakers", AT, (GOOD,)))


def _heard(change_db: float = 0.0, distortion: float = 0.02) -> Heard:
    return Heard(tuple(level + change_db for level in GOOD.levels_dbfs), GOOD.noise_dbfs, distortion, 0.3)


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        pytest.param(_heard(), "ok", id="as calibrated"),
        pytest.param(_heard(-4.0), "ok", id="a little quieter"),
        pytest.param(_heard(-6.0), "warning quieter", id="half as loud"),
        pytest.param(_heard(6.0), "warning louder", id="twice as loud"),
        pytest.param(_heard(-70.0), "failed cut", id="nothing comes"),
        pytest.param(_heard(distortion=0.3), "warning distorted", id="torn"),
    ],
)
def test_a_loop_is_judged_by_its_calibration(heard: Heard, word: str) -> None:
    assert words(loop.signals(replace(WELL, heard=heard, learnt=KNOWN), PROFILE)) == {"sound.loop": word}


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        (_heard(-25.0), "ok"),
        (_heard(distortion=0.3), "warning distorted"),
        (_heard(-70.0), "failed cut"),
    ],
    ids=["quiet", "torn", "nothing"],
)
def test_a_loop_without_calibration_need_only_be_heard_and_clean(heard: Heard, word: str) -> None:
    for known in (Learnt(), Learnt(loop=LearntLoop("other|speakers", AT, (GOOD,)))):
        assert words(loop.signals(replace(WELL, heard=heard, learnt=known), PROFILE)) == {"sound.loop": word}


def test_what_was_not_heard_back_is_no_data_with_its_reason() -> None:
    assert words(loop.signals(loop.Sample(None, "missing"), PROFILE)) == {"sound.loop": "no_data missing"}


def test_the_first_good_run_calibrates_and_two_more_nights_make_it_steady() -> None:
    known = Learnt()
    for night, change in enumerate((0.0, 1.0, -1.0, 4.0)):
        sample = replace(WELL, heard=_heard(change), learnt=known)
        known = loop.learn(sample, PROFILE, AT + timedelta(days=night))
    assert known.loop is not None
    assert [run.levels_dbfs[0] for run in known.loop.runs] == [-38.0, -37.0, -39.0]


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(replace(WELL, heard=_heard(-70.0)), id="cut"),
        pytest.param(replace(WELL, are_set_right=False), id="a volume is not what it should be"),
        pytest.param(loop.Sample(None, "missing"), id="not heard"),
    ],
)
def test_only_a_good_run_calibrates(sample: loop.Sample) -> None:
    assert loop.learn(sample, PROFILE, AT) == Learnt()


def test_other_devices_are_calibrated_anew() -> None:
    other = loop.learn(replace(WELL, devices="mic|new", learnt=KNOWN), PROFILE, AT)
    assert other.loop == LearntLoop("mic|new", AT, (GOOD,))
