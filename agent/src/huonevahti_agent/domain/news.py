"""Which of the signals just judged are news: since when they hold, whether they changed, whether a number moved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_wire.signals import Signal, short_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STEPS = {
    "ratio": (0.05, 0.0),
    "seconds": (0.05, 0.5),
    "celsius": (5.0, 0.0),
    "dbfs": (3.0, 0.0),
    "bytes": (0.0, 0.1),
}
"""By unit, how far a number must move to be worth a sample: absolutely, and as a share of what was sent last."""
_RESTLESS = {"machine.cpu": (0.1, 0.0), "kiosk.page_age": (3600.0, 0.0)}
"""By name, those that never stand still: an idle terminal would fill a day with them."""


_TOLD_IN_WORDS = ("session.guard",)
"""By name, those that never fail: what they say is their state."""


def signal(judgement: Judgement, before: Signal | None, now: datetime) -> Signal:
    """Return the judgement as a signal, whose state began earlier when it was the same before."""
    since = before.since if before is not None and _is_same(judgement, before) else now
    return Signal(
        judgement.name,
        judgement.state,
        since.replace(microsecond=0),
        _rounded(judgement.value),
        judgement.unit,
        _rounded(judgement.expected),
        judgement.reason,
    )


def _is_same(judgement: Judgement, before: Signal) -> bool:
    is_other_word = judgement.name in _TOLD_IN_WORDS and before.value != judgement.value
    return before.state is judgement.state and not is_other_word


def _rounded(value: bool | float | str | None) -> bool | float | str | None:
    """Return a number with four significant digits: more cost bytes and say nothing; a text as it fits."""
    if isinstance(value, str):
        return fitting(value)
    if isinstance(value, bool) or not isinstance(value, float) or value.is_integer():
        return value
    return float(f"{value:.4g}")


def is_change(sent: Signal | None, now: Signal) -> bool:
    """Return whether a signal must be sent at once: its state, its reason or a value that is no number changed."""
    if sent is None or sent.state is not now.state or sent.reason != now.reason:
        return True
    if _is_number(sent.value) and _is_number(now.value):
        return False
    return sent.value != now.value


def has_moved(sent: Signal, now: Signal) -> bool:
    """Return whether a number moved enough for a sample; the duration of a probe never does."""
    if now.name.startswith("probe.") or now.value == sent.value or now.name == "boot.uptime":
        return False
    if not isinstance(sent.value, int | float) or not isinstance(now.value, int | float):
        return False
    absolute, share = _RESTLESS.get(now.name) or _STEPS.get(now.unit, (0.0, 0.0))
    return abs(now.value - sent.value) > max(absolute, share * abs(sent.value))


def _is_number(value: bool | float | str | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def fitting(text: str) -> str:
    """Return a device's or certificate's name as the wire can hold it, so that one odd name hurts no report."""
    return short_text(text)


def merged(before: Mapping[str, Signal], judgements: Iterable[Judgement], now: datetime) -> dict[str, Signal]:
    """Return each judgement as a signal, by name."""
    return {each.name: signal(each, before.get(each.name), now) for each in judgements}
