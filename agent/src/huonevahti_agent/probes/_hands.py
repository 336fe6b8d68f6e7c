"""What probes of things that a hand is laid on share: asking for hands, and one that stays down."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.presses import Presses
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging, _places, _presence
from huonevahti_wire.profile import Profile, Role, RoleMatch
from huonevahti_wire.signals import State

_ROLES: tuple[Role, ...] = ("touch", "call_button")


class Sample(Struct, frozen=True, omit_defaults=True):
    """What is plugged in, and the hands; None with the reason when they cannot be told.

    `presses` is what the agent remembers of them, None where nobody counts.
    """

    plugged: _presence.Sample
    hands: Hands | None = None
    reason: str = ""
    presses: Presses | None = None


def roles(profile: Profile) -> Mapping[Role, RoleMatch]:
    """Return the roles of a profile that a hand is laid on."""
    return {role: profile.roles[role] for role in _ROLES if role in profile.roles}


def ask(host: Host, profile: Profile) -> tuple[Hands | None, str]:
    """Return the hands, or why they cannot be told."""
    laid = roles(profile)
    return _judging.ask(lambda: host.hands(laid)) if laid else (None, _judging.NOT_IN_PROFILE)


def sample(host: Host, profile: Profile) -> Sample:
    """Return what is plugged in and what was felt."""
    return Sample(_presence.sample(host), *ask(host, profile))


def is_missing(role: Role, sample: Sample, profile: Profile) -> bool:
    """Return whether the thing itself is not there: then nothing can be told of hands on it."""
    devices = sample.plugged.devices
    return devices is not None and _places.place(role, profile.roles, devices)[0] in (
        _places.MISSING,
        _places.WRONG_MODEL,
    )


def stuck(name: str, role: Role, sample: Sample, profile: Profile) -> list[Judgement]:
    """Return whether it has been down for minutes; a room without the role has no signal."""
    if role not in profile.roles:
        return []
    if is_missing(role, sample, profile):
        return [_judging.no_data(name, _places.MISSING)]
    hands = sample.hands
    if hands is None:
        return [_judging.no_data(name, sample.reason)]
    held_seconds = hands.touch_held_seconds if role == "touch" else hands.press_held_seconds
    if held_seconds < STUCK_SECONDS:
        return [Judgement(name, State.OK, 0.0, "seconds", STUCK_SECONDS)]
    return [Judgement(name, State.FAILED, round(held_seconds), "seconds", STUCK_SECONDS, "held_down")]
