"""Happenings on the way from the room to its services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from huonevahti_agent.simulated.network import GOOD_SECONDS, INTERCEPTOR
from huonevahti_agent.simulated.passage import SIZES_BYTES, WAYS
from huonevahti_fleet.scenarios.happenings._happening import Passing
from huonevahti_wire.profile import EndpointName, ProxyAddress, Way

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

Name = Annotated[str, Meta(min_length=1, max_length=80, description="a name of at most 80 characters")]


class CutLine(Passing, frozen=True, kw_only=True, tag="cut_line"):
    """The line out of the building is dead; cable and gateway still answer. `for`: until it is mended."""

    def begin(self, place: Place) -> None:
        """Cut it."""
        place.room.network.cut_network()

    def end(self, place: Place) -> None:
        """Mend it."""
        place.room.network.return_network()


class StopGateway(Passing, frozen=True, kw_only=True, tag="stop_gateway"):
    """The building's gateway dies; the cable still carries. `for`: until it answers again."""

    def begin(self, place: Place) -> None:
        """Stop it."""
        place.room.network.stop_gateway()

    def end(self, place: Place) -> None:
        """Start it."""
        place.room.network.start_gateway()


class StopNames(Passing, frozen=True, kw_only=True, tag="stop_names"):
    """Names no longer resolve in the room; lines already open stay up. `for`: until they do."""

    def begin(self, place: Place) -> None:
        """Stop the resolver."""
        place.room.network.names_resolve = False

    def end(self, place: Place) -> None:
        """Start the resolver."""
        place.room.network.names_resolve = True


class LosePackets(Passing, frozen=True, kw_only=True, tag="lose_packets"):
    """So many percent of the connections from the room come to nothing. `for`: until none is lost."""

    percent: Annotated[float, Meta(ge=0, le=100)]

    def begin(self, place: Place) -> None:
        """Lose them."""
        place.room.network.loss_ratio = self.percent / 100

    def end(self, place: Place) -> None:
        """Lose none."""
        place.room.network.loss_ratio = 0.0


class SlowLine(Passing, frozen=True, kw_only=True, tag="slow_line"):
    """Every connection takes so many milliseconds (20 is usual). `for`: until it is as quick as usual."""

    milliseconds: Annotated[float, Meta(gt=0, le=5000)]

    def begin(self, place: Place) -> None:
        """Slow it."""
        place.room.network.delay_seconds = self.milliseconds / 1000

    def end(self, place: Place) -> None:
        """Let it be quick."""
        place.room.network.delay_seconds = GOOD_SECONDS


class Intercept(Passing, frozen=True, kw_only=True, tag="intercept"):
    """Somebody on the way opens the encrypted lines and shows certificates of `issuer`. `for`: until nobody does.

    `endpoints` names the profile's services whose lines are opened, all when left out.
    """

    issuer: Name = INTERCEPTOR[0]
    organisation: Name = INTERCEPTOR[1]
    endpoints: tuple[EndpointName, ...] = ()

    def begin(self, place: Place) -> None:
        """Sit on the way."""
        hosts = [_host(place, name) for name in self.endpoints]
        place.room.network.intercept((self.issuer, self.organisation), hosts)

    def end(self, place: Place) -> None:
        """Leave."""
        place.room.network.stop_intercepting()


class ServiceDown(Passing, frozen=True, kw_only=True, tag="service_down"):
    """One of the profile's services does not answer the room, or every room with `everywhere`. `for`: until it does."""

    endpoint: EndpointName
    how: Literal["refused", "timeout", "unreachable"] = "timeout"

    def begin(self, place: Place) -> None:
        """Let it be down."""
        place.room.network.down[_host(place, self.endpoint)] = self.how

    def end(self, place: Place) -> None:
        """Let it answer."""
        place.room.network.down.pop(_host(place, self.endpoint), None)


