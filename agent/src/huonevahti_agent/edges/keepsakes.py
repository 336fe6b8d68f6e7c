"""The small things a terminal must know after a power cut: its config, the config's floor, and its last boot."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

from huonevahti_agent.domain.desired import Floor
from huonevahti_agent.domain.presses import Presses
from huonevahti_agent.edges.slots import Cell, Damaged, Disk, Shape, SlotFile, set_aside
from huonevahti_wire.codec import Unreadable, decode_document
from huonevahti_wire.messages import ConfigDocument

if TYPE_CHECKING:
    from pathlib import Path

_T = TypeVar("_T")
NO_CONFIG_HASH = "0" * 16
_SMALL = Shape(slots=32, slot_bytes=512)
_FLOOR_SLOTS, _PRESSES_SLOTS, _LIFE_SLOTS = (0, 8), (8, 16), (16, 24)
_CONFIG = Shape(slots=2, slot_bytes=64 * 1024 + 512)
"""A document of `MAX_PAYLOAD_BYTES` fits; two, so that the last good one outlives a damaged newer one."""


class Life(msgspec.Struct, frozen=True):
    """The last boot this agent has told of, how long it had lasted when last looked at, and whether the kiosk hung."""

    boot_id: str
    uptime_seconds: float
    was_hung: bool = False


class Keepsakes:
    """The open files. `config_damage` is true when the newest config could not be read and an older one rules."""

    def __init__(self, folder: Path, floor: int = 0, disk: Disk | None = None) -> None:
        """Open or create both files; `floor` is the lowest version known from elsewhere."""
        self._small = _opened(folder / "keepsakes", _SMALL, disk)
        self._large = _opened(folder / "config", _CONFIG, disk)
        self._floor, self._life = Cell(self._small, _FLOOR_SLOTS), Cell(self._small, _LIFE_SLOTS)
        self._presses = Cell(self._small, _PRESSES_SLOTS)
        self._config = Cell(self._large, (0, 1))
        self.config_damage = self._config.is_damaged
        self.document = self._stored_document()
        kept = _decoded(self._floor.value, Floor) or Floor()
        version = max(kept.version, floor, self.document.version if self.document else 0)
        self.floor = msgspec.structs.replace(kept, version=version)
        self.life = _decoded(self._life.value, Life)
        self.presses = _decoded(self._presses.value, Presses) or Presses()

    def _stored_document(self) -> ConfigDocument | None:
        if self._config.value is None:
            return None
        try:
            document: ConfigDocument = decode_document(ConfigDocument, self._config.value)
        except Unreadable:
            self.config_damage = True
            return None
        return document

    @property
    def config_hash(self) -> str:
        """Return 16 hex digits over the document that rules, zeros when none does."""
        if self.document is None or self._config.value is None:
            return NO_CONFIG_HASH
        return blake2b(self._config.value, digest_size=8).hexdigest()

    def accept(self, document: ConfigDocument, payload: bytes) -> None:
        """Let a document rule, its version being the floor from now on; raise OSError when it cannot be kept."""
        self._config.write(payload)
        self.document, self.config_damage = document, False
        self._set_floor(msgspec.structs.replace(self.floor, version=document.version))

    def fail(self, version: int, reason: str) -> None:
        """Refuse this version and lower ones until a higher one comes."""
        self._set_floor(msgspec.structs.replace(self.floor, failed_version=version, failed_reason=reason))

    def _set_floor(self, floor: Floor) -> None:
        self._floor.write(msgspec.json.encode(floor))
        self.floor = floor

    def live(self, life: Life) -> None:
        """Remember the running boot."""
        self._life.write(msgspec.json.encode(life))
        self.life = life

    def count(self, presses: Presses) -> None:
        """Remember on how many open days nobody pressed the button; writes only what is new."""
        if presses != self.presses:
            self._presses.write(msgspec.json.encode(presses))
            self.presses = presses

    def close(self) -> None:
        """Close the files."""
        self._small.close()
        self._large.close()


def _opened(path: Path, shape: Shape, disk: Disk | None) -> SlotFile:
    try:
        return SlotFile(path, shape, disk)
    except Damaged:
        set_aside(path)
        return SlotFile(path, shape, disk)


def _decoded(payload: bytes | None, type_: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(payload, type=type_) if payload else None
    except msgspec.DecodeError:
        return None
