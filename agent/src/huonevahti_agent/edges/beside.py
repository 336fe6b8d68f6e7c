"""A thread for the one thing that may take long: waiting for the network, so that a pulled camera is told at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """Runs one call at a time; its answer waits here until the cycle takes it."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """Take what ends the cycle's wait."""
        self._wake = wake
        self._answers: SimpleQueue[T] = SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Return whether a call runs, or its answer has not been taken."""
        return self._thread is not None

    def start(self, call: Callable[[], T]) -> None:
        """Begin a call; nothing else may be running."""
        self._thread = threading.Thread(target=self._run, args=(call,), name="beside", daemon=True)
        self._thread.start()

    def answer(self) -> T | None:
        """Return the answer of the call that ran, None when there is none yet."""
        if self._thread is None:
            return None
        try:
            found = self._answers.get_nowait()
        except Empty:
            if not self._thread.is_alive() and self._answers.empty():
                self._thread = None  # it died without an answer; its probe is simply due again
            return None
        self._thread = None
        return found

    def _run(self, call: Callable[[], T]) -> None:
        self._answers.put(call())
        self._wake()
