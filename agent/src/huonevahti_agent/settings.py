"""The few settings an agent starts from: a TOML file, then the environment, then the command line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Struct

from huonevahti_wire.topics import TERMINAL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "HUONEVAHTI_AGENT_"
"""HUONEVAHTI_AGENT_BROKER_HOST sets broker_host, and so on."""


class BadSettings(Exception):
    """Settings that an agent cannot start from: one sentence that says which, where, what was expected."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who this terminal is, where its broker is, where it keeps its state, and whose signature it obeys.

    `may_restart` is false on a machine that is somebody's own: no plan and no job restarts it.
    """

    terminal: Annotated[str, Meta(pattern=rf"^{TERMINAL_PATTERN}$")]
    state: Path
    profile: Path | None = None
    broker_host: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.:-]{1,253}$")] = "127.0.0.1"
    broker_port: Annotated[int, Meta(ge=1, le=65_535)] = 1883
    username: str = ""
    password: str = ""
    ca_path: Path | None = None
    cert_path: Path | None = None
    key_path: Path | None = None
    server_public_key: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$")] = ""
    config_floor: Annotated[int, Meta(ge=0)] = 0
    application_group: Annotated[str, Meta(pattern=r"^([a-z_][a-z0-9_-]{0,31})?$")] = ""
    """Group whose members may speak on the application's socket, besides the agent's own user."""
    may_restart: bool = True

    @property
    def public_key(self) -> bytes:
        """Return the server's Ed25519 key, empty when no signature can be obeyed."""
        return bytes.fromhex(self.server_public_key)


def load(file: Path | None, environment: Mapping[str, str], given: Mapping[str, str]) -> Settings:
    """Return the settings; what is given outranks the environment, which outranks the file."""
    origins: dict[str, str] = {}
    values: dict[str, object] = {}
    for source, found in (
        (str(file), _of_file(file)),
        ("the environment", _of_environment(environment)),
        ("the command line", given),
    ):
        values |= found
        origins |= dict.fromkeys(found, source)
    try:
        settings = msgspec.convert(values, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise BadSettings(_sentence(str(error), values, origins)) from error
    _check_tls(settings)
    return settings


def _path(type_: type, value: object) -> object:
    if type_ is Path and isinstance(value, str) and value:
        return Path(value)
    raise ValueError("Expected a path")


def _of_file(file: Path | None) -> dict[str, object]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read ({error.strerror}), a TOML file was expected") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: is not TOML: {error}") from error


def _of_environment(environment: Mapping[str, str]) -> dict[str, str]:
    own = (name for name in environment if name.startswith(PREFIX))
    return {name.removeprefix(PREFIX).lower(): environment[name] for name in own}


def _sentence(error: str, values: dict[str, object], origins: dict[str, str]) -> str:
    found = re.search(r"`\$\.([a-z_]+)`", error) or re.search(r"field `([^`]+)`", error)
    name = found[1] if found else ""
    what = error.split(" - at ", maxsplit=1)[0]
    if name not in origins:
        return f"settings: {what}; give it in a file, as {PREFIX}{name.upper()}, or on the command line"
    shown = "" if "password" in name else f" is {values[name]!r}"
    return f"settings: {name}{shown}, from {origins[name]}: {what}"


def _check_tls(settings: Settings) -> None:
    if (settings.cert_path is None) != (settings.key_path is None):
        raise BadSettings("settings: cert_path and key_path: one is given without the other, both or none expected")
    for name in ("ca_path", "cert_path", "key_path", "profile"):
        path = getattr(settings, name)
        if path is not None and not path.is_file():
            raise BadSettings(f"settings: {name} is '{path}': no such file, a readable file was expected")
