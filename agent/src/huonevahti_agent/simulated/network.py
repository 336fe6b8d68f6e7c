"""The network of a simulated room: its gateway, the services it reaches, what is lost and who listens on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import Handshake, LinkReading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from random import Random

    from huonevahti_agent.host.way import IpVersion
    from huonevahti_agent.simulated.clock import RoomClock

INTERCEPTOR = ("Zscaler Intermediate Root CA (zscaler.net)", "Zscaler Inc.")
"""Issuer of a well-known interceptor: common name and organisation, as its certificates carry them."""
GATEWAY = "192.0.2.1"
ELSEWHERE = ("Simulated Public CA", "Simulated Trust Services")
GOOD_SECONDS, SLOW_SECONDS = 0.02, 0.6
LOSSY_RATIO = 0.35
VERSIONS: tuple[IpVersion, ...] = (4, 6)
BELIEVED_SHIFT_SECONDS = 30 * 86_400.0
"""A clock further off than this stands outside the lifetime of the services' certificates."""


class Network:
    """`issuers` gives the issuer (common name) that each service's certificate truly has, by host name."""

    def __init__(self, clock: RoomClock, rng: Random, issuers: Mapping[str, str]) -> None:
        self._clock = clock
        self._rng = rng
        self._issuers = issuers
        self.is_connected = True
        self.has_carrier = True
        self.loss_ratio = 0.0
        self.delay_seconds = GOOD_SECONDS
        self.names_resolve = True
        self.gateway_answers = True
        self.down: dict[str, str] = {}
        """Services that do not answer, by host name, with the word for how: refused, timeout or unreachable."""
        self.has_portal = False
        """Whether a sign-in page stands in the way: until somebody signs in, only plain pages are answered, by it."""
        self.dead_versions: set[IpVersion] = set()
        """Versions of IP over which nothing comes back."""
        self.certificates: dict[str, tuple[str, bool]] = {}
        """Services that show another certificate than they had: its issuer, and whether it is trusted."""
        self._interceptor: tuple[str, str] | None = None
        self._opened: frozenset[str] = frozenset()
        self.followers: list[Callable[[bool], None]] = []
        """Told whether anything outside can be reached, whenever the line or the cable was touched."""

    def link(self) -> LinkReading:
        """Return the link; a site cut off beyond its own gateway still has both."""
        return LinkReading("eth0", self.has_carrier, GATEWAY if self.has_carrier else "")

    def reach_out(self) -> bool:
        """Return whether anything outside the building can be reached at all."""
        return self.is_connected and self.has_carrier and self.gateway_answers

    def is_intercepted(self) -> bool:
        """Return whether somebody sits on the way."""
        return self._interceptor is not None

    def resolve(self, name: str) -> float:
        """Return the seconds a name took, or raise OSError as a resolver without a line does."""
        if not self.reach_out() or not self.names_resolve:
            raise OSError(f"{name}: temporary failure in name resolution")
        return self._seconds() / 2

    def reach(self, address: str) -> float:
        """Return the seconds until the gateway answered, or raise OSError."""
        if not self.has_carrier or address != GATEWAY:
            raise OSError(f"{address}: no route to host")
        if not self.gateway_answers:
            raise TimeoutError(f"{address}: no answer")
        return self._rng.uniform(0.000_3, 0.000_9)

    def handshake(self, name: str, *, tls: bool) -> Handshake:
        """Return what a connection showed: the service's issuer, or that of whoever sits on the way."""
        if not self.reach_out() or not self.names_resolve:
            return _failed("dns")
        if word := self.refusal(name):
            return _failed(word)
        if self._rng.random() < self.loss_ratio:
            return _failed("timeout")
        if not tls:
            return Handshake(self._seconds(), "", "", None, "", self._clock.time.now())
        return Handshake(self._seconds(), *self.shown(name), "", self._clock.time.now())

    def refusal(self, name: str) -> str:
        """Return the word for how a service cannot be connected to, empty when it can; lost packets left aside."""
        if self.has_portal or len(self.dead_versions) == len(VERSIONS):
            return "timeout"
        return self.down.get(name, "")

    def opens(self, name: str) -> bool:
        """Return whether somebody on the way opens the TLS connections to a service."""
        return self._interceptor is not None and (not self._opened or name in self._opened)

    def shown(self, name: str) -> tuple[str, str, bool]:
        """Return the issuer that a service shows (common name, organisation) and whether the terminal believes it."""
        common_name, organisation, is_trusted = self._certificate(name)
        return common_name, organisation, is_trusted and abs(self._clock.shift_seconds) <= BELIEVED_SHIFT_SECONDS

    def cut_network(self) -> None:
        """Cut the line out of the site; the switch and the gateway in the building still answer."""
        self.is_connected = False
        self._tell()

    def return_network(self) -> None:
        """Mend the line out of the site."""
        self.is_connected = True
        self._tell()

    def pull_cable(self) -> None:
        """Pull the terminal's own network cable."""
        self.has_carrier = False
        self._tell()

    def plug_cable(self) -> None:
        """Put the terminal's network cable back."""
        self.has_carrier = True
        self._tell()

    def stop_gateway(self) -> None:
        """Let the building's gateway die: the cable still carries, and nothing beyond answers."""
        self.gateway_answers = False
        self._tell()

    def start_gateway(self) -> None:
        """Let the gateway answer again."""
        self.gateway_answers = True
        self._tell()

    def intercept(self, issuer: tuple[str, str] = INTERCEPTOR, hosts: Collection[str] = ()) -> None:
        """Put somebody in the path who opens the TLS connections to these hosts, to all when none is named."""
        self._interceptor, self._opened = issuer, frozenset(hosts)

    def stop_intercepting(self) -> None:
        """Take the interceptor away."""
        self._interceptor = None

    def lose_packets(self) -> None:
        """Let a third of the connections fail and the rest be slow."""
        self.loss_ratio, self.delay_seconds = LOSSY_RATIO, SLOW_SECONDS

    def keep_packets(self) -> None:
        """Let all connections succeed, in good time."""
        self.loss_ratio, self.delay_seconds = 0.0, GOOD_SECONDS

    def _tell(self) -> None:
        for follow in self.followers:
            follow(self.reach_out())

    def _seconds(self) -> float:
        return self.delay_seconds * self._rng.uniform(0.9, 1.3)

    def _certificate(self, name: str) -> tuple[str, str, bool]:
        """Return issuer (common name, organisation) and whether the machine trusts it, its clock left aside."""
        if self._interceptor is not None and self.opens(name):
            return (*self._interceptor, False)
        if name in self.certificates:
            issuer, is_trusted = self.certificates[name]
            return issuer, issuer, is_trusted
        return (self._issuers[name], self._issuers[name], True) if name in self._issuers else (*ELSEWHERE, True)


def _failed(reason: str) -> Handshake:
    return Handshake(0.0, "", "", None, reason, None)
