"""What the room's cameras show: that pictures come, that they are not dark, white or frozen, and whose view each is."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from huonevahti_agent.domain import learnt, picture, picture_signature
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.domain.picture import Look
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging, cameras
from huonevahti_agent.probes._seeing import Seen, look_through
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "pictures"
SIGNALS: tuple[str, ...] = ("camera.<role>.frames", "camera.<role>.picture", "camera.views")
FRAMES_MIN_PER_SECOND = 5.0
"""Below this a face stands still more than it moves."""


class Sample(Struct, frozen=True):
    """What each camera of the profile showed, by its word, and what is known of the room."""

    seen: dict[str, Seen]
    learnt: Learnt = Learnt()


def sample(host: Host, profile: Profile) -> Sample:
    """Look through each camera that is at its place, one after the other."""
    nodes, reason = _judging.ask(host.video_nodes)
    roles = {cameras.word(role): role for role in cameras.ROLES if role in profile.roles}
    if nodes is None:
        return Sample({camera: Seen(reason=reason) for camera in roles})
    capturing = cameras.in_page_order(nodes)
    return Sample({camera: look_through(host, role, capturing, profile) for camera, role in roles.items()})


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return each camera's frames and picture, and whether each camera sees its own view."""
    judged = [
        judgement
        for role in cameras.ROLES
        for judgement in _of_camera(cameras.word(role), sample, is_expected=role in profile.roles)
    ]
    return [*judged, _views(sample, profile)]


def learn(sample: Sample, profile: Profile, at: datetime) -> Learnt:
    """Return what is known after this sample: each view with light in it, unless the cameras changed places."""
    devices = {camera: seen.device for camera, seen in sample.seen.items() if seen.device}
    known = learnt.without_strangers(sample.learnt, devices)
    if _views(sample, profile).reason == "crossed":
        return known
    for camera, look in _looks(sample).items():
        seen = sample.seen[camera]
        if seen.view is not None and (look == Look.NORMAL or _may_be_white(look, camera, sample)):
            known = learnt.with_look(known, camera, seen.device, seen.view, at)
    return known


def _of_camera(camera: str, sample: Sample, *, is_expected: bool) -> list[Judgement]:
    names = (f"camera.{camera}.frames", f"camera.{camera}.picture")
    if not is_expected:
        return [_judging.no_data(name, _judging.NOT_IN_PROFILE) for name in names]
    seen = sample.seen[camera]
    if seen.frames_per_second is None:
        return [_judging.no_data(name, seen.reason) for name in names]
    frames = _frames(names[0], seen.frames_per_second)
    if seen.picture is None:
        return [frames, _judging.no_data(names[1], frames.reason or "few_frames")]
    return [frames, _picture(names[1], _looks(sample), camera, sample)]


def _frames(name: str, rate: float) -> Judgement:
    least = FRAMES_MIN_PER_SECOND
    if rate == 0.0:
        return Judgement(name, State.FAILED, 0, "per_second", least, "no_frames")
    if rate < least:
        return Judgement(name, State.WARNING, rate, "per_second", least, "few_frames")
    return Judgement(name, State.OK, rate, "per_second", least)


def _picture(name: str, looks: dict[str, Look], camera: str, sample: Sample) -> Judgement:
    look = looks[camera]
    if look == Look.NORMAL:
        return Judgement(name, State.OK, value=look.value)
    if look == Look.DARK and picture.is_unlit(tuple(looks.values())):
        return _judging.no_data(name, "unlit")
    if _may_be_white(look, camera, sample):
        return Judgement(name, State.NO_DATA, value=look.value, reason="not_learnt")
    return Judgement(name, State.FAILED, value=look.value, reason=look.value)


def _looks(sample: Sample) -> dict[str, Look]:
    """How each camera's picture looks beside the brightness that is usual there."""
    means = {camera: view.mean for camera, view in learnt.views(sample.learnt).items()}
    seen = sample.seen.items()
    return {camera: picture.look(one.picture, means.get(camera)) for camera, one in seen if one.picture}


def _may_be_white(look: Look, camera: str, sample: Sample) -> bool:
    """Whether white may be a document camera's empty plate: nobody knows before its view is learnt."""
    return (look, camera) == (Look.WHITE, "document") and camera not in learnt.views(sample.learnt)


def _views(sample: Sample, profile: Profile) -> Judgement:
    name = "camera.views"
    if not set(cameras.ROLES) <= set(profile.roles):
        return _judging.no_data(name, _judging.NOT_IN_PROFILE)
    looks = _looks(sample)
    if picture.is_unlit(tuple(looks.values())):
        return _judging.no_data(name, "unlit")
    now = {camera: seen.view for camera, seen in sample.seen.items() if seen.view is not None}
    if {Look.DARK, Look.WHITE} & set(looks.values()) or len(now) < len(cameras.ROLES):
        return _judging.no_data(name, next((s.reason for s in sample.seen.values() if s.reason), "no_view"))
    found = picture_signature.is_swapped(now, learnt.views(sample.learnt))
    if found.reason == "as_learnt":
        return Judgement(name, State.OK, value=found.reason)
    if not found.is_swapped:
        return _judging.no_data(name, found.reason)
    return Judgement(name, State.FAILED, value=found.reason, reason=found.reason)
