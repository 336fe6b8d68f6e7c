"""The firmware profile: what a terminal of one model must be, and how each role is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from huonevahti_wire.signals import FAMILIES, FamilyName, RemedyName, ShortText

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = Literal["udp", "tcp", "tls"]
"""How a relay is asked; one word of a signal's name, as in network.media.udp."""
Role = Literal["customer_camera", "document_camera", "microphone", "speakers", "call_button", "touch", "hub"]
# `$` alone would let a line break through behind the end
_END = r"$(?!\n)"

Port = Annotated[str, Meta(pattern=rf"^[0-9]+-[0-9]+(\.[0-9]+)*{_END}")]
"""A USB port path as sysfs names it, for instance 1-1.2."""
Model = Annotated[str, Meta(pattern=rf"^[0-9a-f]{{4}}:[0-9a-f]{{4}}{_END}")]
"""vendor:product in lower-case hex."""
ProfileName = Annotated[str, Meta(pattern=rf"^[a-z0-9_.-]{{1,48}}{_END}")]
EndpointName = Annotated[str, Meta(pattern=rf"^[a-z0-9_-]{{1,32}}{_END}")]
"""One word of a signal's name, as in network.tls.video."""
FaultSlug = Annotated[str, Meta(pattern=rf"^(\*|[a-z0-9_]{{1,48}}){_END}")]
"""A fault's slug, or "*" for every fault not named."""
HostName = Annotated[str, Meta(pattern=rf"^[a-z0-9.:-]{{1,253}}{_END}")]
IpPort = Annotated[int, Meta(ge=1, le=65_535)]
PagePath = Annotated[str, Meta(pattern=rf"^/[A-Za-z0-9._/-]{{0,127}}{_END}")]
ProxyAddress = Annotated[str, Meta(pattern=rf"^[a-z0-9.-]{{1,253}}:[0-9]{{1,5}}{_END}")]
"""host:port of a proxy, or of the script that tells of proxies."""
Ratio = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]


SOUND_ROLES: tuple[Role, ...] = ("microphone", "speakers")
_FAMILY_NAMES = frozenset(family.name for family in FAMILIES)


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

    host: HostName
    port: IpPort = 443
    issuers: tuple[ShortText, ...] = ()
    tls: bool = True


