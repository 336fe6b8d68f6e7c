"""MQTT 3.1.1 packets as bytes, for load that costs the machine as little as it can."""

from __future__ import annotations

import struct

PUBACK = 4
PUBLISH = 3
SUBACK = 9


def connect(client: str, keepalive_seconds: int = 60) -> bytes:
    """Return a CONNECT with a clean session."""
    body = b"\x00\x04MQTT\x04\x02" + struct.pack("!H", keepalive_seconds) + _text(client)
    return b"\x10" + _length(len(body)) + body


def subscribe(topic_filter: str) -> bytes:
    """Return a SUBSCRIBE at QoS 1."""
    body = b"\x00\x01" + _text(topic_filter) + b"\x01"
    return b"\x82" + _length(len(body)) + body


def publish(topic: str, payload: bytes, packet_id: int, retain: bool = False) -> bytes:
    """Return a PUBLISH at QoS 1."""
    body = _text(topic) + struct.pack("!H", packet_id) + payload
    return bytes([0x32 | retain]) + _length(len(body)) + body


def publish_size_bytes(topic: str, payload: bytes) -> int:
    """Return what a QoS 1 message costs on the connection: the PUBLISH and its PUBACK."""
    return len(publish(topic, payload, 1)) + 4


def split(buffer: bytearray) -> list[tuple[int, int, int]]:
    """Return (first byte, start, end) of the body of every whole packet in a buffer."""
    found, at, size = [], 0, len(buffer)
    while size - at >= 2:
        length, shift, position = 0, 0, at + 1
        while position < size:
            byte = buffer[position]
            length |= (byte & 127) << shift
            position += 1
            if byte < 128:
                break
            shift += 7
        else:
            break
        if buffer[position - 1] >= 128 or size - position < length:
            break
        found.append((buffer[at], position, position + length))
        at = position + length
    return found


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("!H", len(raw)) + raw


def _length(number: int) -> bytes:
    out = bytearray()
    while True:
        number, digit = divmod(number, 128)
        out.append(digit | (0x80 if number else 0))
        if not number:
            return bytes(out)
