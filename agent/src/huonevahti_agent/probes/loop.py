"""The loop: a few tones out of the speakers come back in the microphone as they did when the room was right."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from huonevahti_agent.domain import learnt, loop_test
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.domain.loop_test import Calibration, Heard
from huonevahti_agent.host import Host, SoundDevice, Unavailable
from huonevahti_agent.probes import _judging, _places, _sound
from huonevahti_wire.profile import Levels, Profile, Role
from huonevahti_wire.signals import State

NAME = "loop"
SIGNALS: tuple[str, ...] = ("sound.loop",)
_ROLES: tuple[Role, ...] = ("microphone", "speakers")


class Sample(Struct, frozen=True):
    """What came back through which devices, as numbers; None with the reason."""

    heard: Heard | None
    reason: str = ""
    devices: str = ""
    are_set_right: bool = False
    """Whether both volumes are within the profile's limits: by others no room is calibrated."""
    learnt: Learnt = Learnt()


def sample(host: Host, profile: Profile) -> Sample:
    """Play the tones and listen, if microphone and speakers are there; the sound is gone once it is numbers."""
    near, far = (_sound.sample(host, profile, role) for role in _ROLES)
    if near.reading is None or far.reading is None:
        return Sample(None, near.reason or far.reason)
    microphone = _sound.find("microphone", near.reading.sources, near, profile)
    speakers = _sound.find("speakers", far.reading.sinks, far, profile)
    if microphone is None or speakers is None:
        return Sample(None, _places.MISSING)
    devices = f"{microphone.name}|{speakers.name}"
    try:
        heard = host.hear_back(
            microphone.name, speakers.name, _sound_out(), loop_test.LISTENING_SECONDS, loop_test.hear
        )
    except Unavailable as error:
        return Sample(None, error.reason, devices)
    return Sample(heard, "", devices, _are_set_right(microphone, speakers, profile.levels))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return how the loop compares with its calibration; what comes back before there is one need only be clean."""
    del profile  # how loud a room's loop is, is learnt there
    if sample.heard is None:
        return [_judging.no_data("sound.loop", sample.reason)]
    known = learnt.calibration(sample.learnt, sample.devices) or Calibration(sample.heard.levels_dbfs, 0.0)
    found = loop_test.judge(sample.heard, known)
    return [Judgement("sound.loop", found.state, found.change_db, "db", 0, found.reason)]


def learn(sample: Sample, profile: Profile, at: datetime) -> Learnt:
    """Return what is known after this sample: a good run calibrates, until there are enough of them."""
    is_good = sample.are_set_right and signals(sample, profile)[0].state is State.OK
    if sample.heard is None or not is_good:
        return sample.learnt
    return learnt.with_run(sample.learnt, sample.devices, sample.heard, at)


def _are_set_right(microphone: SoundDevice, speakers: SoundDevice, levels: Levels) -> bool:
    near = levels.microphone_volume_min_ratio <= microphone.volume_ratio <= levels.microphone_volume_max_ratio
    far = levels.speakers_volume_min_ratio <= speakers.volume_ratio <= levels.speakers_volume_max_ratio
    return near and far


@lru_cache(maxsize=1)
def _sound_out() -> bytes:
    """64 kB that are the same every time, and take longer to make than a recording to read."""
    return loop_test.sound_out()
