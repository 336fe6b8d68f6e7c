"""A preallocated file of fixed slots with checksums: a full disk harms none, a torn write at most one."""

from __future__ import annotations

import os
import struct
import weakref
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER = struct.Struct("<IIQ")  # checksum, length, key
MAX_READ_BYTES = 64 * 1024


class Damaged(Exception):
    """A file of slots that cannot be trusted: one line that says which, and why."""


class Disk:
    """The two calls by which slots reach the disk; a test puts a crash between them."""

    def write(self, file: int, content: bytes, offset: int) -> None:
        """Write all bytes at an offset, or raise OSError."""
        written = os.pwrite(file, content, offset)
        if written != len(content):
            raise OSError(f"wrote {written} of {len(content)} bytes at {offset}")

    def sync(self, file: int) -> None:
        """Return when what was written is on the disk."""
        os.fdatasync(file)


class Shape(Struct, frozen=True):
    """How many slots a file has and how large each is; a multiple of 512 bytes shares no disk sector."""

    slots: int
    slot_bytes: int

    @property
    def payload_bytes(self) -> int:
        """Return the most one slot can hold."""
        return self.slot_bytes - _HEADER.size


class SlotFile:
    """The open file. A slot is blank, good (a key above 0 and a payload) or damaged."""

    def __init__(self, path: Path, shape: Shape, disk: Disk | None = None) -> None:
        """Open the file, or create it with all its blocks; raise `Damaged` when it has not the size expected."""
        self.shape = shape
        self._disk = disk or Disk()
        if not path.exists():
            _create(path, shape)
        self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        size_bytes, expected = os.fstat(self._file).st_size, shape.slots * shape.slot_bytes
        if size_bytes != expected:
            os.close(self._file)
            raise Damaged(f"{path}: {size_bytes} bytes, {expected} expected")
        # an agent that broke off is let go of unclosed, as a killed one is; its descriptors must not pile up
        self._give_back = weakref.finalize(self, os.close, self._file)

    def read(self, slot: int) -> tuple[int, bytes] | None:
        """Return key and payload of a slot, (0, b"") of a blank one, None of a damaged one."""
        return _parsed(os.pread(self._file, self.shape.slot_bytes, slot * self.shape.slot_bytes))

    def read_all(self) -> Iterator[tuple[int, tuple[int, bytes] | None]]:
        """Yield every slot's number and content, a few at a time."""
        size, step = self.shape.slot_bytes, max(1, MAX_READ_BYTES // self.shape.slot_bytes)
        for first in range(0, self.shape.slots, step):
            block = os.pread(self._file, size * min(step, self.shape.slots - first), first * size)
            for offset in range(0, len(block), size):
                yield first + offset // size, _parsed(block[offset : offset + size])

    def write(self, slot: int, key: int, payload: bytes) -> None:
        """Write a slot; it is durable when this returns."""
        if len(payload) > self.shape.payload_bytes:
            raise ValueError(f"a payload of {len(payload)} bytes, at most {self.shape.payload_bytes} expected")
        body = _HEADER.pack(0, len(payload), key)[4:] + payload
        content = zlib.crc32(body).to_bytes(4, "little") + body
        self._disk.write(self._file, content, slot * self.shape.slot_bytes)
        self._disk.sync(self._file)

    def blank(self, slot: int) -> None:
        """Make a slot blank again."""
        self._disk.write(self._file, bytes(self.shape.slot_bytes), slot * self.shape.slot_bytes)
        self._disk.sync(self._file)

    def close(self) -> None:
        """Close the file; it closes by itself once nobody holds it."""
        self._give_back()


class Cell:
    """One value that is replaced and never half lost: two slots written in turn, the newest good one counts."""

    def __init__(self, file: SlotFile, slots: tuple[int, int]) -> None:
        """Read the value; `is_damaged`: a copy cannot be read; `is_newborn`: at most one was ever written."""
        self._file, self._slots = file, slots
        copies = [file.read(slot) for slot in slots]
        self.is_damaged = any(copy is None for copy in copies)
        self.is_newborn = any(copy == (0, b"") for copy in copies)
        good = [(copy[0], index, copy[1]) for index, copy in enumerate(copies) if copy is not None and copy[0]]
        self._generation, self._newest, payload = max(good, default=(0, 1, b""))
        self.value: bytes | None = payload if good else None

    def write(self, payload: bytes) -> None:
        """Replace the value; a write that fails leaves the former one."""
        index = 1 - self._newest
        self._file.write(self._slots[index], self._generation + 1, payload)
        self._generation, self._newest, self.value = self._generation + 1, index, payload


def _parsed(content: bytes) -> tuple[int, bytes] | None:
    checksum, length, key = _HEADER.unpack_from(content)
    if not checksum and not length and not key:
        return 0, b""
    end = _HEADER.size + length
    if end > len(content) or zlib.crc32(memoryview(content)[4:end]) != checksum or not key:
        return None
    return key, content[_HEADER.size : end]


def _create(path: Path, shape: Shape) -> None:
    """Write every block once, under another name first, so that later writes need no room on the disk."""
    unfinished = path.with_name(path.name + ".new")
    file = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        total_bytes = shape.slots * shape.slot_bytes
        os.posix_fallocate(file, 0, total_bytes)
        zeros = bytes(MAX_READ_BYTES)
        for offset in range(0, total_bytes, len(zeros)):
            os.pwrite(file, zeros[: total_bytes - offset], offset)
        os.fsync(file)
    finally:
        os.close(file)
    unfinished.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def set_aside(path: Path) -> None:
    """Rename a damaged file to .corrupt, over an earlier such file."""
    path.replace(path.with_name(path.name + ".corrupt"))
    sync_folder(path.parent)
