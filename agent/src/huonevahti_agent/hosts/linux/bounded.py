"""Calls of libraries that know no time limit, given one: they run beside us, and we stop waiting."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from huonevahti_agent.host import Unavailable

T = TypeVar("T")


class Bounded:
    """One call at a time, from any thread: a second one waits for its turn, its seconds at most.

    While a stuck one hangs on, every further call fails at once instead of piling up.
    """

    def __init__(self, name: str, errors: tuple[type[Exception], ...]) -> None:
        self._name = name
        self._errors = errors
        self._running: threading.Thread | None = None
        self._turn = threading.Lock()

    def call(self, seconds: float, function: Callable[[], T]) -> T:
        """Return what the function returns or raise what it raises; `Unavailable("timeout")` after the seconds."""
        if not self._turn.acquire(timeout=seconds):
            raise Unavailable("timeout")
        try:
            return self._call(seconds, function)
        finally:
            self._turn.release()

    def _call(self, seconds: float, function: Callable[[], T]) -> T:
        if self._running is not None and self._running.is_alive():
            raise Unavailable("timeout")
        answers: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()
        self._running = threading.Thread(
            target=self._run, args=(function, answers), name=self._name, daemon=True
        )
        self._running.start()
        try:
            value, error = answers.get(timeout=seconds)
        except queue.Empty:
            raise Unavailable("timeout") from None
        if error is not None:
            raise error
        self._running.join(1.0)
        return value  # type: ignore[return-value]  # without an error the value is the function's own

    def _run(
        self, function: Callable[[], T], answers: queue.SimpleQueue[tuple[T | None, Exception | None]]
    ) -> None:
        try:
            answers.put((function(), None))
        except self._errors as error:
            answers.put((None, error))
