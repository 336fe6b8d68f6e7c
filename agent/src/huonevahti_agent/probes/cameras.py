"""The room's cameras: each at its place, and in the order in which a page takes them."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.camera_labels import role_of
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
    """The video nodes, and the kiosk page's own list of cameras; None with the reason when they cannot be told."""

    nodes: tuple[VideoNode, ...] | None
    reason: str = ""
    labels: tuple[str, ...] | None = None
    page_reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the video nodes there are, and what the page makes of them where there is a kiosk."""
    nodes, reason = _judging.ask(host.video_nodes)
    if profile.kiosk is None or len(profile.camera_order) < 2:
        return Sample(nodes, reason)
    reading, page_reason = _judging.ask(host.kiosk)
    seen = None if reading is None else reading.devices
    if seen is None:
        away = "" if reading is None else "no_answer" if reading.page == "home" else "not_home"
        return Sample(nodes, reason, page_reason=page_reason or away)
    return Sample(nodes, reason, seen.cameras)


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
    if first != wanted and sample.page_reason:
        return _judging.no_data(name, sample.page_reason)
    if first != wanted and sample.labels is not None:
        first = _first_of_page(sample.labels, profile) or first
    if first == wanted:
        return Judgement(name, State.OK, value=first, expected=wanted)
    return Judgement(name, State.FAILED, value=first, expected=wanted, reason=f"{first}_first")


def _first_of_page(labels: tuple[str, ...], profile: Profile) -> str:
    """Return which camera the page takes first, a ranked one whatever its node; empty when its labels do not tell."""
    named = [role_of(label, profile) for label in labels]
    if not {word(role) for role in profile.camera_order} <= set(named):
        return ""
    return named[0] or "stranger"
