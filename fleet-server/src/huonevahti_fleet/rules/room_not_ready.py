"""The terminal judged its room not ready for the opening; it stands apart only where no other fault says why."""

# Sample: closed since=evening
# Sample: boot.readiness failed network.dns
# Sample: not_ready network.dns kiosk.devices

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching
from huonevahti_wire.messages import ReadinessJudged
from huonevahti_wire.signals import State

SLUG = "room_not_ready"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault from the verdict until the opening, and while open as long as what it rested on is wrong."""
    signal = history.signal("boot.readiness")
    if signal is None or signal.state is not State.FAILED:
        return None
    names = _names(history, signal.reason)
    if history.is_open:
        names = tuple(name for name in names if history.failed(name))
        if not names:
            return None
    return Fault(
        slug=SLUG,
        owner=_owner(names),
        confidence=Confidence.CERTAIN,
        since=since(history, signal.name),
        unfits=not history.is_open,
        rests_on=names or (signal.name,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("judged_not_ready", {"count": max(1, len(names)), "at": since(history, signal.name)}),),
        speaks_against=good(history, "machine.memory", "machine.disk"),
        not_seen=(),
        values={"count": max(1, len(names))},
        sums_up=True,
    )


def _names(history: History, reason: str) -> tuple[str, ...]:
    """The signals that spoke against it, by the newest verdict; by the signal's own word where that is not known."""
    told = next((e.body for e in history.events if isinstance(e.body, ReadinessJudged)), None)
    reasons = told.reasons if told is not None and not told.is_ready else (reason,)
    named = ("boot.cause" if each.startswith("boot.") else each for each in reasons)
    return tuple(dict.fromkeys(name for name in named if name))


def _owner(names: tuple[str, ...]) -> Owner:
    """Whose move it is where all of it is the network's; else ours, who see what the terminal saw."""
    return Owner.ROOM_NETWORK if names and all(n.startswith("network.") for n in names) else Owner.TERMINAL
