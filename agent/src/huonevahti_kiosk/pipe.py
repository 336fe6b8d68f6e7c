"""The browser and the two descriptors by which its parent alone can speak to it."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence

_ABOVE = 10
"""The child's ends move here first, so that neither stands in the other's way to 3 and 4."""


class Process:
    """One run of the browser in a process group of its own; it ends by itself when our end of the pipe closes."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """Start the program; its descriptor 3 reads what we say, its descriptor 4 says what we read."""
        heard, self._mouth = os.pipe()
        self._ear, said = os.pipe()
        high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for end in (heard, said)]
        actions = [
            (os.POSIX_SPAWN_DUP2, high[0], 3),
            (os.POSIX_SPAWN_DUP2, high[1], 4),
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        try:
            self.pid = os.posix_spawnp(
                arguments[0], list(arguments), os.environ, file_actions=actions, setsid=True, setsigmask=()
            )  # our own thread waits for signals that are blocked here; the browser must hear them
        except OSError:
            os.close(self._mouth)
            os.close(self._ear)
            raise
        finally:
            for end in (heard, said, *high):
                os.close(end)
        self._writing = threading.Lock()
        self._ending = threading.Lock()
        self._is_reaped = False
        self._is_silent = False

    def write(self, message: bytes) -> None:
        """Send one message; raises OSError once the browser is gone."""
        with self._writing:
            if self._is_silent:
                raise BrokenPipeError(f"browser {self.pid} has ended")
            rest = memoryview(message + b"\0")
            while rest:
                rest = rest[os.write(self._mouth, rest) :]

    def messages(self) -> Iterator[bytes]:
        """Yield each message until the browser closes its end, then give back ours; for one reader, once."""
        rest = bytearray()
        try:
            while chunk := os.read(self._ear, 65_536):
                rest += chunk
                if 0 in chunk:
                    *whole, rest = rest.split(b"\0")
                    yield from (bytes(message) for message in whole)
        finally:
            os.close(self._ear)

    def end(self, patience_seconds: float = 5.0) -> None:
        """End the browser with all its children: asked at first, then not. May be called again, from any thread."""
        with self._ending:
            for number in (signal.SIGTERM, signal.SIGKILL):
                self._signal(number)
                if self._is_gone_within(patience_seconds):
                    break
            self._signal(signal.SIGKILL)  # children that outlived their parent
        with self._writing:
            if not self._is_silent:
                self._is_silent = True
                os.close(self._mouth)

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def _is_gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self._is_reaped:
            self._is_reaped = os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
            if not self._is_reaped and time.monotonic() > deadline:
                return False
            if not self._is_reaped:
                time.sleep(0.02)
        return True
