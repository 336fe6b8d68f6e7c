"""The room's microphone: there, heard, loud enough, the default input, and how many programs record from it."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging, _sound
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "microphone"
SIGNALS: tuple[str, ...] = (
    "microphone.present",
    "microphone.muted",
    "microphone.volume",
    "microphone.default",
    "microphone.recording",
)


def sample(host: Host, profile: Profile) -> _sound.Sample:
    """Return what the sound server tells, if the profile has the role."""
    return _sound.sample(host, profile, "microphone")


def signals(sample: _sound.Sample, profile: Profile) -> list[Judgement]:
    """Return the microphone's signals, all without data when nothing can be told of it."""
    match = profile.roles.get("microphone")
    if match is None or sample.reading is None:
        reason = _judging.NOT_IN_PROFILE if match is None else sample.reason
        return [_judging.no_data(name, reason) for name in SIGNALS]
    device = _sound.find("microphone", sample.reading.sources, sample, profile)
    if device is None:
        return _sound.gone("microphone", SIGNALS, match.optional)
    bounds = _sound.Bounds(
        profile.levels.microphone_volume_min_ratio, profile.levels.microphone_volume_max_ratio
    )
    judged = _sound.judge("microphone", device, match, bounds)
    recording = Judgement("microphone.recording", State.OK, len(device.users), "programs")
    return [*judged, recording]
