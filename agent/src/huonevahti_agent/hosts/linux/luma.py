"""Two small grey frames of a camera, in about a second; bytes live in memory alone.

Whoever asks a driver for buffers owns the camera's stream until they are given back, so a camera that somebody uses is
left alone at once, and ours is given back before the next program's patience ends.
"""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import select
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from huonevahti_agent.domain.picture import GreyFrame
from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.senses import Luma

# linux/videodev2.h on 64-bit machines; the size of each argument is part of its number
VIDIOC_S_FMT = 0xC0D05605  # _IOWR('V', 5, struct v4l2_format), of 208 bytes
VIDIOC_REQBUFS = 0xC0145608  # _IOWR('V', 8, struct v4l2_requestbuffers), of 20 bytes
VIDIOC_QUERYBUF = 0xC0585609  # _IOWR('V', 9, struct v4l2_buffer), of 88 bytes
VIDIOC_QBUF = 0xC058560F  # _IOWR('V', 15, struct v4l2_buffer)
VIDIOC_DQBUF = 0xC0585611  # _IOWR('V', 17, struct v4l2_buffer)
VIDIOC_STREAMON = 0x40045612  # _IOW('V', 18, int)
VIDIOC_STREAMOFF = 0x40045613  # _IOW('V', 19, int)
FORMAT = struct.Struct("=I4x8I168x")
"""type; width, height, pixelformat, field, bytesperline, sizeimage, colorspace, priv; the union's rest."""
REQUEST = struct.Struct("=3I8x")
"""count, type, memory."""
BUFFER = struct.Struct("=5I4x16x16x2IQI12x")
"""index, type, bytesused, flags, field; timestamp and timecode; sequence, memory; offset (in a union); length."""
YUYV, GREY = (int.from_bytes(name, "little") for name in (b"YUYV", b"GREY"))
_CAPTURE, _MMAP, _FIELD_ANY = 1, 1, 0

WIDTH, HEIGHT = 160, 120
"""What is asked for, and what larger frames are thinned out to."""
SETTLING_SECONDS = 0.3
"""A camera's first frames are dark or white until its exposure has settled."""
APART_SECONDS = 0.7
PATIENCE_SECONDS = 1.5
"""How long the camera is ours at most, frames or none."""
_BUFFERS = 2


class _Shape(Struct, frozen=True):
    width: int
    height: int
    bytes_per_line: int
    step: int
    """Bytes from one point's brightness to the next one's."""


def look(node: str) -> Luma:
    """Return what a camera shows, or raise `Unavailable`: in_use, no_video, not_permitted, not_supported, failed.

    A camera that gives no frames at all gives none here, which is an answer. Holds the camera for at most
    `PATIENCE_SECONDS`.
    """
    try:
        descriptor = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            shape = _agree(descriptor)
            with _streaming(descriptor) as buffers:
                return _watch(descriptor, buffers, shape)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Unavailable(_REASONS.get(error.errno or 0, "failed")) from error


_REASONS = {
    errno.EBUSY: "in_use",
    errno.ENOENT: "no_video",
    errno.ENODEV: "no_video",
    errno.ENXIO: "no_video",
    errno.EACCES: "not_permitted",
    errno.EPERM: "not_permitted",
    errno.ENOTTY: "not_supported",
    errno.EINVAL: "not_supported",
}


def grey(frame: bytes, shape: _Shape) -> GreyFrame:
    """Return the brightness alone of a frame as the driver lays it out, thinned out to about `WIDTH` points a row."""
    thin = max(1, shape.width // WIDTH)
    rows = []
    for row in range(0, shape.height, thin):
        start = row * shape.bytes_per_line
        rows.append(frame[start : start + shape.width * shape.step : shape.step * thin])
    return GreyFrame(b"".join(rows), len(rows[0]), len(rows))


def _agree(descriptor: int) -> _Shape:
    """Ask for a small frame with plain brightness in it, and take the size the driver makes of it."""
    for wanted, step in ((YUYV, 2), (GREY, 1)):
        asked = FORMAT.pack(_CAPTURE, WIDTH, HEIGHT, wanted, _FIELD_ANY, 0, 0, 0, 0)
        answer = FORMAT.unpack(_ask(descriptor, VIDIOC_S_FMT, asked))
        _, width, height, given, _, bytes_per_line, *_ = answer
        if given == wanted and width and height:
            return _Shape(width, height, bytes_per_line or width * step, step)
    raise Unavailable("not_supported")


@contextmanager
def _streaming(descriptor: int) -> Iterator[list[mmap.mmap]]:
    """The driver's buffers, filled as long as this lasts."""
    count, *_ = REQUEST.unpack(_ask(descriptor, VIDIOC_REQBUFS, REQUEST.pack(_BUFFERS, _CAPTURE, _MMAP)))
    buffers: list[mmap.mmap] = []
    kind = struct.pack("=i", _CAPTURE)
    try:
        for index in range(count):
            *_, offset, length = BUFFER.unpack(_ask(descriptor, VIDIOC_QUERYBUF, _buffer(index)))
            buffers.append(mmap.mmap(descriptor, length, mmap.MAP_SHARED, mmap.PROT_READ, offset=offset))
            _ask(descriptor, VIDIOC_QBUF, _buffer(index))
        _ask(descriptor, VIDIOC_STREAMON, kind)
        try:
            yield buffers
        finally:
            _ask(descriptor, VIDIOC_STREAMOFF, kind)
    finally:
        for buffer in buffers:
            buffer.close()
        _ask(descriptor, VIDIOC_REQBUFS, REQUEST.pack(0, _CAPTURE, _MMAP))


def _watch(descriptor: int, buffers: list[mmap.mmap], shape: _Shape) -> Luma:
    started = time.monotonic()
    frames, first, first_at, last = 0, None, 0.0, None
    while (passed := time.monotonic() - started) < PATIENCE_SECONDS:
        if not select.select([descriptor], [], [], PATIENCE_SECONDS - passed)[0]:
            break
        frame = _next(descriptor, buffers)
        frames += frame is not None
        passed = time.monotonic() - started
        if frame is None or passed < SETTLING_SECONDS:
            continue
        if first is None:
            first, first_at = grey(frame, shape), passed
        elif passed >= first_at + APART_SECONDS:
            last = grey(frame, shape)
            break
    return Luma(frames, time.monotonic() - started, first, last)


def _next(descriptor: int, buffers: list[mmap.mmap]) -> bytes | None:
    """Take a filled buffer and give it back to be filled again; None when the driver took its word back."""
    try:
        index, *_ = BUFFER.unpack(_ask(descriptor, VIDIOC_DQBUF, _buffer(0)))
    except BlockingIOError:
        return None
    frame: bytes = buffers[index][:]
    _ask(descriptor, VIDIOC_QBUF, _buffer(index))
    return frame


def _buffer(index: int) -> bytes:
    return BUFFER.pack(index, _CAPTURE, 0, 0, 0, 0, _MMAP, 0, 0)


def _ask(descriptor: int, request: int, argument: bytes) -> bytes:
    answer = bytearray(argument)
    fcntl.ioctl(descriptor, request, answer)
    return bytes(answer)
