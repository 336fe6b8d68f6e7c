"""STUN (RFC 8489) and as much of TURN (RFC 8656) as shows that a relay is there: requests, and what answers them.

An answer holds the address that the relay saw us from; it is never looked at.
"""

from __future__ import annotations

import os
import struct
from typing import Final

BINDING: Final = 0x0001
ALLOCATE: Final = 0x0003
"""Without credentials a relay refuses this one with an error: as good an answer as any (RFC 8656, 7.2)."""
HEAD_BYTES: Final = 20
MOST_BYTES: Final = 2048
_COOKIE: Final = 0x2112A442
_CLASS, _RESPONSE = 0x0110, (0x0100, 0x0110)
"""The two bits of a message's class, and those of a success and an error."""
_REQUESTED_TRANSPORT, _UDP = 0x0019, 17
_FILLER: Final = 0xFFF0
"""An attribute nobody knows, of those that whoever does not know them must pass over (RFC 8489, 14)."""


def transaction() -> bytes:
    """Return a new transaction's id: by it an answer is known to be ours."""
    return os.urandom(12)


def request(kind: int, own: bytes, size_bytes: int = 0) -> bytes:
    """Return a request of a kind, filled up to a size, which is a multiple of four."""
    attributes = struct.pack("!HHBxxx", _REQUESTED_TRANSPORT, 4, _UDP) if kind == ALLOCATE else b""
    room = size_bytes - HEAD_BYTES - len(attributes) - 4
    if room >= 0:
        attributes += struct.pack("!HH", _FILLER, room) + bytes(room)
    return struct.pack("!HHI", kind, len(attributes), _COOKIE) + own + attributes


def answered(packet: bytes) -> bytes:
    """Return the id of the transaction that a packet answers, empty when it is no answer."""
    if len(packet) < HEAD_BYTES:
        return b""
    kind, length, cookie = struct.unpack_from("!HHI", packet)
    is_answer = kind < 0x4000 and kind & _CLASS in _RESPONSE and cookie == _COOKIE
    return packet[8:HEAD_BYTES] if is_answer and length + HEAD_BYTES == len(packet) else b""


def length(head: bytes) -> int:
    """Return the bytes that follow a message's head on a stream; ValueError when it is no head of STUN."""
    kind, following, cookie = struct.unpack_from("!HHI", head)
    if kind >= 0x4000 or cookie != _COOKIE or following > MOST_BYTES:
        raise ValueError("no message of STUN")
    return int(following)
