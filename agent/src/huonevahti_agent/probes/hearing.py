"""What the microphone hears while nobody is there: how loud the room is, and crackle, gaps, hum or clipping in it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from huonevahti_agent.domain import learnt, sound_findings, sound_measures
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.learnt import Learnt, Night
from huonevahti_agent.domain.sound_findings import Usual
from huonevahti_agent.domain.sound_measures import Measures
from huonevahti_agent.host import Host, Unavailable
from huonevahti_agent.probes import _judging, _places, _sound
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "hearing"
SIGNALS: tuple[str, ...] = (
    "microphone.level",
    "microphone.noise_floor",
    "microphone.clipping",
    "microphone.dropouts",
    "microphone.crackle",
    "microphone.hum",
    "microphone.dc_offset",
)
LISTENING_SECONDS = 15.0
"""At one click in two seconds seven of them, far more than the three that count as crackle."""


class Sample(Struct, frozen=True):
    """What was heard by which microphone, as numbers; None with the reason. `gain_ratio` is its volume then."""

    measures: Measures | None
    reason: str = ""
    device: str = ""
    gain_ratio: float = 0.0
    learnt: Learnt = Learnt()


def sample(host: Host, profile: Profile) -> Sample:
    """Listen for a while; the sound is gone once it is numbers."""
    asked = _sound.sample(host, profile, "microphone")
    if asked.reading is None:
        return Sample(None, asked.reason)
    device = _sound.find("microphone", asked.reading.sources, asked, profile)
    if device is None:
        return Sample(None, _places.MISSING)
    try:
        measures = host.listen(device.name, LISTENING_SECONDS, sound_measures.measure)
    except Unavailable as error:
        return Sample(None, error.reason, device.name)
    return Sample(measures, "", device.name, device.volume_ratio)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return what is found in the sound, beside what is usual there."""
    del profile  # what is usual in a room is learnt there
    if sample.measures is None:
        return [_judging.no_data(name, sample.reason) for name in SIGNALS]
    return sound_findings.judge(sample.measures, learnt.usual(sample.learnt, sample.device))


def learn(sample: Sample, profile: Profile, at: datetime) -> Learnt:
    """Return what is known after this sample: one more night, if nothing was wrong with it and the gain was right."""
    levels = profile.levels
    is_right = levels.microphone_volume_min_ratio <= sample.gain_ratio <= levels.microphone_volume_max_ratio
    judged = signals(sample, profile)
    if sample.measures is None or not is_right or any(each.state is not State.OK for each in judged):
        return sample.learnt
    heard = Usual(sample.measures.level_dbfs, sample.measures.noise_floor_dbfs)
    return learnt.with_night(sample.learnt, sample.device, Night(at, heard))
