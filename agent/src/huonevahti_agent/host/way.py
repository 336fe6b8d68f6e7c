"""What a host can ask of the way to its services beyond names and handshakes."""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from huonevahti_wire import profile

IpVersion = Literal[4, 6]


class RelayAnswer(Struct, frozen=True):
    """What a relay answered over one way: the seconds each packet took there and back, None for a lost one.

    Over TLS it tells who issued the certificate too. Where the relay saw us from is in no answer.
    """

    round_trips_seconds: tuple[float | None, ...] = ()
    failure: str = ""
    issuer_common_name: str = ""
    issuer_organisation: str = ""
    is_trusted: bool | None = None


class Page(Struct, frozen=True):
    """What a page without encryption answered: its status, its first words, and the host it sends one on to."""

    status: int
    text: str
    moved_to: str


class ProxySetting(Struct, frozen=True):
    """A proxy that something on the terminal is told to use: where that stands, and host:port."""

    source: Literal["kiosk", "etc_environment", "browser_policy"]
    address: str


class Way(Protocol):
    """Every call may raise `Unavailable`."""

    def ask_relay(self, name: str, port: int, way: profile.Way) -> RelayAnswer:
        """Ask a relay of calls whether it is there, over UDP with twenty small packets, within 7 seconds."""
        ...

    def largest_packet(self, name: str, port: int) -> int:
        """Return the bytes of the largest IP packet, 1500 at most, that a relay answered over UDP, within 6 seconds.

        `Unavailable` with no_answer when it answered none.
        """
        ...

    def connect(self, name: str, port: int, version: IpVersion) -> float:
        """Return the seconds a TCP connection took over one version of IP, or raise OSError, within 3 seconds.

        `Unavailable` with dns, no_address (the name has none of this version) or no_route (the terminal has none).
        """
        ...

    def page(self, name: str, port: int, path: str) -> Page:
        """Return what a page without encryption answered, or raise OSError, within 5 seconds."""
        ...

    def proxies(self) -> tuple[ProxySetting, ...]:
        """Return every proxy that the system or the kiosk's browser is told to use; nothing is sent."""
        ...
