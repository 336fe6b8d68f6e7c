"""Whether a customer is being served and whether the room may be touched; who and with whom is nobody's business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.signs import Look, Readings, follow, is_served
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _hands, _judging
from huonevahti_wire.plan import guard
from huonevahti_wire.profile import Profile, Role
from huonevahti_wire.signals import State

if TYPE_CHECKING:
    from huonevahti_wire.plan.guard import Source

NAME = "session"
SIGNALS: tuple[str, ...] = ("session.live", "session.guard")
_HELD: tuple[Role, ...] = ("customer_camera", "document_camera", "microphone")
_HANDS: tuple[Literal["touch", "call_button"], ...] = ("touch", "call_button")


def sample(host: Host, profile: Profile) -> Look:
    """Ask every witness the profile has, without a memory of earlier looks: in the agent, `Guarding` remembers."""
    readings = _readings(host, profile)
    at = host.now()
    return Look(at, readings, follow(guard.Situation(), readings, at))


def signals(sample: Look, profile: Profile) -> list[Judgement]:
    """Return whether somebody is served, and the guard's verdict with the first sign it rests on."""
    del profile  # one sign is enough in every room
    verdict = guard.judge_at(sample.situation, sample.at)
    reason = verdict.reasons[0] if verdict.reasons else ""
    return [_live(sample.readings), Judgement("session.guard", State.OK, str(verdict.verdict), reason=reason)]


def _live(readings: Readings) -> Judgement:
    served = is_served(readings)
    if served is None:
        return _judging.no_data("session.live", readings.reason)
    return Judgement("session.live", State.OK, value=served)


def _readings(host: Host, profile: Profile) -> Readings:
    unread: list[Source] = []
    application, _ = _judging.ask(host.application)
    kiosk, held, hands, reason = None, None, None, _judging.NOT_IN_PROFILE
    if profile.kiosk is not None:
        kiosk, _ = _judging.ask(host.kiosk)
        unread += [] if kiosk else ["page"]
    if set(_HELD) & set(profile.roles):
        held, reason = _judging.ask(host.session_signs)
        unread += [] if held is not None else ["camera"]
    laid = _hands.roles(profile)
    if laid:
        hands, _ = _hands.ask(host, profile)
        unread += [] if hands else [source for source in _HANDS if source in laid]
    return Readings(
        application=application, kiosk=kiosk, held=held, hands=hands, unread=tuple(unread), reason=reason
    )
