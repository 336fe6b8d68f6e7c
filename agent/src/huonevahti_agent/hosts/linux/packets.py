"""Small packets to a relay over UDP and back: how many come, how evenly, and how large they may be."""

from __future__ import annotations

import errno
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from huonevahti_agent.hosts.linux import stun
from huonevahti_agent.hosts.linux.names import Addresses

COUNT = 20
PACKET_BYTES = 100
"""Packets of a call's sound are as small."""
SPACED_SECONDS = 0.02
LATE_SECONDS = 0.8
"""How long the last packet is waited for."""
ASKED_SECONDS = 0.5
SIZES_BYTES = (1500, 1400, 1280, 1200, 576)
"""Of whole IP packets: Ethernet's, a tunnel's, the least of IPv6, a call's, the least of IPv4."""
ROUND_SECONDS = 0.6
_HEADS_BYTES = {socket.AF_INET: 28, socket.AF_INET6: 48}
"""The heads of IP and UDP together."""
_DISCOVER = {socket.AF_INET: (socket.IPPROTO_IP, 10), socket.AF_INET6: (socket.IPPROTO_IPV6, 23)}
"""IP_MTU_DISCOVER of linux/in.h and IPV6_MTU_DISCOVER of linux/in6.h, which Python does not name."""
_PROBE = 3
"""IP_PMTUDISC_PROBE: cut no packet up, and believe no size that was learnt before, for it may be mended by now."""


class _Exchange:
    """Requests over one socket, and the seconds that their answers took."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._sent_at: dict[bytes, float] = {}
        self._took: dict[bytes, float] = {}

    def send(self, kind: int, size_bytes: int = 0) -> bytes:
        """Send one request and return the id of its transaction."""
        own = stun.transaction()
        self._sent_at[own] = time.monotonic()
        self._line.send(stun.request(kind, own, size_bytes))
        return own

    def take(self, seconds: float, until_answered: bytes = b"") -> None:
        """Take in answers for a time, or until one request is answered."""
        deadline = time.monotonic() + seconds
        while not until_answered or until_answered not in self._took:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._line], [], [], left)[0]:
                return
            own = stun.answered(self._line.recv(stun.MOST_BYTES))
            if own in self._sent_at:
                self._took.setdefault(own, time.monotonic() - self._sent_at[own])

    def seconds(self, own: bytes) -> float | None:
        """Return how long an answer took, None while there is none."""
        return self._took.get(own)


def burst(addresses: Addresses) -> tuple[float | None, ...]:
    """Return the seconds each of `COUNT` packets took there and back; nothing when only TURN was answered.

    OSError when no address answered at all: TimeoutError, or what the network said.
    """
    last_error: OSError = TimeoutError("no answer")
    for family, address in addresses:
        try:
            with _towards(family, address) as line:
                found = _burst(_Exchange(line))
                if any(seconds is not None for seconds in found):
                    return found
                if _relays(_Exchange(line)):
                    return ()
        except OSError as error:
            last_error = error
    raise last_error


def largest(addresses: Addresses) -> int:
    """Return the bytes of the largest IP packet that was answered, 0 when none was."""
    for family, address in addresses:
        try:
            with _towards(family, address) as line:
                line.setsockopt(*_DISCOVER[family], _PROBE)
                if found := _largest(_Exchange(line), _HEADS_BYTES[family]):
                    return found
        except OSError:
            continue
    return 0


@contextmanager
def _towards(family: socket.AddressFamily, address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.connect(address)
        yield line


def _burst(exchange: _Exchange) -> tuple[float | None, ...]:
    sent = []
    for _ in range(COUNT):
        sent.append(exchange.send(stun.BINDING, PACKET_BYTES))
        exchange.take(SPACED_SECONDS)
    if any(exchange.seconds(own) is None for own in sent):
        exchange.take(LATE_SECONDS)
    return tuple(exchange.seconds(own) for own in sent)


def _relays(exchange: _Exchange) -> bool:
    """Ask for a relayed address, for there are relays that tell nobody where they see them from."""
    own = exchange.send(stun.ALLOCATE)
    exchange.take(ASKED_SECONDS, until_answered=own)
    return exchange.seconds(own) is not None


def _largest(exchange: _Exchange, heads_bytes: int) -> int:
    """Try the largest alone, then all, then those again that are larger than any answered, for one may be lost."""
    sizes: dict[bytes, int] = {}
    best = 0
    for tried in (SIZES_BYTES[:1], SIZES_BYTES, SIZES_BYTES):
        sent = _sent(exchange, [size - heads_bytes for size in tried if size > best])
        sizes |= {own: size + heads_bytes for own, size in sent.items()}
        exchange.take(ROUND_SECONDS, until_answered=next(iter(sent), b""))
        best = max((size for own, size in sizes.items() if exchange.seconds(own) is not None), default=0)
        if best == SIZES_BYTES[0]:
            break
    return best


def _sent(exchange: _Exchange, sizes_bytes: list[int]) -> dict[bytes, int]:
    """Send a request of each size, the largest first; what is too large for the terminal's own network is left out."""
    sent = {}
    for size_bytes in sizes_bytes:
        try:
            sent[exchange.send(stun.BINDING, size_bytes)] = size_bytes
        except OSError as error:
            if error.errno != errno.EMSGSIZE:
                raise
    return sent
