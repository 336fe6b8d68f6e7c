"""Writes docs/reference/profiles.md: each key of a firmware profile with what it holds, its unit and its default."""

from __future__ import annotations

from typing import Any

from msgspec import NODEFAULT, Struct, inspect, to_builtins

from huonevahti_wire.profile import Profile
from tests.docs.wire_types import default_of, fields, in_words, key_of, legend
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/profiles.md"
EXAMPLE = tree.ROOT / "firmware-profiles/demo.yaml"
UNITS = {
    "_bytes": "bytes",
    "_ratio": "share of 1",
    "_seconds": "seconds",
    "_celsius": "°C",
    "_per_day": "a day",
    "_per_hour": "an hour",
}
MEANINGS = {
    "Profile.name": "Name of the terminal model; the file bears the same",
    "Profile.platform": "What the agent stands on",
    "Profile.roles": "How each role of the room is recognised; a role that is left out is not expected",
    "Profile.camera_order": "Camera roles in the order in which a page must see them; empty when it does not matter",
    "Profile.levels": "Expected volumes",
    "Profile.endpoints": "Services the room needs, by a name of your choice that becomes part of a signal's name",
    "Profile.media": "Relays that calls may go through; one that answers over a way keeps it open",
    "Profile.portal": "A page of ours without encryption, by which a network's sign-in page shows itself",
    "Profile.proxy": "host:port of the proxy, or of its script, that the terminal shall use; any other is told of",
    "Profile.limits": "Where numbers turn from ok to a warning",
    "Profile.kiosk": "What the kiosk's browser may do; left out where no kiosk launcher runs",
    "Profile.known_models": "Further devices that may be plugged in; any other is a stranger",
    "Profile.poll_seconds": "How often [signals](signals.md) are polled, by family, or `*` for all others",
    "Profile.watching_seconds": "How long faults are watched before they open, by fault, or `*` for all others",
    "Profile.remedies_off": "Remedies that the terminal shall not try by itself, `*` for all",
    "Profile.heartbeat_seconds": "Time between two heartbeats",
    "Profile.silence_seconds": "Without a heartbeat for so long, the terminal is silent; more than `heartbeat_seconds`",
    "Profile.restart_due_seconds": "Uptime after which the daily restart is overdue",
    "RoleMatch.port": "USB port path as sysfs names it",
    "RoleMatch.model": "USB vendor:product in lower-case hex",
    "RoleMatch.serial": "USB serial number",
    "RoleMatch.sound_name": "Part of the sound server's own name of the source or sink; microphone and speakers only",
    "RoleMatch.sound_port": "Name of the sound device's port (an analogue jack); microphone and speakers only",
    "RoleMatch.optional": "Whether the room is fit without it",
    "Levels.microphone_volume_min_ratio": "Least gain of the microphone",
    "Levels.microphone_volume_max_ratio": "Most gain of the microphone",
    "Levels.speakers_volume_min_ratio": "Least volume of the speakers",
    "Levels.speakers_volume_max_ratio": "Most volume of the speakers",
    "Endpoint.host": "Host name of the service",
    "Endpoint.port": "TCP port of the service",
    "Endpoint.issuers": "Issuers its certificate may have, by common name or organisation; empty: any trusted one",
    "Endpoint.tls": "Whether the service speaks TLS",
    "Relay.host": "Host name of the relay",
    "Relay.udp_port": "Its port for UDP, by which calls go best; left out: not asked",
    "Relay.tcp_port": "Its port for TCP",
    "Relay.tls_port": "Its port for TLS",
    "Relay.issuers": "Issuers its certificate may have, as those of an endpoint",
    "PlainPage.host": "Host name of the page",
    "PlainPage.port": "Its port",
    "PlainPage.path": "Its path",
    "PlainPage.text": "All that the page says; empty: it answers 204 and says nothing",
    "Limits.memory_max_ratio": "Share of memory in use",
    "Limits.disk_max_ratio": "Share of the system disk in use",
    "Limits.cpu_max_ratio": "Share of processor time in use",
    "Limits.temperature_max_celsius": "Hottest sensor of the machine",
    "Limits.round_trip_max_seconds": "Time of a TCP handshake to the endpoints",
    "Limits.loss_max_ratio": "Share of failed connection attempts",
    "Limits.media_loss_max_ratio": "Share of packets lost to the relay and back",
    "Limits.jitter_max_seconds": "How unevenly packets come back from the relay",
    "Limits.packet_min_bytes": "Packets of this size must pass; calls keep theirs a little smaller",
    "Limits.clock_offset_max_seconds": "Difference between the terminal's clock and the endpoints'",
    "Limits.usb_disconnects_max_per_day": "USB disconnections in 24 hours",
    "Kiosk.hand_over_max_seconds": "How long the page may be with another service while nobody is in a call",
    "Kiosk.foreign_max_seconds": "How long it may be anywhere else",
    "Kiosk.errors_max_per_hour": "Errors of the page",
    "Kiosk.starts_max_per_hour": "Starts of the browser",
}
PLACES = {
    "Profile": "",
    "RoleMatch": "roles.<role>.",
    "Levels": "levels.",
    "Endpoint": "endpoints.<name>.",
    "Relay": "media.<number>.",
    "PlainPage": "portal.",
    "Limits": "limits.",
    "Kiosk": "kiosk.",
}
OPENING = """# Firmware profiles

Written by `make docs` from `huonevahti_wire.profile`; a test holds the two equal.

A firmware profile says what a terminal of one model must be. It is a YAML file in `firmware-profiles/`. A key that is
not listed here, a key given twice, a role that matches nothing, a value in a wrong unit: the file is refused with its
line, what was found and what was expected. All that is given of a role must agree. In the table: {legend}.

| key | holds | unit | default | meaning |
|---|---|---|---|---|"""


def _default(field: inspect.Field) -> str:
    default: Any = default_of(field)
    if default is NODEFAULT:
        return "must be given"
    plain = to_builtins(default)
    if isinstance(default, Struct) or plain in (None, {}, [], ()):
        return ""
    return f"{plain:g}" if isinstance(plain, float) else str(plain).lower()


def _row(struct: inspect.StructType, field: inspect.Field) -> str:
    unit = next((unit for suffix, unit in UNITS.items() if field.name.endswith(suffix)), "")
    holds = in_words(field.type).replace("|", "\\|")
    key = PLACES[struct.cls.__name__] + field.encode_name
    return f"| `{key}` | {holds} | {unit} | {_default(field)} | {MEANINGS[key_of(struct, field)]} |"


def text() -> str:
    """The whole page, closed by the shipped profile that uses the most keys."""
    rows = [_row(struct, field) for struct, field in fields(Profile)]
    example = (
        f"## Example: `firmware-profiles/{EXAMPLE.name}`\n\n```yaml\n{EXAMPLE.read_text(encoding='utf-8')}```"
    )
    return "\n".join([OPENING.format(legend=legend()), *rows, "", example]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
