"""Which pages are ours to look at, and of what kind every other one is."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from huonevahti_kiosk.words import PageKind

_PORTS = {"http": 80, "https": 443}


def origin_of(address: str) -> str:
    """Return `scheme://host[:port]` of an address of the web, empty for any other."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not parts.hostname:
        return ""
    named = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{_bracketed(parts.hostname)}{named}"


class Places(Struct, frozen=True):
    """The hosts of each kind; `*.bank.example` stands for every host below it. What no list names is foreign."""

    home_origins: frozenset[str]
    hand_over: tuple[str, ...] = ()
    identification: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()

    def kind(self, address: str) -> PageKind:
        """Return whose page an address is; a host on a closed list is never home, whatever else names it."""
        if address in ("", "about:blank"):
            return "blank"
        origin = origin_of(address)
        if not origin:
            return "foreign"
        host = urlsplit(origin).hostname or ""
        if closed := self._closed(host):
            return closed
        return "home" if origin in self.home_origins else "foreign"

    def is_home(self, origin: str) -> bool:
        """Return whether a script of this origin is one of ours."""
        return self.kind(origin) == "home"

    def _closed(self, host: str) -> PageKind | None:
        if _is_listed(host, self.identification):
            return "identification"
        if _is_listed(host, self.bank):
            return "bank"
        return "hand_over" if _is_listed(host, self.hand_over) else None


def _is_listed(host: str, patterns: Iterable[str]) -> bool:
    host = host.removesuffix(".")
    return any(
        host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern for pattern in patterns
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
