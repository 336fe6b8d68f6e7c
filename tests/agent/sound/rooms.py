"""Rooms of a real PulseAudio, each with speakers and a microphone of its own, and what is heard in them."""

from __future__ import annotations

import subprocess
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import pcm
from tests.agent.hosts.sound_server import SoundServer
from tests.waiting import wait_until

SETTLING_SECONDS = 1.0
"""The first of what is heard, left out: sound may only begin in it."""
BESIDE_SECONDS = SETTLING_SECONDS + pcm.COLD_START_SECONDS + 2.0
"""How much longer a sound must be than what is listened to."""


class Room:
    """A null sink as the air of a room, and a virtual microphone that hears it."""

    def __init__(self, server: SoundServer, name: str) -> None:
        self._server = server
        self.air, self.microphone = f"{name}_air", f"{name}_microphone"
        server.control("load-module", "module-null-sink", f"sink_name={self.air}", "rate=48000")
        own = (f"source_name={self.microphone}", f"master={self.air}.monitor")
        server.control("load-module", "module-remap-source", *own)

    def hear(self, sound: array[int], seconds: float) -> bytes:
        """What the microphone hears while a sound is in the room, which must be longer by `BESIDE_SECONDS`."""
        with self.filled(sound):
            heard = pcm.listen(self.microphone, SETTLING_SECONDS + seconds)
        return heard[round(SETTLING_SECONDS * pcm.RATE_HERTZ) * 2 :]

    @contextmanager
    def filled(self, sound: array[int]) -> Iterator[None]:
        """A sound in the room; it ends by itself, and must outlast what is done meanwhile."""
        player, errors = _started(lambda: pcm.play(self.air, sound.tobytes()))
        try:
            wait_until(lambda: self.air in self._played(), f"{self.air} is played to")
            yield
            assert player.is_alive(), f"{self.air}: the sound was over too soon"
        finally:
            player.join()
        assert not errors, errors

    def _played(self) -> str:
        """Names of the sinks that something plays to."""
        sinks = self._ask("sinks")
        inputs = {line.split("\t")[1] for line in self._ask("sink-inputs")}
        return " ".join(line.split("\t")[1] for line in sinks if line.split("\t")[0] in inputs)

    def _ask(self, what: str) -> list[str]:
        run = subprocess.run(
            ["pactl", "list", "short", what],
            env=self._server.environment,
            capture_output=True,
            check=True,
            timeout=10,
        )
        return run.stdout.decode().splitlines()


def _started(call: Callable[[], None]) -> tuple[threading.Thread, list[Unavailable]]:
    errors: list[Unavailable] = []

    def run() -> None:
        try:
            call()
        except Unavailable as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors
