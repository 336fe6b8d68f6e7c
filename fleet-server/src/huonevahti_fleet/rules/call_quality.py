"""Picture and sound stutter in the call that is up: packets are lost, late or uneven on the way."""

# Sample: call.loss warning too_high value=0.14 expected=0.05 unit=ratio
# Sample: network.loss ok value=0
# Sample: network.round_trip ok value=0.02 unit=seconds

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_any_off, is_off, since, watching
from huonevahti_wire.signals import State

SLUG = "call_quality"
WATCHING_SECONDS = 60.0
SIGNALS = ("call.loss", "call.jitter", "call.round_trip")
LINE = ("network.loss", "network.round_trip", "network.media_loss", "network.jitter")
"""The room's own line, measured beside the call."""
FLICKERS_WITHIN = timedelta(minutes=10)
Far = Literal["room", "site", "fleet", "model"]
Whose = Literal["line", "far", "service", ""]


def check(history: History) -> Fault | None:
    """Return the fault while the call's numbers pass their limits.

    A room whose own line is good at that moment is innocent, and the far side is suspected; rooms that suffer together
    share what is between them. A line that was bad minutes ago has a fault of its own, and is no proof of innocence.
    """
    off = tuple(name for name in SIGNALS if is_off(history, name))
    if not off or _flickers(history):
        return None
    far = reach(history, SLUG)
    whose = _whose(history, far)
    return Fault(
        slug=SLUG,
        owner=_OWNERS[whose],
        confidence=Confidence.LIKELY if whose in ("line", "service") else Confidence.SUSPECTED,
        since=since(history, *off),
        unfits=False,
        rests_on=off,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(*_measured(history, off), *shared(far)),
        speaks_against=good(history, *SIGNALS, *LINE, "network.interceptor", "machine.cpu"),
        not_seen=(Evidence("unseen.specialist_line"),),
        explains=("call.frames",),
        question="" if whose in ("line", "service") else "stutters_elsewhere",
        scope=place_of(far),
        variant=whose,
    )


_OWNERS = {
    "line": Owner.ROOM_NETWORK,
    "far": Owner.REMOTE_ACCESS,
    "service": Owner.APPLICATION,
    "": Owner.UNDECIDED,
}


def _flickers(history: History) -> bool:
    """Return whether the room's line is good only since a moment ago."""
    recent = (change for change in history.changes if history.now - change.at < FLICKERS_WITHIN)
    mended = any(c.name in LINE and c.was in (State.WARNING, State.FAILED) for c in recent)
    return mended and not is_any_off(history, *LINE)


def _whose(history: History, far: Far) -> Whose:
    if is_any_off(history, *LINE) or far == "site":
        return "line"
    if far != "room":
        return "service"
    return "far" if all(history.state(name) is State.OK for name in LINE[:2]) else ""


def _measured(history: History, off: tuple[str, ...]) -> Iterator[Evidence]:
    for name in off:
        value = history.signals[name].value
        number = float(value) if isinstance(value, float | int) else 0.0
        code = name.replace(".", "_")
        key, scaled = ("percent", 100) if name == "call.loss" else ("milliseconds", 1000)
        yield Evidence(code, {key: round(scaled * number)})
