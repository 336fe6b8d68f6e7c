"""The call button on the room's table."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _presence
from huonevahti_wire.profile import Profile

NAME = "call_button"
SIGNALS: tuple[str, ...] = ("call_button.present",)


def sample(host: Host, profile: Profile) -> _presence.Sample:
    """Return what is plugged in."""
    del profile  # every device is asked for
    return _presence.sample(host)


def signals(sample: _presence.Sample, profile: Profile) -> list[Judgement]:
    """Return whether it is there; a room without the role has no signal."""
    return _presence.judge("call_button.present", "call_button", sample, profile)
