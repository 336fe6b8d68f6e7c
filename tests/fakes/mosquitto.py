"""A real Mosquitto of a test's own, on a port of loopback, killed when the test ends."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import free_loopback_port
from tests.waiting import wait_until


class Mosquitto:
    """The process; `kill` and `start` play its deaths, on the same port."""

    def __init__(self, folder: Path, lines: tuple[str, ...] = ("allow_anonymous true",)) -> None:
        self.port = free_loopback_port()
        self._config = folder / f"mosquitto-{self.port}.conf"
        self._config.write_text("\n".join([f"listener {self.port} 127.0.0.1", *lines, ""]), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the broker accepts connections."""
        self._process = subprocess.Popen(
            ["mosquitto", "-c", str(self._config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._is_listening, f"mosquitto on port {self.port}")

    def kill(self) -> None:
        """Kills the broker as the kernel would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _is_listening(self) -> bool:
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def running(folder: Path, *lines: str) -> Iterator[Mosquitto]:
    """A broker for the length of a block; `lines` are of its configuration, anonymous access when there are none."""
    broker = Mosquitto(folder, lines or ("allow_anonymous true",))
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()
