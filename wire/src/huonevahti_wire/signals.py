"""A signal: one judged condition of a room, and the catalogue of all signals that exist."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from math import isfinite
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

# `$` alone would let a line break through behind the end; both dialects of patterns know the lookahead
_END = r"$(?!\n)"
_NAME_WORD = r"[^@/\\?#\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+"

SignalName = Annotated[str, Meta(pattern=rf"^[a-z][a-z_]*(\.[a-z0-9_-]+){{1,3}}{_END}", max_length=64)]
FamilyName = Annotated[str, Meta(pattern=rf"^(\*|[a-z][a-z_]*(\.[a-z0-9_<>-]+){{1,3}}){_END}", max_length=64)]
"""A family's name, its `<role>` left open, or "*" for every family not named."""
RemedyName = Annotated[str, Meta(pattern=rf"^(\*|[a-z][a-z_]{{0,47}}){_END}")]
"""A remedy's slug, or "*" for every remedy."""
Unit = Annotated[str, Meta(pattern=rf"^[a-z%/_]{{0,16}}{_END}")]
Code = Annotated[str, Meta(pattern=rf"^[a-z0-9_.-]{{0,48}}{_END}")]
"""A machine word, translated where it is shown; cannot hold prose."""
ShortText = Annotated[str, Meta(pattern=rf"^({_NAME_WORD}( {_NAME_WORD}){{0,9}})?{_END}", max_length=96)]
"""A device or certificate name: at most ten words, without line breaks and the characters an address needs."""
Instant = Annotated[datetime, Meta(tz=True)]
"""An aware datetime; a naive one is refused."""

_NAME_WORDS = re.compile(_NAME_WORD)


def short_text(name: str) -> str:
    """Return any name a device or a certificate bears as a `ShortText`: what does not fit is left out."""
    return " ".join(_NAME_WORDS.findall(name)[:10])[:96].rstrip()


class State(StrEnum):
    """How a condition was judged; `no_data` means it could not be told, which is not a failure."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NO_DATA = "no_data"


class Signal(Struct, frozen=True, omit_defaults=True, gc=False):
    """One judged condition: a dotted name, its state since an instant, and the number behind it.

    `value` is in `unit`; `expected` is the bound or the word it was judged against; `reason` is a code saying
    why it is not ok or why there is no data. `since` is the instant the *state* (not the value) began;
    of `session.guard`, which never fails, the instant of its word.
    """

    name: SignalName
    state: State
    since: Instant
    value: bool | float | ShortText | None = None
    unit: Unit = ""
    expected: bool | float | ShortText | None = None
    reason: Code = ""

    def __post_init__(self) -> None:
        """Refuse what JSON has no word for (it would silently become null) and an instant without a zone."""
        for number in (self.value, self.expected):
            if isinstance(number, float) and not isfinite(number):
                raise ValueError(f"{self.name}: {number} is no finite number")
        if self.since.tzinfo is None:
            raise ValueError(f"{self.name}: since {self.since} has no time zone")


class Family(Struct, frozen=True):
    """What the catalogue says of one signal: its meaning, unit, how often polled and how long watched.

    What sees or hears `needs_empty_room`: it is measured while the site is closed or a person said nobody is there.
    """

    name: str
    meaning: str
    unit: str = ""
    poll_seconds: float = 60.0
    watching_seconds: float = 60.0
    needs_empty_room: bool = False


def state_hash(signals: Iterable[Signal]) -> str:
    """Return 16 hex digits over names and states only: numbers drift, a heartbeat must not call that news."""
    lines = sorted(f"{signal.name}={signal.state}:{signal.reason}" for signal in signals)
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=512)
def family_of(name: str) -> Family | None:
    """Return the catalogue entry a signal's name falls under; `<role>` stands for one dotted word."""
    return next((family for family, pattern in _PATTERNS if pattern.fullmatch(name)), None)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<[a-z]+>", "[a-z0-9_-]+", name.replace(".", r"\.")))


