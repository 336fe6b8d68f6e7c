"""Speakers judged: there, unplugged, muted, too low, not the default, missing."""

from __future__ import annotations

import msgspec
import pytest

from huonevahti_agent.host import SoundReading
from huonevahti_agent.probes import _sound, speakers
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, SOUND_DEVICE

PROFILE = Profile(name="p", platform="linux", roles={"speakers": RoleMatch(sound_name="Jabra")})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, {}, id="as they shall be"),
        pytest.param({"muted": True}, {"speakers.muted": "failed muted"}, id="muted"),
        pytest.param({"volume_ratio": 0.29}, {"speakers.volume": "failed too_low"}, id="too low"),
        pytest.param({"is_default": False}, {"speakers.default": "failed not_default"}, id="not the default"),
        pytest.param({"port_available": False}, {"speakers.present": "failed unplugged"}, id="unplugged"),
    ],
)
def test_speakers_are_judged(changes: dict[str, object], expected: dict[str, str]) -> None:
    sample = _sound.Sample(SoundReading((), (msgspec.structs.replace(SOUND_DEVICE, **changes),)))
    assert words(speakers.signals(sample, PROFILE)) == {**dict.fromkeys(speakers.SIGNALS, "ok"), **expected}


def test_missing_speakers_leave_the_rest_unknown() -> None:
    judged = words(speakers.signals(_sound.Sample(SoundReading((), ())), PROFILE))
    assert judged == {
        **dict.fromkeys(speakers.SIGNALS, "no_data missing"),
        "speakers.present": "failed missing",
    }


@pytest.mark.parametrize(("profile", "reason"), [(PROFILE, "no_sound_server"), (EMPTY, "not_in_profile")])
def test_without_an_answer_there_is_no_data_but_a_reason(profile: Profile, reason: str) -> None:
    judged = words(speakers.signals(_sound.Sample(None, reason), profile))
    assert judged == dict.fromkeys(speakers.SIGNALS, f"no_data {reason}")
