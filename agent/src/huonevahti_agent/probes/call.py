"""The call that is up, by the application's word or the page's: which camera is being sent, loss, jitter."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain import witnesses
from huonevahti_agent.domain.camera_labels import role_of
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "call"
SIGNALS: tuple[str, ...] = ("call.camera", "call.frames", "call.loss", "call.jitter", "call.round_trip")
FRAMES_MIN_PER_SECOND = 5.0
"""Below this a face stands still more than it moves."""
JITTER_MAX_SECONDS = 0.05
"""A usual jitter buffer; beyond it sound breaks."""


class Sample(Struct, frozen=True):
    """The call, None with the reason when there is none or nobody who could tell."""

    call: witnesses.Call | None
    reason: str = "no_call"


def sample(host: Host, profile: Profile) -> Sample:
    """Ask the application first, then the page."""
    application, _ = _judging.ask(host.application)
    kiosk, reason = _judging.ask(host.kiosk) if profile.kiosk is not None else (None, _judging.NOT_IN_PROFILE)
    call = witnesses.call(application, kiosk)
    return Sample(call, "no_call" if kiosk or (application and application.is_fresh) else reason)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Judge the numbers; without a call there is nothing to judge."""
    call, limits = sample.call, profile.limits
    if call is None and sample.reason in (_judging.NOT_IN_PROFILE, "no_application"):
        return []
    if call is None:
        return [_judging.no_data(name, sample.reason) for name in SIGNALS]
    numbers = call.numbers
    losses = [loss for loss in (numbers.sent_loss_ratio, numbers.received_loss_ratio) if loss is not None]
    return [
        _camera(call, profile),
        _frames(numbers.frames_per_second),
        _judging.within("call.loss", max(losses, default=None), limits.loss_max_ratio, "ratio"),
        _judging.within("call.jitter", numbers.jitter_seconds, JITTER_MAX_SECONDS, "seconds"),
        _judging.within(
            "call.round_trip", numbers.round_trip_seconds, limits.round_trip_max_seconds, "seconds"
        ),
    ]


def _camera(call: witnesses.Call, profile: Profile) -> Judgement:
    """Name the camera that is sent; the document camera may be meant, for the specialist chooses in mid-call."""
    if not call.camera:
        return Judgement("call.camera", State.WARNING, reason="none_sent")
    value = role_of(call.camera, profile) or _judging.short(call.camera)
    if call.camera_is_live is False:
        return Judgement("call.camera", State.WARNING, value=value, reason="not_live")
    return Judgement("call.camera", State.OK, value=value)


def _frames(per_second: float | None) -> Judgement:
    if per_second is None:
        return _judging.no_data("call.frames", "not_supported")
    is_enough = per_second >= FRAMES_MIN_PER_SECOND
    state, reason = (State.OK, "") if is_enough else (State.WARNING, "too_low")
    return Judgement("call.frames", state, per_second, "per_second", FRAMES_MIN_PER_SECOND, reason)
