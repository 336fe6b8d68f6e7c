"""A real PulseAudio without hardware: a null sink as speakers, virtual sources that hear it as microphones."""

from __future__ import annotations

import array
import math
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import wait_until

SPEAKERS, MICROPHONE, OTHER_MICROPHONE = "room_speakers", "room_microphone", "other_microphone"
RATE = 48_000


DEVICES = (
    f"module-null-sink sink_name={SPEAKERS} rate={RATE}",
    f"module-remap-source source_name={MICROPHONE} master={SPEAKERS}.monitor",
    f"module-remap-source source_name={OTHER_MICROPHONE} master={SPEAKERS}.monitor",
)
"""The modules that stand for the devices of a room."""


class SoundServer:
    """Listens on a socket in a folder of its own; `address` is for PULSE_SERVER."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = f"unix:{folder / 'native'}"
        places = {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder), "HOME": str(folder)}
        self.environment = {**os.environ, **places, "PULSE_SERVER": self.address}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        modules = (
            f"module-native-protocol-unix auth-anonymous=1 socket={self._folder / 'native'}",
            *DEVICES,
        )
        loads = [argument for module in modules for argument in ("-L", module)]
        own = {key: value for key, value in self.environment.items() if key != "PULSE_SERVER"}
        quiet = ["--daemonize=no", "--realtime=false", "--exit-idle-time=-1", "--use-pid-file=false"]
        log = (self._folder / "log").open("wb")
        with log:
            self._process = subprocess.Popen(
                ["pulseaudio", "-n", *quiet, *loads], env=own, stderr=log, stdout=log
            )
        wait_until(lambda: self._answers("info"), "PulseAudio answers")
        self.control("set-default-source", MICROPHONE)

    def stop(self) -> None:
        """End the server, as a crash would; a stopped one is ended too."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def freeze(self) -> None:
        """Let the server live and answer nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the server go on."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def control(self, *words: str) -> None:
        """Change something, as a person at the mixer would."""
        subprocess.run(["pactl", *words], env=self.environment, check=True, timeout=10)

    @contextmanager
    def playing(self, frequency_hertz: float, peak_ratio: float) -> Iterator[None]:
        """A steady tone on the speakers."""
        turns = (2 * math.pi * frequency_hertz * n / RATE for n in range(RATE * 20))
        tone = array.array("h", (round(32767 * peak_ratio * math.sin(turn)) for turn in turns))
        file = self._folder / "tone"
        file.write_bytes(tone.tobytes())
        shape = ["--raw", f"--rate={RATE}", "--channels=1", "--format=s16le", "--latency-msec=20"]
        with self._client("pacat", "--playback", "-d", SPEAKERS, *shape, str(file)):
            yield

    @contextmanager
    def recording(self, source: str) -> Iterator[None]:
        """A program that records, and keeps nothing."""
        with self._client("parec", "-d", source):
            yield

    @contextmanager
    def _client(self, *command: str) -> Iterator[None]:
        client = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            client.kill()
            client.wait(10)

    def _answers(self, question: str) -> bool:
        run = subprocess.run(
            ["pactl", question], env=self.environment, capture_output=True, check=False, timeout=10
        )
        return run.returncode == 0
