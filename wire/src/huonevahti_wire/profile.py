"""The firmware profile: what a terminal of one model must be, and how each role is recognised."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from huonevahti_wire.signals import Code, ShortText

Role = Literal["customer_camera", "document_camera", "microphone", "speakers", "call_button", "touch", "hub"]
Port = Annotated[str, Meta(pattern=r"^[0-9]+-[0-9]+(\.[0-9]+)*$")]
"""A USB port path as sysfs names it, for instance 1-1.2."""
Model = Annotated[str, Meta(pattern=r"^[0-9a-f]{4}:[0-9a-f]{4}$")]
"""vendor:product in lower-case hex."""
Ratio = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]


class RoleMatch(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a role is recognised: every field that is given must agree.

    USB devices by `port`, `model` and `serial`; sound devices by `sound_name`, a part of the sound server's own
    name of the source or sink, and `sound_port` (an analogue jack's port name).
    """

    port: Port | None = None
    model: Model | None = None
    serial: ShortText | None = None
    sound_name: ShortText | None = None
    sound_port: ShortText | None = None
    optional: bool = False


class Levels(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Expected volumes, as shares of full scale."""

    microphone_volume_min_ratio: Ratio = 0.4
    microphone_volume_max_ratio: Ratio = 1.0
    speakers_volume_min_ratio: Ratio = 0.3
    speakers_volume_max_ratio: Ratio = 1.0


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A service the room needs; `issuers` are the certificate issuers it may have (common name or organisation)."""

    host: Annotated[str, Meta(pattern=r"^[a-z0-9.:-]{1,253}$")]
    port: Annotated[int, Meta(ge=1, le=65_535)] = 443
    issuers: tuple[ShortText, ...] = ()
    tls: bool = True


class Limits(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where numbers of the machine and the network turn from ok to a warning."""

    memory_max_ratio: Ratio = 0.9
    disk_max_ratio: Ratio = 0.9
    cpu_max_ratio: Ratio = 0.95
    temperature_max_celsius: Annotated[float, Meta(ge=0, le=150)] = 85.0
    round_trip_max_seconds: Seconds = 0.3
    loss_max_ratio: Ratio = 0.05
    clock_offset_max_seconds: Seconds = 30.0
    usb_disconnects_max_per_day: Annotated[int, Meta(ge=0)] = 6


class Profile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One terminal model. `camera_order` lists camera roles in the order a page must see them."""

    name: Code
    platform: Literal["linux", "android", "simulated"]
    roles: dict[Role, RoleMatch] = {}
    camera_order: tuple[Literal["customer_camera", "document_camera"], ...] = ()
    levels: Levels = Levels()
    endpoints: dict[Code, Endpoint] = {}
    limits: Limits = Limits()
    known_models: tuple[Model, ...] = ()
    poll_seconds: dict[str, Seconds] = {}
    watching_seconds: dict[str, Seconds] = {}
    heartbeat_seconds: Seconds = 60.0
    silence_seconds: Seconds = 240.0
    restart_due_seconds: Annotated[float, Meta(ge=3600)] = 93_600.0


class BadProfile(Exception):
    """A profile that cannot be used: one line that says which file, where, what was expected."""


def parse_json(text: bytes, source: str) -> Profile:
    """Return the checked profile from its JSON form, or raise `BadProfile`."""
    try:
        return check(msgspec.json.decode(text, type=Profile), source)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadProfile(f"{source}: {error}") from error


def check(profile: Profile, source: str) -> Profile:
    """Return the profile if its parts agree with one another, else raise `BadProfile`."""
    for role, match in profile.roles.items():
        if match == RoleMatch(optional=match.optional):
            raise BadProfile(
                f"{source}: roles.{role}: matches nothing; a port, model, serial or sound_name was expected"
            )
    for role in profile.camera_order:
        if role not in profile.roles:
            raise BadProfile(
                f"{source}: camera_order: {role} is not among roles ({', '.join(profile.roles) or 'none'})"
            )
    return profile
