"""A microphone judged: there, unplugged, muted, too low, not the default, missing."""

from __future__ import annotations

import msgspec
import pytest

from huonevahti_agent.host import SoundDevice, SoundReading, UsbDevice
from huonevahti_agent.probes import _sound, microphone
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.probes.judged import words
from tests.agent.probes.parts import SOUND_DEVICE

PROFILE = Profile(name="p", platform="linux", roles={"microphone": RoleMatch(sound_name="Jabra")})
JACK = Profile(
    name="p", platform="linux", roles={"microphone": RoleMatch(sound_name="pci", sound_port="mic-jack")}
)
ALL_OK = {"present": "ok", "muted": "ok", "volume": "ok", "default": "ok", "recording": "ok"}
Judged = dict[str, str]


def _microphone(profile: Profile, *devices: SoundDevice, usb: tuple[UsbDevice, ...] | None = None) -> Judged:
    sample = _sound.Sample(SoundReading(devices, ()), usb=usb)
    return {
        name.removeprefix("microphone."): word
        for name, word in words(microphone.signals(sample, profile)).items()
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, {}, id="as it shall be"),
        pytest.param({"muted": True}, {"muted": "failed muted"}, id="muted"),
        pytest.param({"volume_ratio": 0.39}, {"volume": "failed too_low"}, id="below the least"),
        pytest.param({"volume_ratio": 0.4}, {}, id="just the least"),
        pytest.param({"volume_ratio": 1.0}, {}, id="just the most"),
        pytest.param({"volume_ratio": 1.5}, {"volume": "failed too_high"}, id="amplified"),
        pytest.param({"is_default": False}, {"default": "failed not_default"}, id="another is the default"),
        pytest.param({"port_available": False}, {"present": "failed unplugged"}, id="its jack is empty"),
        pytest.param({"port_available": True}, {}, id="its jack is in"),
    ],
)
def test_a_microphone_is_judged(changes: dict[str, object], expected: Judged) -> None:
    assert _microphone(PROFILE, msgspec.structs.replace(SOUND_DEVICE, **changes)) == {**ALL_OK, **expected}


def test_a_missing_microphone_leaves_the_rest_unknown() -> None:
    other = msgspec.structs.replace(SOUND_DEVICE, name="alsa_input.pci-0000_00_1f.3.analog-stereo")
    unknown = dict.fromkeys(("muted", "volume", "default", "recording"), "no_data missing")
    assert _microphone(PROFILE, other) == {"present": "failed missing", **unknown}
    assert _microphone(PROFILE) == {"present": "failed missing", **unknown}


def test_another_jack_in_use_is_a_pulled_plug() -> None:
    built_in = msgspec.structs.replace(
        SOUND_DEVICE, name="alsa_input.pci", port="internal-mic", port_available=None
    )
    assert _microphone(JACK, built_in)["present"] == "failed unplugged"
    assert _microphone(JACK, msgspec.structs.replace(built_in, port="mic-jack"))["present"] == "ok"


def test_of_two_that_fit_the_default_one_is_meant() -> None:
    second = msgspec.structs.replace(
        SOUND_DEVICE, name="alsa_input.usb-Jabra_510-00.2", is_default=False, muted=True
    )
    assert _microphone(PROFILE, second, SOUND_DEVICE) == ALL_OK
    assert (
        _microphone(PROFILE, second, msgspec.structs.replace(SOUND_DEVICE, is_default=False))["muted"]
        == "failed muted"
    )


def test_a_microphone_known_by_usb_alone_is_the_default_input_while_it_is_plugged_in() -> None:
    profile = Profile(name="p", platform="linux", roles={"microphone": RoleMatch(model="0b0e:0420")})
    jabra = UsbDevice("1-2", "0b0e:0420", "", "Jabra", False)
    assert _microphone(profile, SOUND_DEVICE, usb=(jabra,)) == ALL_OK
    assert _microphone(profile, SOUND_DEVICE, usb=())["present"] == "failed missing"
    assert _microphone(profile, SOUND_DEVICE, usb=None) == ALL_OK


def test_programs_that_record_are_counted_and_not_named() -> None:
    sample = _sound.Sample(SoundReading((SOUND_DEVICE,), ()))
    recording = microphone.signals(sample, PROFILE)[-1]
    assert (recording.value, recording.unit) == (1, "programs")


@pytest.mark.parametrize(
    ("sample", "profile", "reason"),
    [
        pytest.param(_sound.Sample(None, "no_sound_server"), PROFILE, "no_sound_server", id="no server"),
        pytest.param(
            _sound.Sample(None, "not_in_profile"),
            Profile(name="p", platform="linux"),
            "not_in_profile",
            id="no role",
        ),
    ],
)
def test_without_an_answer_there_is_no_data_but_a_reason(
    sample: _sound.Sample, profile: Profile, reason: str
) -> None:
    assert words(microphone.signals(sample, profile)) == dict.fromkeys(
        microphone.SIGNALS, f"no_data {reason}"
    )


def test_an_optional_microphone_that_is_missing_is_a_warning() -> None:
    profile = Profile(
        name="p", platform="linux", roles={"microphone": RoleMatch(sound_name="x", optional=True)}
    )
    assert _microphone(profile)["present"] == "warning missing"
