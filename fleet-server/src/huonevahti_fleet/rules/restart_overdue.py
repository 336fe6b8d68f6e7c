"""The daily restart did not happen in time, and without it the Start button may fail to appear."""

# Sample: boot.restart_due warning overdue value=104400 expected=93600 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "restart_overdue"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while the machine has been up for longer than its restart was due."""
    signal = history.signal("boot.restart_due")
    if signal is None or not is_off(history, signal.name):
        return None
    hours = round(signal.value / 3600) if isinstance(signal.value, float | int) else 0
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=since(history, signal.name),
        unfits=False,
        rests_on=(signal.name,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("up_too_long", {"hours": hours}),),
        speaks_against=good(history, "machine.memory", "machine.disk", "config.drift"),
        not_seen=(Evidence("unseen.start_button"),),
        values={"hours": hours},
    )
