"""What the launcher is told at its start, from a TOML file of the machine: which pages are whose, how to start."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from huonevahti_kiosk.places import Places, origin_of
from huonevahti_kiosk.preferences import Ranking

Host = Annotated[str, Meta(pattern=r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$")]
_OPENS_A_DOOR = re.compile(
    r"--(remote-|disable-web-security|load-extension|user-data-dir|disable-features|enable-features)"
)
"""Flags that would let others drive the browser, or undo what the launcher itself sets."""


class BadSettings(Exception):
    """Settings that the launcher cannot start from: one sentence that says which, what was found and expected."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`home` is the start page; `also_home` are further origins of the same supplier, such as a video platform's."""

    home: str
    state: Path
    """Folder of the browser's profile and the ranking; nobody else's."""
    socket: Path
    also_home: tuple[str, ...] = ()
    hand_over: tuple[Host, ...] = ()
    identification: tuple[Host, ...] = ()
    bank: tuple[Host, ...] = ()
    start_button: str = ""
    """CSS selector of the Start button; empty when there is none to look for."""
    start_page: str = ""
    """Path of the page the button stands on, when the home origin has others; empty for every page of home."""
    group: str = ""
    """Group that may ask, besides the launcher's own user."""
    program: str = "chromium"
    flags: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    microphones: tuple[str, ...] = ()

    def places(self) -> Places:
        """Return whose page is whose."""
        origins = frozenset(origin_of(address) for address in (self.home, *self.also_home))
        return Places(origins, self.hand_over, self.identification, self.bank)

    def ranking(self) -> Ranking:
        """Return the order of devices to begin with."""
        return Ranking(self.cameras, self.microphones)


def load(path: Path) -> Settings:
    """Return the checked settings or raise `BadSettings`."""
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings, dec_hook=_path)
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read ({error.strerror}), a TOML file was expected") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadSettings(f"{path}: {error}") from error
    return checked(settings, str(path))


def checked(settings: Settings, source: str) -> Settings:
    """Return the settings if their parts agree with one another."""
    for address in (settings.home, *settings.also_home):
        if not origin_of(address):
            raise BadSettings(f"{source}: found {address!r}, expected an address of the web as home")
        if settings.places().kind(address) != "home":
            raise BadSettings(
                f"{source}: found {address!r} as home and on a closed list, expected one of the two"
            )
    for flag in settings.flags:
        if not flag.startswith("--") or _OPENS_A_DOOR.match(flag):
            raise BadSettings(f"{source}: found flag {flag!r}, expected one that opens the browser to nobody")
    return settings


def _path(type_: type, value: object) -> object:
    if type_ is Path and isinstance(value, str) and value:
        return Path(value)
    raise ValueError("Expected a path")
