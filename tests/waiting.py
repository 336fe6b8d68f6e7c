"""Waiting for something real to happen, with a deadline instead of a guess."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(found: Callable[[], T], what: str, seconds: float = 10.0, pause_seconds: float = 0.02) -> T:
    """Gives the first true answer of `found`; fails after `seconds`, with `what` and the last answer."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: still {answer!r} after {seconds} s")
        time.sleep(pause_seconds)
    return answer
