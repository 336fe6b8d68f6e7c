"""What a video node can do, asked from its driver by one plain ioctl; nothing is captured."""

from __future__ import annotations

import fcntl
import os
import struct

from msgspec import Struct

VIDIOC_QUERYCAP = 0x80685600
"""_IOR('V', 0, struct v4l2_capability), of 104 bytes (linux/videodev2.h)."""
_CAPABILITY = struct.Struct("=16s32s32s6I")
_HAS_DEVICE_CAPS = 0x8000_0000


class Capability(Struct, frozen=True):
    """The card's name and what this very node can do (`device_caps`, where the driver tells it)."""

    card: str
    capabilities: int


def query(node: str) -> Capability:
    """Return a node's capability, or raise OSError. Opens read-only, as many may do at a time."""
    descriptor = os.open(node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        answer = bytearray(_CAPABILITY.size)
        fcntl.ioctl(descriptor, VIDIOC_QUERYCAP, answer)
    finally:
        os.close(descriptor)
    return parse(bytes(answer))


def parse(answer: bytes) -> Capability:
    """Return the capability in the 104 bytes a driver filled."""
    _driver, card, _bus, _version, whole_device, this_node, *_reserved = _CAPABILITY.unpack(answer)
    capabilities = this_node if whole_device & _HAS_DEVICE_CAPS else whole_device
    return Capability(card.split(b"\0")[0].decode("utf-8", "replace"), capabilities)
