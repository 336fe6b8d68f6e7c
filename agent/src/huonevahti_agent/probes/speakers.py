"""The room's speakers: there, not muted, loud enough, the default output."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging, _sound
from huonevahti_wire.profile import Profile

NAME = "speakers"
SIGNALS: tuple[str, ...] = ("speakers.present", "speakers.muted", "speakers.volume", "speakers.default")


def sample(host: Host, profile: Profile) -> _sound.Sample:
    """Return what the sound server tells, if the profile has the role."""
    return _sound.sample(host, profile, "speakers")


def signals(sample: _sound.Sample, profile: Profile) -> list[Judgement]:
    """Return the speakers' signals, all without data when nothing can be told of them."""
    match = profile.roles.get("speakers")
    if match is None or sample.reading is None:
        reason = _judging.NOT_IN_PROFILE if match is None else sample.reason
        return [_judging.no_data(name, reason) for name in SIGNALS]
    device = _sound.find("speakers", sample.reading.sinks, sample, profile)
    if device is None:
        return _sound.gone("speakers", SIGNALS, match.optional)
    bounds = _sound.Bounds(profile.levels.speakers_volume_min_ratio, profile.levels.speakers_volume_max_ratio)
    return _sound.judge("speakers", device, match, bounds)
