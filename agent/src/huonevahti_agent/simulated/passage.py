"""The way out of a simulated room beyond names and handshakes: its relays, its plain page, sizes and versions of IP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.way import Page, ProxySetting, RelayAnswer

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    from huonevahti_agent.host.way import IpVersion
    from huonevahti_agent.simulated.network import Network
    from huonevahti_wire.profile import PlainPage, Way

PACKETS = 20
SIZES_BYTES = (1500, 1400, 1280, 1200, 576)
"""Of the packets that are tried."""
WAYS: tuple[Way, ...] = ("udp", "tcp", "tls")
SIGN_IN = "sign-in.building.example"
_QUICK_SECONDS = 0.02
_UNEVEN_SHARE = 0.2
"""How much later than the earliest a packet may come back on a quiet line, as a share of its time."""


class Passage:
    """What gets through and what does not; `page` is the page without encryption that the room's profile names."""

    def __init__(self, network: Network, rng: Random, page: PlainPage | None) -> None:
        self._network = network
        self._rng = rng
        self._page = page
        self._blocked: dict[Way, str] = {}
        self.uneven_seconds = 0.0
        """By how much packets come later than others, besides what a quiet line does."""
        self.largest_bytes = SIZES_BYTES[0]
        self.proxy = ""
        """host:port of the proxy that the terminal is told to use."""

    def block(self, ways: Collection[Way], how: str = "timeout") -> None:
        """Let nothing through to the relays over these ways."""
        self._blocked |= dict.fromkeys(ways, how)

    def unblock(self, ways: Collection[Way]) -> None:
        """Let everything through over these ways."""
        for way in ways:
            self._blocked.pop(way, None)

    def is_blocked(self, way: Way) -> bool:
        """Return whether nothing gets through over one way."""
        return way in self._blocked

    def ask_relay(self, name: str, way: Way) -> RelayAnswer:
        """Return what a relay answered; whoever opens the TLS connection on the way does not know what it asks for."""
        if not self._network.reach_out() or not self._network.names_resolve:
            return RelayAnswer(failure="dns")
        if word := self._blocked.get(way) or self._network.refusal(name):
            return RelayAnswer(failure=word)
        took = tuple(
            None if self._is_lost() else self._seconds() for _ in range(PACKETS if way == "udp" else 1)
        )
        if all(seconds is None for seconds in took):
            return RelayAnswer(failure="timeout")
        if way != "tls":
            return RelayAnswer(took)
        if self._network.opens(name):
            return RelayAnswer((), "no_answer", *self._network.shown(name))
        return RelayAnswer(took, "", *self._network.shown(name))

    def largest_packet(self, name: str) -> int:
        """Return the bytes of the largest packet that a relay answered."""
        if self.ask_relay(name, "udp").failure:
            raise Unavailable("no_answer")
        return next(size for size in SIZES_BYTES if size <= max(self.largest_bytes, SIZES_BYTES[-1]))

    def connect(self, name: str, version: IpVersion) -> float:
        """Return the seconds a connection took over one version of IP, or raise OSError."""
        if not self._network.reach_out() or not self._network.names_resolve:
            raise Unavailable("dns")
        if version in self._network.dead_versions:
            raise TimeoutError(f"{name}: no answer over IPv{version}")
        self._refuse(name)
        return self._seconds()

    def page(self, name: str) -> Page:
        """Return what a page without encryption answered: that of the sign-in page where one stands in the way."""
        if not self._network.reach_out() or not self._network.names_resolve:
            raise OSError(f"{name}: temporary failure in name resolution")
        if self._network.has_portal:
            return Page(302, "", SIGN_IN)
        self._refuse(name)
        if self._page is None or name != self._page.host:
            return Page(404, "", "")
        return Page(200, self._page.text, "") if self._page.text else Page(204, "", "")

    def proxies(self) -> tuple[ProxySetting, ...]:
        """Return the proxy that is set, if one is."""
        return (ProxySetting("etc_environment", self.proxy),) if self.proxy else ()

    def _refuse(self, name: str) -> None:
        word = self._network.refusal(name)
        if word == "timeout" or self._is_lost():
            raise TimeoutError(f"{name}: no answer")
        if word:
            raise ConnectionRefusedError(name) if word == "refused" else OSError(f"{name}: {word}")

    def _is_lost(self) -> bool:
        return self._rng.random() < self._network.loss_ratio

    def _seconds(self) -> float:
        usual = self._network.delay_seconds
        late = self._rng.uniform(0.0, min(usual, _QUICK_SECONDS) * _UNEVEN_SHARE)
        return usual + late + self._rng.uniform(0.0, self.uneven_seconds)
