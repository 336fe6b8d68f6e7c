"""A few seconds of sound in and out, by the sound server's own small programs; samples live in memory alone.

The server's library for Python offers no streams, so `parec` and `pacat` (Debian's pulseaudio-utils, which speak to
PipeWire as well) run as children. Each has a time limit, and none writes a file: what is played lies in a memory file.
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from huonevahti_agent.host import Unavailable

RATE_HERTZ = 16_000
MOST_SECONDS = 120.0
"""The longest stretch to listen to or to play: four megabytes."""
COLD_START_SECONDS = 2.5
"""A virtual source that nobody has listened to yet gives its first samples after two seconds (measured)."""
GRACE_SECONDS = 2.0
"""For the programs to start, connect and end."""
_BYTES_PER_SECOND = 2 * RATE_HERTZ
_SHAPE = ("--raw", f"--rate={RATE_HERTZ}", "--channels=1", "--format=s16le")
_LATENCY = {"parec": "--latency-msec=20", "pacat": "--latency-msec=500"}
"""With the recorder's own two seconds a short stretch would hold nothing (measured); the player needs a reserve, or a
busy machine tears holes into the tones."""

Child = subprocess.Popen[bytes]


def listen(source: str, seconds: float) -> bytes:
    """Return 16-bit little-endian mono sound at 16 kHz from its first sample on, or raise `Unavailable`.

    Takes up to `COLD_START_SECONDS` and `GRACE_SECONDS` longer; the reason is `timeout` when the source gives nothing.
    """
    _check("seconds to listen", seconds)
    with _child("parec", source, None) as recorder:
        return _read(recorder, seconds, lambda: None)


def play(sink: str, pcm: bytes) -> None:
    """Play such sound to its end, or raise `Unavailable`."""
    with _child("pacat", sink, pcm) as player:
        _finish(player, len(pcm) / _BYTES_PER_SECOND)


def hear_back(source: str, sink: str, pcm: bytes, seconds: float) -> bytes:
    """Return what a source gives while a sink plays: the sound goes out when the source has begun to give."""
    _check("seconds to listen", seconds)
    with _child("parec", source, None) as recorder:
        players: list[Child] = []
        try:
            heard = _read(recorder, seconds, lambda: players.append(_start("pacat", sink, pcm)))
            _finish(players[0], len(pcm) / _BYTES_PER_SECOND)
        finally:
            for player in players:
                _end(player)
        return heard


def _check(what: str, seconds: float) -> None:
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"{what}: found {seconds}, expected more than 0, {MOST_SECONDS:.0f} at most")


@contextmanager
def _child(program: str, device: str, pcm: bytes | None) -> Iterator[Child]:
    child = _start(program, device, pcm)
    try:
        yield child
    finally:
        _end(child)


def _start(program: str, device: str, pcm: bytes | None) -> Child:
    """Start a program on a device. It bears our process id, so that its stream counts as our own capture."""
    own = f"--property=application.process.id={os.getpid()}"
    command = [program, *_SHAPE, _LATENCY[program], own, f"--device={device}"]
    if pcm is not None:
        _check("seconds to play", len(pcm) / _BYTES_PER_SECOND)
    memory = os.memfd_create("sound", os.MFD_CLOEXEC)
    try:
        os.write(memory, pcm or b"")
        os.lseek(memory, 0, os.SEEK_SET)
        environment = {**os.environ, "LC_ALL": "C"}
        return subprocess.Popen(
            command, stdin=memory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
    except FileNotFoundError as error:
        raise Unavailable("not_supported") from error
    finally:
        os.close(memory)


def _end(child: Child) -> None:
    child.kill()
    child.communicate()


def _read(recorder: Child, seconds: float, begin: Callable[[], None]) -> bytes:
    """Gather what a recorder gives; `begin` is called once, when the first samples are there."""
    sound = _pipe(recorder.stdout)
    wanted, heard = round(seconds * RATE_HERTZ) * 2, bytearray()
    deadline = time.monotonic() + seconds + COLD_START_SECONDS + GRACE_SECONDS
    while len(heard) < wanted:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([sound], [], [], left)[0]:
            raise Unavailable("timeout")
        part = os.read(sound, 65_536)
        if not part:
            raise _failure(recorder)
        if not heard:
            begin()
        heard += part
    return bytes(heard[:wanted])


def _pipe(end: IO[bytes] | None) -> int:
    """Return the descriptor of a child's pipe; every child here is started with both."""
    if end is None:
        raise Unavailable("failed")
    return end.fileno()


def _finish(player: Child, seconds: float) -> None:
    try:
        player.wait(seconds + COLD_START_SECONDS + GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable("timeout") from None
    if player.returncode != 0:
        raise _failure(player)


def _failure(child: Child) -> Unavailable:
    """Return what a child that ended early died of, by its own words."""
    words = os.read(_pipe(child.stderr), 4096)
    return Unavailable("no_sound_server" if b"Connection" in words else "failed")
