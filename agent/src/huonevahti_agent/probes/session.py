"""Whether a customer's session is going on; who and with whom is nobody's business."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "session"
SIGNALS: tuple[str, ...] = ("session.live",)


class Sample(Struct, frozen=True):
    """The signs of a session that were seen; None with the reason when the host cannot tell."""

    signs: tuple[str, ...] | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the signs, if the profile has anything a session could use."""
    if not {"customer_camera", "document_camera", "microphone"} & set(profile.roles):
        return Sample(None, _judging.NOT_IN_PROFILE)
    return Sample(*_judging.ask(host.session_signs))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return true with any sign, false with none, no data when it cannot be told."""
    del profile  # one sign is enough in every room
    if sample.signs is None:
        return [_judging.no_data("session.live", sample.reason)]
    return [Judgement("session.live", State.OK, value=bool(sample.signs))]
