"""The touch panel of the screen: there, and not feeling a hand that never leaves."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _hands, _presence
from huonevahti_wire.profile import Profile

NAME = "touch"
SIGNALS: tuple[str, ...] = ("touch.present", "touch.stuck")


def sample(host: Host, profile: Profile) -> _hands.Sample:
    """Return what is plugged in and what was felt."""
    return _hands.sample(host, profile)


def signals(sample: _hands.Sample, profile: Profile) -> list[Judgement]:
    """Return whether it is there and whether it hangs; a room without the role has no signal."""
    return [
        *_presence.judge("touch.present", "touch", sample.plugged, profile),
        *_hands.stuck("touch.stuck", "touch", sample, profile),
    ]