class ChangeCertificate(Passing, frozen=True, kw_only=True, tag="change_certificate"):
    """A service shows another certificate: of another `issuer`, or not trusted. `for`: until the old one is back."""

    endpoint: EndpointName
    issuer: Name | None = None
    trusted: bool = True

    def begin(self, place: Place) -> None:
        """Change it."""
        pinned = (
            place.profile.endpoints[self.endpoint].issuers if self.endpoint in place.profile.endpoints else ()
        )
        issuer = self.issuer or (pinned[0] if pinned else "")
        place.room.network.certificates[_host(place, self.endpoint)] = (issuer, self.trusted)

    def end(self, place: Place) -> None:
        """Show the old one."""
        place.room.network.certificates.pop(_host(place, self.endpoint), None)


class BlockUdp(Passing, frozen=True, kw_only=True, tag="block_udp"):
    """The network lets no UDP through to the relays of calls. `for`: until it does."""

    def begin(self, place: Place) -> None:
        """Let none through."""
        place.room.passage.block(["udp"])

    def end(self, place: Place) -> None:
        """Let it through."""
        place.room.passage.unblock(["udp"])


class BlockRelay(Passing, frozen=True, kw_only=True, tag="block_relay"):
    """The relays of calls do not answer the room over these ways: blocked, or dead themselves. `for`: until they do."""

    ways: tuple[Way, ...] = WAYS
    how: Literal["refused", "timeout", "unreachable"] = "timeout"

    def begin(self, place: Place) -> None:
        """Let nothing through."""
        place.room.passage.block(self.ways, self.how)

    def end(self, place: Place) -> None:
        """Let everything through."""
        place.room.passage.unblock(self.ways)


class CaptivePortal(Passing, frozen=True, kw_only=True, tag="captive_portal"):
    """A sign-in page of the network answers for everybody; open lines stay up. `for`: until somebody signs in."""

    def begin(self, place: Place) -> None:
        """Put it in the way."""
        place.room.network.has_portal = True

    def end(self, place: Place) -> None:
        """Sign in."""
        place.room.network.has_portal = False


class SetProxy(Passing, frozen=True, kw_only=True, tag="set_proxy"):
    """Somebody tells the terminal to use a proxy. `for`: until it is told no longer."""

    address: ProxyAddress = "proxy.building.example:3128"

    def begin(self, place: Place) -> None:
        """Set it."""
        place.room.passage.proxy = self.address

    def end(self, place: Place) -> None:
        """Take it away."""
        place.room.passage.proxy = ""


class ShrinkPackets(Passing, frozen=True, kw_only=True, tag="shrink_packets"):
    """Packets of more than so many bytes get lost on the way (1500 is usual). `for`: until they pass."""

    size_bytes: Annotated[int, Meta(ge=576, le=1500)]

    def begin(self, place: Place) -> None:
        """Lose them."""
        place.room.passage.largest_bytes = self.size_bytes

    def end(self, place: Place) -> None:
        """Let them pass."""
        place.room.passage.largest_bytes = SIZES_BYTES[0]


class LoseIpv4(Passing, frozen=True, kw_only=True, tag="lose_ipv4"):
    """Over IPv4 nothing comes back to the room. `for`: until it does."""

    def begin(self, place: Place) -> None:
        """Lose it."""
        place.room.network.dead_versions.add(4)

    def end(self, place: Place) -> None:
        """Bring it back."""
        place.room.network.dead_versions.discard(4)


class LoseIpv6(Passing, frozen=True, kw_only=True, tag="lose_ipv6"):
    """Over IPv6 nothing comes back to the room. `for`: until it does."""

    def begin(self, place: Place) -> None:
        """Lose it."""
        place.room.network.dead_versions.add(6)

    def end(self, place: Place) -> None:
        """Bring it back."""
        place.room.network.dead_versions.discard(6)


class ShakeLine(Passing, frozen=True, kw_only=True, tag="shake_line"):
    """Packets of calls come up to so many milliseconds later than others. `for`: until they come evenly."""

    milliseconds: Annotated[float, Meta(gt=0, le=1000)]

    def begin(self, place: Place) -> None:
        """Shake it."""
        place.room.passage.uneven_seconds = self.milliseconds / 1000

    def end(self, place: Place) -> None:
        """Let it be even."""
        place.room.passage.uneven_seconds = 0.0


def _host(place: Place, endpoint: str) -> str:
    """Return the host of a service; one that the room's profile does not know concerns it as little."""
    known = place.profile.endpoints.get(endpoint)
    return known.host if known else f"{endpoint}.invalid"
