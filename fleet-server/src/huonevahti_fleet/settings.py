"""How one fleet server is set up: a TOML file, overruled by HUONEVAHTI_* in the environment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

PREFIX = "HUONEVAHTI_"
OTHERS = ("HUONEVAHTI_AGENT_", "HUONEVAHTI_PROVE", "HUONEVAHTI_SETTINGS")
"""Names of the environment that are not settings of the server."""

TcpPort = Annotated[int, Meta(ge=1, le=65_535)]


class BadSettings(Exception):
    """A setting that stops the start; its text is one sentence."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a server needs to know before it starts. `broker_host` empty means that nothing is read from a broker.

    `signing_key_file` holds the Ed25519 key that orders are signed with; it is made at the first start.
    `public_url` is how others reach this server, for links in what is sent. `smtp_host` empty means that e-mails become
    texts to copy. `relay_host` is the media relay that a specialist's own check tries; `relay_secret_file` holds the
    secret it shares with this server. Without them, or with `relay_tls_port` 0, that way is not tested.
    """

    bind: str = "127.0.0.1"
    port: TcpPort = 8080
    database: Annotated[str, Meta(min_length=1)] = "sqlite:///huonevahti.db"
    broker_host: str = "127.0.0.1"
    broker_port: TcpPort = 1883
    broker_user: str = ""
    broker_password_file: str = ""
    broker_client_id: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,23}$")] = "huonevahti-server"
    signing_key_file: Annotated[str, Meta(min_length=1)] = "huonevahti-signing.key"
    public_url: Annotated[str, Meta(pattern=r"^(https?://[^\s/]+(/[^\s]*)?)?$", max_length=200)] = ""
    smtp_host: str = ""
    smtp_port: TcpPort = 25
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    smtp_ca_file: str = ""
    smtp_user: str = ""
    smtp_password_file: str = ""
    smtp_from: Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$")] = "huonevahti@localhost"
    webhook_ca_file: str = ""
    relay_host: Annotated[str, Meta(pattern=r"^[0-9A-Za-z.:-]{0,190}$")] = ""
    relay_port: TcpPort = 3478
    relay_tls_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    relay_secret_file: str = ""
    notify_window_seconds: Annotated[float, Meta(ge=0, le=3600)] = 60.0
    samples_kept_days: Annotated[int, Meta(ge=1, le=365)] = 8
    history_kept_days: Annotated[int, Meta(ge=8, le=3650)] = 400
    quarantine_kept: Annotated[int, Meta(ge=10, le=100_000)] = 1000


def load(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the checked settings of a file (none: the defaults) and an environment, or raise `BadSettings`."""
    values = _read(path) if path else {}
    _check(values, str(path))
    overruled = {
        name: value
        for name, value in environment.items()
        if name.startswith(PREFIX) and not name.startswith(OTHERS)
    }
    for name, text in overruled.items():
        values |= {name.removeprefix(PREFIX).lower(): text}
        _check(values, name)
    return _safe(_check(values, "settings"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: not TOML: {error}.") from error


def _check(values: Mapping[str, Any], source: str) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{source}: {error}.") from error


def _safe(settings: Settings) -> Settings:
    try:
        loopback = ip_address(settings.bind).is_loopback
    except ValueError:
        loopback = settings.bind == "localhost"
    if not loopback:
        raise BadSettings(
            f"bind: {settings.bind!r} can be reached from other machines; a loopback address such as 127.0.0.1 "
            "is expected until people can sign in."
        )
    return settings
