"""The terminal restarts by itself no more: it kept restarting, or its orders had no effect; a person must look."""

# Sample: boot.restart failed loop value=03:30
# Sample: booted unknown hours_ago=0.9
# Sample: booted unknown hours_ago=0.6
# Sample: booted unknown hours_ago=0.3

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import boots, good, reason, since, watching

SLUG = "restart_loop"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while the terminal says that its restarts are stopped for good."""
    why = reason(history, "boot.restart")
    if not why:
        return None
    stands_since = since(history, "boot.restart")
    booted = tuple(Evidence(f"boot.{boot.cause}", {"at": at}) for at, boot in boots(history)) if why == "loop" else ()
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=stands_since,
        unfits=False,
        rests_on=("boot.restart",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("restarts_stopped", {"at": stands_since}), *booted[:3]),
        speaks_against=good(history, "machine.memory", "machine.disk", "machine.temperature"),
        not_seen=(),
        explains=("boot.restart_due",),
        variant="" if why == "loop" else "no_effect",
    )