class Relay(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A relay that calls may go through (STUN and TURN); a port that is left out is not asked.

    No credentials are needed: whether it answers at all shows that the way is open.
    """

    host: HostName
    udp_port: IpPort | None = None
    tcp_port: IpPort | None = None
    tls_port: IpPort | None = None
    issuers: tuple[ShortText, ...] = ()

    def port(self, way: Way) -> int | None:
        """Return the port of one way, None where the relay is not asked over it."""
        return {"udp": self.udp_port, "tcp": self.tcp_port, "tls": self.tls_port}[way]


class PlainPage(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A page of ours without encryption, whose answer is known: whoever answers otherwise stands in the way.

    `text` is all that the page says; empty when it answers 204 and says nothing.
    """

    host: HostName
    port: IpPort = 80
    path: PagePath = "/"
    text: ShortText = ""


class Limits(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where numbers of the machine and the network turn from ok to a warning."""

    memory_max_ratio: Ratio = 0.9
    disk_max_ratio: Ratio = 0.9
    cpu_max_ratio: Ratio = 0.95
    temperature_max_celsius: Annotated[float, Meta(ge=0, le=150)] = 85.0
    round_trip_max_seconds: Seconds = 0.3
    loss_max_ratio: Ratio = 0.05
    media_loss_max_ratio: Ratio = 0.05
    jitter_max_seconds: Seconds = 0.03
    packet_min_bytes: Annotated[int, Meta(ge=576, le=1500)] = 1280
    """The least that every network must carry (RFC 8200); the packets of a call are kept a little smaller."""
    clock_offset_max_seconds: Seconds = 30.0
    usb_disconnects_max_per_day: Annotated[int, Meta(ge=0)] = 6


class Kiosk(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a browser kiosk may do; which pages are whose stands in the launcher's own settings on the terminal."""

    hand_over_max_seconds: Seconds = 1200.0
    """A queue of 15 minutes at another authority is normal."""
    foreign_max_seconds: Seconds = 60.0
    errors_max_per_hour: Annotated[int, Meta(ge=0)] = 20
    starts_max_per_hour: Annotated[int, Meta(ge=1)] = 3


class Profile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One terminal model.

    `camera_order` lists camera roles in the order a page must see them. `poll_seconds` is by signal family,
    `watching_seconds` by fault; "*" stands for all that are not named, and what is not given has its own default.
    `remedies_off` names remedies that the terminal shall not try by itself, "*" all of them.
    """

    name: ProfileName
    platform: Literal["linux", "android", "simulated"]
    roles: dict[Role, RoleMatch] = {}
    camera_order: tuple[Literal["customer_camera", "document_camera"], ...] = ()
    levels: Levels = Levels()
    endpoints: dict[EndpointName, Endpoint] = {}
    media: tuple[Relay, ...] = ()
    portal: PlainPage | None = None
    proxy: ProxyAddress | None = None
    limits: Limits = Limits()
    kiosk: Kiosk | None = None
    known_models: tuple[Model, ...] = ()
    poll_seconds: dict[FamilyName, Seconds] = {}
    watching_seconds: dict[FaultSlug, Seconds] = {}
    remedies_off: tuple[RemedyName, ...] = ()
    heartbeat_seconds: Annotated[float, Meta(ge=1, le=3600)] = 60.0
    silence_seconds: Seconds = 240.0
    restart_due_seconds: Annotated[float, Meta(ge=3600, le=31_622_400)] = 93_600.0


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
    for where, found in disagreements(profile):
        raise BadProfile(f"{source}: {'.'.join(where)}: {found}")
    return profile


def disagreements(profile: Profile) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the keys of each value that the rest of the profile contradicts, and what was found and expected."""
    for role, match in profile.roles.items():
        if found := _matches_nothing(role, match):
            yield ("roles", role), found
    yield from _shared_ports(profile)
    yield from _camera_order(profile)
    yield from _unasked_relays(profile)
    for key in profile.poll_seconds:
        if key != "*" and key not in _FAMILY_NAMES:
            yield (
                ("poll_seconds", key),
                f"found no signal family {key}, expected one of docs/reference/signals.md",
            )
    for device in ("microphone", "speakers"):
        least, most = (getattr(profile.levels, f"{device}_volume_{end}_ratio") for end in ("min", "max"))
        if least > most:
            key = f"{device}_volume_min_ratio"
            yield ("levels", key), f"found {least}, expected at most {device}_volume_max_ratio ({most})"
    if profile.silence_seconds <= profile.heartbeat_seconds:
        beat = profile.heartbeat_seconds
        yield (
            ("silence_seconds",),
            f"found {profile.silence_seconds}, expected more than heartbeat_seconds ({beat})",
        )


def _matches_nothing(role: str, match: RoleMatch) -> str:
    if match == RoleMatch(optional=match.optional):
        return "matches nothing: found no way to recognise it, expected a port, model, serial or sound_name"
    if role not in SOUND_ROLES and (match.sound_name or match.sound_port):
        return (
            f"matches nothing: found a sound device's name, expected it for {' and '.join(SOUND_ROLES)} only"
        )
    return ""


def _unasked_relays(profile: Profile) -> Iterator[tuple[tuple[str, ...], str]]:
    for index, relay in enumerate(profile.media):
        where = ("media", str(index))
        if relay.udp_port is relay.tcp_port is relay.tls_port is None:
            yield where, f"found {relay.host} without a port, expected a udp_port, tcp_port or tls_port"
        elif relay.issuers and relay.tls_port is None:
            yield where, f"found issuers of {relay.host} without a tls_port, expected both or neither"


def _shared_ports(profile: Profile) -> Iterator[tuple[tuple[str, ...], str]]:
    """A sound device may sit in a camera or a screen; any two others need a port each."""
    taken: dict[str, str] = {}
    for role, match in profile.roles.items():
        if match.port is None or role in SOUND_ROLES:
            continue
        if match.port in taken:
            yield (
                ("roles", role, "port"),
                f"found {match.port}, which is {taken[match.port]}'s, expected one of its own",
            )
        taken[match.port] = role


def _camera_order(profile: Profile) -> Iterator[tuple[tuple[str, ...], str]]:
    for index, role in enumerate(profile.camera_order):
        where = ("camera_order", str(index))
        if role not in profile.roles:
            yield where, f"found {role}, expected one of roles ({', '.join(profile.roles) or 'none'})"
        elif role in profile.camera_order[:index]:
            yield where, f"found {role} again, expected each role once"
