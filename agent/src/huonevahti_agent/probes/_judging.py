"""What probes share: asking a host that may not be able to answer, and saying what was judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Unavailable
from huonevahti_wire.signals import State, short_text

T = TypeVar("T")
NOT_IN_PROFILE = "not_in_profile"


def ask(call: Callable[[], T]) -> tuple[T | None, str]:
    """Return the answer and no reason, or no answer and the reason why the host cannot tell."""
    try:
        return call(), ""
    except Unavailable as error:
        return None, error.reason


def failure_of(error: OSError) -> str:
    """Return the word for an attempt that was made and failed."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "unreachable"


def no_data(name: str, reason: str) -> Judgement:
    """Return a condition that could not be told, and why."""
    return Judgement(name, State.NO_DATA, reason=reason)


def short(text: str) -> str:
    """Return a name cut down to what the wire lets pass as one."""
    return short_text(text)


def within(name: str, value: float | None, most: float, unit: str, reason: str = "too_high") -> Judgement:
    """Return a number judged against the most it may be; above it is a warning."""
    if value is None:
        return no_data(name, "not_supported")
    if value > most:
        return Judgement(name, State.WARNING, value, unit, most, reason)
    return Judgement(name, State.OK, value, unit, most)
