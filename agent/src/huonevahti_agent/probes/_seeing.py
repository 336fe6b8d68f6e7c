"""Looking through one camera: frames become numbers here, and a picture is nowhere else."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain import picture, picture_signature
from huonevahti_agent.domain.picture import Picture
from huonevahti_agent.domain.picture_signature import Signature
from huonevahti_agent.host import Host, Unavailable, VideoNode
from huonevahti_agent.host.senses import Luma
from huonevahti_agent.probes import _places
from huonevahti_wire.profile import Profile, Role


class Seen(Struct, frozen=True):
    """What one camera showed, as numbers; with the reason where it could not be asked."""

    device: str = ""
    frames_per_second: float | None = None
    picture: Picture | None = None
    view: Signature | None = None
    reason: str = ""


def look_through(host: Host, role: Role, nodes: list[VideoNode], profile: Profile) -> Seen:
    """Return what the camera of a role shows; `nodes` are those that capture."""
    node = _places.place(role, profile.roles, nodes)[1]
    if node is None:
        return Seen(reason=_places.MISSING)
    device = f"{node.model}/{node.serial}"
    try:
        seen = host.look(node.number, _measured)
    except Unavailable as error:
        return Seen(device, reason=_places.MISSING if error.reason == "no_video" else error.reason)
    return Seen(device, seen.frames_per_second, seen.picture, seen.view)


def _measured(luma: Luma) -> Seen:
    """Turn frames into numbers; this is the only line that holds a picture."""
    rate = luma.frames / luma.seconds if luma.frames else 0.0
    if luma.first is None or luma.last is None:
        return Seen(frames_per_second=rate)
    return Seen("", rate, picture.judge(luma.first, luma.last), picture_signature.signature(luma.last))
