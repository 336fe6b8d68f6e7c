"""What may stand where a relay should: silence, a network that swallows large packets, a lossy and uneven line."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from huonevahti_agent.hosts.linux import stun

Answer = Callable[[int, bytes], tuple[bytes, ...]]
"""Given the number of a packet and the packet, it gives what goes back now."""


@contextmanager
def udp_service(answer: Answer) -> Iterator[int]:
    """A UDP port on loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as service:
        service.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(service, answer), daemon=True)
        thread.start()
        yield int(service.getsockname()[1])
        service.sendto(b"", service.getsockname())
        thread.join(10)


def black_hole(number: int, packet: bytes) -> tuple[bytes, ...]:
    """Nothing ever comes back."""
    del number, packet
    return ()


def narrow(largest_bytes: int) -> Answer:
    """IP packets above a size get lost on the way."""
    return lambda _, packet: (_success(packet),) if len(packet) + 28 <= largest_bytes else ()


def lossy(every: int) -> Answer:
    """One packet in so many gets lost."""
    return lambda number, packet: () if number % every == 0 else (_success(packet),)


def uneven() -> Answer:
    """Every second packet is held back until the third one after it has come."""
    held: dict[int, bytes] = {}

    def answer(number: int, packet: bytes) -> tuple[bytes, ...]:
        if number % 2:
            held[number + 3] = _success(packet)
            return ()
        late = held.pop(number, None)
        return (_success(packet),) if late is None else (late, _success(packet))

    return answer


def _success(packet: bytes) -> bytes:
    """The answer of a STUN server that holds nothing."""
    return b"\x01\x01\x00\x00" + packet[4 : stun.HEAD_BYTES]


def _serve(service: socket.socket, answer: Answer) -> None:
    number = 0
    while True:
        packet, source = service.recvfrom(4096)
        if not packet:
            return
        number += 1
        for reply in answer(number, packet):
            service.sendto(reply, source)
