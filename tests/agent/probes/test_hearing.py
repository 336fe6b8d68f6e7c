"""What the microphone heard, judged beside what is usual; and which nights become what is usual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain import learnt
from huonevahti_agent.domain.learnt import Learnt, LearntSound, Night
from huonevahti_agent.domain.sound_findings import Usual
from huonevahti_agent.domain.sound_measures import Measures
from huonevahti_agent.probes import hearing
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.probes.judged import words

PROFILE = Profile(name="p", platform="linux", roles={"microphone": RoleMatch(sound_name="mic")})
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
QUIET = Measures(
    seconds=15.0, level_dbfs=-60.0, peak_dbfs=-48.0, noise_floor_dbfs=-60.5, is_silent=False, clipping_ratio=0.0,
    dc_offset_ratio=0.0, hum_dbfs=-85.0, hum_ratio=0.0, gaps_per_minute=0.0, gap_ratio=0.0, clicks_per_second=0.0,
    kurtosis=3.0,
)  # fmt: skip
WELL = hearing.Sample(QUIET, "", "mic", 0.8)
NIGHTS = tuple(Night(AT - timedelta(days=day), Usual(-60.0, -60.5)) for day in (3, 2, 1))
KNOWN = Learnt(sound=LearntSound("mic", NIGHTS))


def _turned(sample: hearing.Sample) -> dict[str, str]:
    judged = words(hearing.signals(sample, PROFILE)).items()
    return {name.removeprefix("microphone."): word for name, word in judged if word != "ok"}


@pytest.mark.parametrize(
    ("changed", "turned"),
    [
        pytest.param({}, {}, id="as usual"),
        pytest.param({"level_dbfs": -80.0}, {"level": "warning too_low"}, id="far from what is usual"),
        pytest.param({"noise_floor_dbfs": -84.0}, {"noise_floor": "warning too_low"}, id="the cable is out"),
        pytest.param(
            {"clicks_per_second": 2.0, "kurtosis": 2000.0}, {"crackle": "failed crackles"}, id="crackle"
        ),
        pytest.param({"gaps_per_minute": 4.0}, {"dropouts": "warning dropouts"}, id="gaps"),
    ],
)
def test_a_known_room_is_judged_by_what_is_usual(changed: dict[str, float], turned: dict[str, str]) -> None:
    sample = replace(WELL, measures=replace(QUIET, **changed), learnt=KNOWN)
    assert _turned(sample) == turned


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(Learnt(), id="nothing is known"),
        pytest.param(Learnt(sound=LearntSound("mic", NIGHTS[:2])), id="two nights are known"),
        pytest.param(Learnt(sound=LearntSound("other", NIGHTS)), id="another microphone is known"),
    ],
)
def test_an_unknown_room_may_be_as_loud_as_it_is(known: Learnt) -> None:
    assert _turned(replace(WELL, measures=replace(QUIET, level_dbfs=-20.0), learnt=known)) == {}


def test_what_was_not_heard_is_no_data_with_its_reason() -> None:
    assert _turned(hearing.Sample(None, "timeout")) == dict.fromkeys(
        (name.removeprefix("microphone.") for name in hearing.SIGNALS), "no_data timeout"
    )


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(replace(WELL, measures=replace(QUIET, dc_offset_ratio=0.05)), id="something is wrong"),
        pytest.param(replace(WELL, gain_ratio=0.1), id="the gain is not what it should be"),
        pytest.param(hearing.Sample(None, "timeout", "mic"), id="nothing was heard"),
    ],
)
def test_only_a_good_night_is_learnt(sample: hearing.Sample) -> None:
    assert hearing.learn(sample, PROFILE, AT) == Learnt()
    assert hearing.learn(WELL, PROFILE, AT).sound == LearntSound("mic", (Night(AT, Usual(-60.0, -60.5)),))


def test_three_nights_make_a_room_known_and_a_week_of_them_is_kept() -> None:
    known = Learnt()
    for night in range(10):
        assert (learnt.usual(known, "mic") is None) == (night < 3)
        known = hearing.learn(replace(WELL, learnt=known), PROFILE, AT + timedelta(days=night))
    assert known.sound is not None
    assert [night.at for night in known.sound.nights] == [AT + timedelta(days=day) for day in range(3, 10)]


def test_two_tests_of_one_night_are_one_night_and_another_microphone_begins_anew() -> None:
    later = hearing.learn(replace(WELL, learnt=KNOWN), PROFILE, NIGHTS[-1].at + timedelta(hours=6))
    assert later == KNOWN
    other = hearing.learn(replace(WELL, device="new", learnt=KNOWN), PROFILE, AT)
    assert other.sound == LearntSound("new", (Night(AT, Usual(-60.0, -60.5)),))
