"""The call button on the room's table: there, not hanging, and pressed now and then."""

from __future__ import annotations

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _hands, _judging, _places, _presence
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "call_button"
SIGNALS: tuple[str, ...] = ("call_button.present", "call_button.stuck", "call_button.last_press")
QUIET_MAX_DAYS = 7
"""A room that is open and used has its button pressed within a week; whole open days are counted."""


def sample(host: Host, profile: Profile) -> _hands.Sample:
    """Return what is plugged in and what was felt; in the agent, `Pressing` adds the days it counted."""
    return _hands.sample(host, profile)


def signals(sample: _hands.Sample, profile: Profile) -> list[Judgement]:
    """Return whether it is there, hangs, and was pressed lately; a room without the role has no signal."""
    return [
        *_presence.judge("call_button.present", "call_button", sample.plugged, profile),
        *_hands.stuck("call_button.stuck", "call_button", sample, profile),
        *_last_press(sample, profile),
    ]


def _last_press(sample: _hands.Sample, profile: Profile) -> list[Judgement]:
    name = "call_button.last_press"
    if "call_button" not in profile.roles:
        return []
    if _hands.is_missing("call_button", sample, profile):
        return [_judging.no_data(name, _places.MISSING)]
    if sample.hands is None:
        return [_judging.no_data(name, sample.reason)]
    presses = sample.presses
    days = presses.open_days if presses is not None else 0
    if presses is None or days < QUIET_MAX_DAYS:
        return [Judgement(name, State.OK, days, "days", QUIET_MAX_DAYS)]
    reason = "not_pressed" if presses.was_pressed else "never_pressed"
    return [Judgement(name, State.WARNING, days, "days", QUIET_MAX_DAYS, reason)]
