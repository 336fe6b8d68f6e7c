"""The room's cameras: each at its place, and in the order in which a page takes them."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, VideoNode
from huonevahti_agent.probes import _judging, _places
from huonevahti_wire.profile import Profile, Role
from huonevahti_wire.signals import State

NAME = "cameras"
SIGNALS: tuple[str, ...] = ("camera.<role>.present", "camera.order")
ROLES: tuple[Role, ...] = ("customer_camera", "document_camera")
_CAPTURE = 1
"""V4L2_CAP_VIDEO_CAPTURE: a camera's second node, for metadata, does not have it."""


class Sample(Struct, frozen=True):
    """The video nodes; None with the reason when they cannot be told."""

    nodes: tuple[VideoNode, ...] | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the video nodes there are."""
    del profile  # every node is asked for
    return Sample(*_judging.ask(host.video_nodes))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return each camera's presence and their order."""
    nodes = None if sample.nodes is None else in_page_order(sample.nodes)
    return [*(_present(role, nodes, sample, profile) for role in ROLES), _order(nodes, sample, profile)]


def in_page_order(nodes: tuple[VideoNode, ...]) -> list[VideoNode]:
    """Return the capture nodes as Chromium lists them: by device path as text, so video10 before video2."""
    capturing = (node for node in nodes if node.capabilities & _CAPTURE)
    return sorted(capturing, key=lambda node: f"/dev/video{node.number}")


def word(role: Role) -> str:
    """Return the word by which the signals name a camera."""
    return role.removesuffix("_camera")


def _present(role: Role, nodes: list[VideoNode] | None, sample: Sample, profile: Profile) -> Judgement:
    name = f"camera.{word(role)}.present"
    match = profile.roles.get(role)
    if match is None:
        return _judging.no_data(name, _judging.NOT_IN_PROFILE)
    if nodes is None:
        return _judging.no_data(name, sample.reason)
    where, node = _places.place(role, profile.roles, nodes)
    if node is not None:
        return Judgement(name, State.OK, value=_judging.short(node.card) or None)
    return Judgement(name, State.WARNING if match.optional else State.FAILED, reason=where)


def _order(nodes: list[VideoNode] | None, sample: Sample, profile: Profile) -> Judgement:
    name = "camera.order"
    if len(profile.camera_order) < 2:
        return _judging.no_data(name, _judging.NOT_IN_PROFILE)
    if nodes is None:
        return _judging.no_data(name, sample.reason)
    placed = {role: _places.place(role, profile.roles, nodes)[1] for role in profile.camera_order}
    if None in placed.values():
        return _judging.no_data(name, "camera_missing")
    wanted = word(profile.camera_order[0])
    first = next((word(role) for role, node in placed.items() if node is nodes[0]), "stranger")
    if first == wanted:
        return Judgement(name, State.OK, value=first, expected=wanted)
    return Judgement(name, State.FAILED, value=first, expected=wanted, reason=f"{first}_first")
