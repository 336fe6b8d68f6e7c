"""The network link as the kernel sees it, and whether the gateway answers."""

from __future__ import annotations

import os
import select
import socket
import struct
import time
from pathlib import Path

from huonevahti_agent.host import LinkReading, Unavailable

_UP_AND_GATEWAY = 0x3
"""RTF_UP and RTF_GATEWAY of linux/route.h."""
_ICMP_SECONDS = 1.0
_TCP_SECONDS = 0.8
_ECHO_REQUEST, _ECHO_REPLY = 8, 0
_KNOWN_NEIGHBOUR = 0x2
"""ATF_COM of linux/if_arp.h: the neighbour has told its hardware address."""


def link(root: Path) -> LinkReading:
    """Return the default route's interface and gateway; without a route the first interface with a carrier."""
    interface, gateway = _default_route(root / "proc/net/route")
    interface = interface or _first_interface(root)
    return LinkReading(interface, _has_carrier(root, interface), gateway)


def reach(root: Path, address: str) -> float:
    """Return the seconds until an address answered, or raise OSError; `Unavailable` when it only hides."""
    try:
        return _echo(address)
    except PermissionError:
        pass
    except TimeoutError:
        if _is_neighbour(root / "proc/net/arp", address):
            raise Unavailable("not_supported") from None  # it is there, and answers nobody
        raise
    return _knock(address)


def _default_route(routes: Path) -> tuple[str, str]:
    found: list[tuple[int, str, str]] = []
    try:
        lines = routes.read_text(encoding="ascii").splitlines()[1:]
    except OSError as error:
        raise Unavailable("not_supported") from error
    for line in lines:
        interface, target, gateway, flags, _, _, metric, mask, *_rest = line.split()
        if int(target, 16) == int(mask, 16) == 0 and int(flags, 16) & _UP_AND_GATEWAY == _UP_AND_GATEWAY:
            found.append((int(metric), interface, socket.inet_ntoa(struct.pack("=I", int(gateway, 16)))))
    return min(found)[1:] if found else ("", "")


def _first_interface(root: Path) -> str:
    """A hardware interface, with a carrier if any has one; bridges and tunnels have no `device`."""
    try:
        names = sorted(
            entry.name for entry in (root / "sys/class/net").iterdir() if (entry / "device").exists()
        )
    except OSError:
        return ""
    return next((name for name in names if _has_carrier(root, name)), names[0] if names else "")


def _has_carrier(root: Path, interface: str) -> bool:
    try:
        return (root / "sys/class/net" / interface / "carrier").read_text(encoding="ascii").strip() == "1"
    except OSError:  # EINVAL while the interface is down
        return False


def _is_neighbour(arp: Path, address: str) -> bool:
    try:
        lines = arp.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    return any(line.split()[0] == address and int(line.split()[2], 16) & _KNOWN_NEIGHBOUR for line in lines)


def _echo(address: str) -> float:
    """Send one ICMP echo and wait for its answer: as a plain user where the system allows it, else as root."""
    try:
        echo = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
    except PermissionError:
        echo = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    mark = os.urandom(16)
    with echo:
        started = time.monotonic()
        echo.sendto(_echo_request(mark), (address, 0))
        while (left := started + _ICMP_SECONDS - time.monotonic()) > 0:
            if select.select([echo], [], [], left)[0] and _answers(echo.recv(512), mark):
                return time.monotonic() - started
    raise TimeoutError(f"{address}: no answer to an echo in {_ICMP_SECONDS} s")


def _echo_request(mark: bytes) -> bytes:
    header = struct.pack("!BBHHH", _ECHO_REQUEST, 0, 0, os.getpid() & 0xFFFF, 1)
    words = struct.unpack("!12H", header + mark)
    folded = sum(words)
    folded = (folded >> 16) + (folded & 0xFFFF)
    checksum = ~(folded + (folded >> 16)) & 0xFFFF
    return header[:2] + struct.pack("!H", checksum) + header[4:] + mark


def _answers(packet: bytes, mark: bytes) -> bool:
    """A raw socket gives the IP header too, and everybody's packets."""
    if packet[0] >> 4 == 4 and len(packet) > 28:
        packet = packet[(packet[0] & 0xF) * 4 :]
    return packet[0] == _ECHO_REPLY and packet.endswith(mark)


def _knock(address: str) -> float:
    """Connect to the gateway's web port: a refusal is an answer as good as any."""
    started = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as knock:
        knock.settimeout(_TCP_SECONDS)
        try:
            knock.connect((address, 443))
        except ConnectionRefusedError:
            pass
        except TimeoutError:
            raise Unavailable("not_permitted") from None  # an echo would tell, but we may not send one
    return time.monotonic() - started