def _tested(name: str, meaning: str, unit: str = "") -> Family:
    """Return a family that is tested in the empty room, a few times a night."""
    return Family(name, meaning, unit, 21_600, 0, needs_empty_room=True)


FAMILIES: tuple[Family, ...] = (
    Family("camera.<role>.present", "The camera of this role is plugged in at its port", "", 60, 10),
    Family("camera.order", "The customer camera is the one a page takes first", "", 60, 10),
    Family(
        "microphone.present",
        "The microphone the profile names exists and its port is not unplugged",
        "",
        30,
        10,
    ),
    Family("microphone.muted", "The microphone is not muted", "", 30, 10),
    Family("microphone.volume", "The microphone's gain is within the profile's limits", "ratio", 30, 30),
    Family("microphone.default", "The microphone is the default input", "", 30, 30),
    _tested("camera.<role>.frames", "The camera gives pictures; tested while nobody is there", "per_second"),
    _tested("camera.<role>.picture", "The picture is not dark, white or frozen", ""),
    _tested("camera.views", "Each camera sees the view that was learnt for its role", ""),
    _tested("microphone.level", "How loud the empty room is heard, beside what is usual there", "dbfs"),
    _tested("microphone.noise_floor", "The quietest that is heard, beside what is usual there", "dbfs"),
    _tested("microphone.clipping", "Share of samples at full scale", "ratio"),
    _tested("microphone.dropouts", "Gaps in the sound", "per_minute"),
    _tested("microphone.crackle", "Clicks in the sound", "per_second"),
    _tested("microphone.hum", "Mains hum in the sound", "dbfs"),
    _tested("microphone.dc_offset", "How far the sound sits beside its middle", "ratio"),
    _tested("sound.loop", "Tones of the speakers come back in the microphone as calibrated", "db"),
    Family("microphone.recording", "Number of programs recording from the microphone", "programs", 30, 0),
    Family(
        "speakers.present", "The speakers the profile names exist and their port is not unplugged", "", 30, 10
    ),
    Family("speakers.muted", "The speakers are not muted", "", 30, 10),
    Family("speakers.volume", "The speakers' volume is within the profile's limits", "ratio", 30, 30),
    Family("speakers.default", "The speakers are the default output", "", 30, 30),
    Family("call_button.present", "The call button is plugged in", "", 60, 10),
    Family("call_button.stuck", "The call button is not held down for minutes", "seconds", 30, 60),
    Family("call_button.last_press", "The call button was pressed within a week", "days", 3600, 0),
    Family("touch.stuck", "The touch screen does not feel a hand for minutes on end", "seconds", 30, 60),
    Family("touch.present", "The touch screen is plugged in", "", 60, 10),
    Family("usb.hub", "The hub that the room's devices hang on is plugged in", "", 60, 10),
    Family("usb.disconnects", "USB disconnections in the last 24 hours", "per_day", 60, 60),
    Family("usb.stranger", "No device is plugged in that the profile does not know", "devices", 60, 60),
    Family("network.link", "The network interface has a carrier", "", 30, 30),
    Family("network.dns", "Names of the profile's endpoints resolve", "seconds", 60, 60),
    Family("network.gateway", "The default gateway exists and answers", "seconds", 60, 60),
    Family(
        "network.tls.<endpoint>",
        "A TLS handshake succeeds and the issuer is the pinned one",
        "seconds",
        120,
        30,
    ),
    Family("network.interceptor", "Nobody opens the TLS connection on the way", "", 120, 30),
    Family("network.round_trip", "Median time of a TCP handshake to the endpoints", "seconds", 60, 60),
    Family("network.loss", "Share of failed connection attempts to the endpoints", "ratio", 60, 60),
    Family("network.media.<way>", "The relay of calls answers over udp, tcp or tls", "seconds", 120, 60),
    Family("network.media_loss", "Share of packets lost to the relay and back", "ratio", 120, 120),
    Family("network.jitter", "How unevenly packets come back from the relay", "seconds", 120, 120),
    Family("network.mtu", "Packets of full size pass to the relay", "bytes", 120, 120),
    Family("network.portal", "No sign-in page of a network stands in the way", "", 120, 60),
    Family("network.proxy", "No proxy is set that the profile does not know", "", 120, 60),
    Family("network.ipv4", "The services are reached over IPv4", "seconds", 120, 60),
    Family("network.ipv6", "The services are reached over IPv6, where there is any", "seconds", 120, 60),
    Family("network.broker", "The terminal's own connection to the broker", "", 60, 0),
    Family("clock.offset", "The terminal's clock agrees with the endpoints' Date header", "seconds", 300, 60),
    Family("clock.synchronised", "The kernel says that the clock is disciplined", "", 300, 300),
    Family("boot.cause", "Why the machine booted last, as far as knowable", "", 3600, 0),
    Family("boot.uptime", "Time since the machine booted", "seconds", 3600, 0),
    Family("boot.restart_due", "The daily restart has happened within its time", "seconds", 3600, 60),
    Family("boot.restart", "Nothing keeps the daily restart from happening for good", "", 60, 60),
    Family("boot.readiness", "The room is ready for its next opening", "", 60, 60),
    Family("machine.cpu", "Share of processor time in use", "ratio", 60, 300),
    Family("machine.memory", "Share of memory in use", "ratio", 60, 300),
    Family("machine.disk", "Share of the system disk in use", "ratio", 300, 300),
    Family("machine.temperature", "Hottest sensor of the machine", "celsius", 60, 300),
    Family(
        "kiosk.running",
        "The kiosk's browser runs, its page answers, and it was not started too often",
        "per_hour",
        10,
        10,
    ),
    Family("kiosk.page", "The page before the customer is ours or one it may hand over to", "", 10, 10),
    Family("kiosk.start_button", "The Start button is shown, with nothing on top of it", "", 10, 10),
    Family("kiosk.returned", "The page came back from a hand-over in time", "seconds", 10, 180),
    Family("kiosk.page_age", "How long the start page has stood since it was loaded", "seconds", 3600, 0),
    Family("kiosk.errors", "Errors of the kiosk's pages in the last hour", "per_hour", 60, 300),
    Family("kiosk.devices", "The page sees the room's cameras, the customer's first", "cameras", 30, 60),
    Family("application.state", "The terminal's application speaks and is not in error", "", 10, 30),
    Family("application.version", "Version of the terminal's application", "", 3600, 0),
    Family("call.camera", "A camera is being sent in the call that is up", "", 30, 60),
    Family("call.frames", "Pictures sent a second in the call", "per_second", 30, 60),
    Family("call.loss", "Larger share of packets lost in the call, either way", "ratio", 30, 60),
    Family("call.jitter", "Jitter of the call", "seconds", 30, 60),
    Family("call.round_trip", "There and back to the other side of the call", "seconds", 30, 60),
    Family("session.live", "A customer's session is going on (true, false, or no data)", "", 10, 0),
    Family("session.guard", "Whether the room may be touched now, and by which sign not", "", 10, 0),
    Family("agent.memory", "The agent's own resident memory", "bytes", 60, 300),
    Family("agent.outbox", "Events not yet committed by the server", "events", 60, 300),
    Family("agent.version", "The agent's version", "", 3600, 0),
    Family("config.drift", "The effective settings equal the desired ones", "", 300, 300),
    Family(
        "probe.<probe>.ran", "The probe of this name ran; its value is how long that took", "seconds", 60, 300
    ),
)
"""Every signal this release may send; poll and watching times are the defaults, a profile may shorten them."""

_PATTERNS = tuple((family, _pattern(family.name)) for family in FAMILIES)
