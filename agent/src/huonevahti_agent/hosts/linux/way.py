"""Asking the way to the services on the Linux kiosk."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.way import IpVersion, Page, ProxySetting, RelayAnswer
from huonevahti_agent.hosts.linux import plain_page, proxies
from huonevahti_agent.hosts.linux.endpoints import Endpoints, connected
from huonevahti_agent.hosts.linux.names import Addresses, Names
from huonevahti_agent.hosts.linux.relays import Relays
from huonevahti_wire import profile

_NAME_SECONDS = 1.5
_CONNECT_SECONDS = 1.5
_FAMILIES: dict[IpVersion, socket.AddressFamily] = {4: socket.AF_INET, 6: socket.AF_INET6}


class LinuxWay:
    """Implements `host.way.Way`; the host it is part of has the names and the endpoints."""

    _root: Path
    _names: Names
    _endpoints: Endpoints

    def ask_relay(self, name: str, port: int, way: profile.Way) -> RelayAnswer:
        """Ask a relay of calls whether it is there, within 7 seconds."""
        return Relays(self._names, self._endpoints).ask(name, port, way)

    def largest_packet(self, name: str, port: int) -> int:
        """Return the bytes of the largest IP packet that a relay answered, within 6 seconds."""
        try:
            found = Relays(self._names, self._endpoints).largest_packet(name, port)
        except OSError:
            raise Unavailable("dns") from None
        if not found:
            raise Unavailable("no_answer")
        return found

    def connect(self, name: str, port: int, version: IpVersion) -> float:
        """Return the seconds a connection took over one version of IP, or raise OSError, within 3 seconds."""
        try:
            addresses = self._names.addresses(name, port, _NAME_SECONDS)
        except OSError:
            raise Unavailable("dns") from None
        own = [(family, address) for family, address in addresses if family == _FAMILIES[version]]
        if not own:
            raise Unavailable("no_address")
        _look_for_a_route(own)
        seconds, line = connected(own, time.monotonic() + _CONNECT_SECONDS)
        line.close()
        return seconds

    def page(self, name: str, port: int, path: str) -> Page:
        """Return what a page without encryption answered, or raise OSError, within 5 seconds."""
        return plain_page.fetch(self._names, name, port, path)

    def proxies(self) -> tuple[ProxySetting, ...]:
        """Return every proxy that the terminal is told to use."""
        return proxies.settings(self._root)


def _look_for_a_route(addresses: Addresses) -> None:
    """Raise when the kernel knows no way to the first address: a UDP socket is connected without a packet."""
    family, address = addresses[0]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            line.connect(address)
    except OSError:
        raise Unavailable("no_route") from None
