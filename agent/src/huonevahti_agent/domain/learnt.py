"""What a terminal knows of its own empty room: how it sounds, how the loop comes back, what each camera sees.

Learnt from good tests alone, forgotten when the device is another one, and never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain import loop_test, picture_signature, sound_findings
from huonevahti_agent.domain.loop_test import Calibration, Heard
from huonevahti_agent.domain.picture_signature import Signature
from huonevahti_agent.domain.sound_findings import Usual

APART = timedelta(hours=12)
"""Two tests closer together tell of one night; a clock that was put back does not make a room unteachable."""
LEAST_NIGHTS, MOST_NIGHTS = 3, 7
"""From three on the middle one is no accident; a week is remembered, so that what is usual may change slowly."""
LEARNT_ROLES = ("customer_camera", "document_camera", "microphone", "speakers")
LOOP_RUNS = 3
"""The first good run is the calibration, two more make it steady, and then it stands: a loop must not creep away."""


class Night(Struct, frozen=True):
    """What the microphone heard in one good test."""

    at: datetime
    usual: Usual


class LearntSound(Struct, frozen=True):
    """The nights of one microphone."""

    device: str
    nights: tuple[Night, ...]


class LearntLoop(Struct, frozen=True):
    """The runs by which the loop of one microphone and one pair of speakers is calibrated."""

    devices: str
    at: datetime
    runs: tuple[Heard, ...]


class LearntView(Struct, frozen=True):
    """What one camera saw on several nights."""

    device: str
    at: datetime
    looks: tuple[Signature, ...]


class Learnt(Struct, frozen=True, omit_defaults=True):
    """All that is known of a room; `views` by the camera's word, as in the names of its signals."""

    sound: LearntSound | None = None
    loop: LearntLoop | None = None
    views: dict[str, LearntView] = {}


def usual(learnt: Learnt, device: str) -> Usual | None:
    """Return what this microphone usually hears, None while it is not known."""
    if learnt.sound is None or learnt.sound.device != device or len(learnt.sound.nights) < LEAST_NIGHTS:
        return None
    return sound_findings.middle([night.usual for night in learnt.sound.nights])


def with_night(learnt: Learnt, device: str, night: Night) -> Learnt:
    """Return what is known after one more good test of a microphone."""
    known = learnt.sound.nights if learnt.sound is not None and learnt.sound.device == device else ()
    if known and not _is_another_night(known[-1].at, night.at):
        return learnt
    return replace(learnt, sound=LearntSound(device, (*known, night)[-MOST_NIGHTS:]))


def calibration(learnt: Learnt, devices: str) -> Calibration | None:
    """Return how the loop of these devices sounds when it is right, None while it is not known."""
    if learnt.loop is None or learnt.loop.devices != devices:
        return None
    return loop_test.calibrate(learnt.loop.runs)


def with_run(learnt: Learnt, devices: str, run: Heard, at: datetime) -> Learnt:
    """Return what is known after one more good run of the loop."""
    known = learnt.loop if learnt.loop is not None and learnt.loop.devices == devices else None
    if known is None:
        return replace(learnt, loop=LearntLoop(devices, at, (run,)))
    if len(known.runs) >= LOOP_RUNS or not _is_another_night(known.at, at):
        return learnt
    return replace(learnt, loop=LearntLoop(devices, at, (*known.runs, run)))


def views(learnt: Learnt) -> dict[str, Signature]:
    """Return the views that are known, by camera."""
    return {
        camera: picture_signature.learn(view.looks)
        for camera, view in learnt.views.items()
        if len(view.looks) >= LEAST_NIGHTS
    }


def with_look(learnt: Learnt, camera: str, device: str, look: Signature, at: datetime) -> Learnt:
    """Return what is known after one more good look of a camera."""
    known = learnt.views.get(camera)
    looks = known.looks if known is not None and known.device == device else ()
    if known is not None and looks and not _is_another_night(known.at, at):
        return learnt
    view = LearntView(device, at, (*looks, look)[-MOST_NIGHTS:])
    return replace(learnt, views={**learnt.views, camera: view})


def without_strangers(learnt: Learnt, devices: Mapping[str, str]) -> Learnt:
    """Return what is left when each camera's device is compared with the one it was learnt of.

    Two cameras that changed places are no strangers: that each sees the other's view is what must be found.
    """
    known = {view.device for view in learnt.views.values()}
    kept = {
        camera: view
        for camera, view in learnt.views.items()
        if camera not in devices or devices[camera] == view.device or devices[camera] in known
    }
    return learnt if len(kept) == len(learnt.views) else replace(learnt, views=kept)


def without(learnt: Learnt, role: str) -> Learnt:
    """Return what is left when all is forgotten that was learnt of a role's device."""
    if role in ("microphone", "speakers"):
        sound = learnt.sound if role == "speakers" else None
        return replace(learnt, sound=sound, loop=None)
    camera = role.removesuffix("_camera")
    return replace(learnt, views={name: view for name, view in learnt.views.items() if name != camera})


def _is_another_night(before: datetime, at: datetime) -> bool:
    return abs(at - before) >= APART
