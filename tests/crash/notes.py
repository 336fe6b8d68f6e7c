"""What a terminal notes of its own outbox in a plain file, and what follows from the notes of all its lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec


class Began(msgspec.Struct, frozen=True, tag="began"):
    """A process began on a boot."""

    boot_id: str
    heartbeat_seconds: float


class Connecting(msgspec.Struct, frozen=True, tag="connecting"):
    """A connection's number is on the disk."""

    stream: str
    connection: int


class Writing(msgspec.Struct, frozen=True, tag="writing"):
    """An event is about to be written: its JSON as it goes on the wire."""

    event: str


class Written(msgspec.Struct, frozen=True, tag="written"):
    """The write of an event has returned: from here on it must never be lost."""

    stream: str
    number: int


class Acknowledged(msgspec.Struct, frozen=True, tag="acknowledged"):
    """The server's word was taken: it says `up_to`, the outbox has all up to `stored` as stored."""

    stream: str
    up_to: int
    stored: int


Note = Began | Connecting | Writing | Written | Acknowledged


class _Numbered(msgspec.Struct):
    stream: str
    number: int


_NOTE = msgspec.json.Decoder(Note)
_NUMBERED = msgspec.json.Decoder(_Numbered)


@dataclass
class StreamTruth:
    """One stream: what was begun and what was written under each number, and what its terminal saw acknowledged."""

    begun: dict[int, list[str]] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    up_to: int = 0
    """The highest number the server acknowledged; a server that is put back in time sets it back."""
    stored: int = 0
    """What the outbox has as stored now."""
    is_wiped: bool = False
    is_down: bool = False

    @property
    def last(self) -> int:
        """The highest number whose write has returned."""
        return max(self.written, default=0)

    def owed(self) -> set[int]:
        """The numbers the server must have once all is quiet.

        Of a wiped outbox only what was acknowledged; while a terminal is down, its outbox may hold the rest.
        """
        return {n for n in self.written if n <= self.up_to or not (self.is_wiped or self.is_down)}


class Truth:
    """Reads one terminal's notes as they grow."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_bytes = 0
        self.streams: dict[str, StreamTruth] = {}
        self.stream = ""
        self.connection = 0
        self.boot_id = ""
        self.heartbeat_seconds = 0.0

    def read(self) -> int:
        """Take in what was noted since the last time; return how many bytes have been read in all."""
        if not self._path.exists():
            return 0
        with self._path.open("rb") as file:
            file.seek(self._read_bytes)
            new = file.read()
        whole, _, _ = new.rpartition(b"\n")
        for line in whole.splitlines():
            self._take(_NOTE.decode(line))
        self._read_bytes += len(whole) + 1 if whole else 0
        return self._read_bytes

    def _take(self, note: Note) -> None:
        if isinstance(note, Began):
            self.boot_id, self.heartbeat_seconds = note.boot_id, note.heartbeat_seconds
        elif isinstance(note, Connecting):
            self.stream, self.connection = note.stream, note.connection
        elif isinstance(note, Writing):
            numbered = _NUMBERED.decode(note.event.encode())
            self._of(numbered.stream).begun.setdefault(numbered.number, []).append(note.event)
        elif isinstance(note, Written):
            stream = self._of(note.stream)
            stream.written[note.number] = stream.begun[note.number][-1]
        else:
            stream = self._of(note.stream)
            stream.up_to, stream.stored = max(stream.up_to, note.up_to), note.stored

    def _of(self, stream: str) -> StreamTruth:
        return self.streams.setdefault(stream, StreamTruth())

    def wipe(self) -> None:
        """The outbox is gone, with all that nobody else has."""
        self.read()
        for stream in self.streams.values():
            stream.is_wiped = True

    def stand(self, *, is_down: bool) -> None:
        """Say whether the terminal is left down, with an outbox that nobody can hear of now."""
        for stream in self.streams.values():
            stream.is_down = is_down

    def put_back(self, up_to: dict[str, int]) -> None:
        """The server was put back to a copy: what it acknowledged since counts no more."""
        self.read()
        for name, stream in self.streams.items():
            stream.up_to = min(stream.up_to, up_to.get(name, 0))

    @property
    def written(self) -> int:
        """How many events were written in all streams."""
        return sum(len(stream.written) for stream in self.streams.values())
