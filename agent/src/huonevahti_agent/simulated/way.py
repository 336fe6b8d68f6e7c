"""The way from a simulated room to its services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.simulated.living import Living

if TYPE_CHECKING:
    from huonevahti_agent.host.way import IpVersion, Page, ProxySetting, RelayAnswer
    from huonevahti_wire import profile


class SimulatedWay(Living):
    """Implements `host.way.Way`: a simulated service listens on the port it is asked at, and has every page."""

    def ask_relay(self, name: str, port: int, way: profile.Way) -> RelayAnswer:
        """Return what a relay answered over one way."""
        del port
        return self._alive().passage.ask_relay(name, way)

    def largest_packet(self, name: str, port: int) -> int:
        """Return the bytes of the largest packet that a relay answered."""
        del port
        return self._alive().passage.largest_packet(name)

    def connect(self, name: str, port: int, version: IpVersion) -> float:
        """Return the seconds a connection took over one version of IP, or raise OSError."""
        del port
        return self._alive().passage.connect(name, version)

    def page(self, name: str, port: int, path: str) -> Page:
        """Return what a page without encryption answered, or raise OSError."""
        del port, path
        return self._alive().passage.page(name)

    def proxies(self) -> tuple[ProxySetting, ...]:
        """Return the proxies that the terminal is told to use."""
        return self._alive().passage.proxies()
