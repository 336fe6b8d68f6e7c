"""The terminal went down without a shutdown more than once in a day: its power is cut, or it crashes."""

# Sample: boot.cause warning value=power_cut
# Sample: booted power_cut
# Sample: booted power_cut

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import boots, good, watching
from huonevahti_wire.messages import BootCause

SLUG = "unclean_boots"
WATCHING_SECONDS = 0.0
UNCLEAN = (BootCause.POWER_CUT, BootCause.PANIC, BootCause.WATCHDOG, BootCause.HUNG)


def check(history: History) -> Fault | None:
    """Return the fault when the last 24 hours hold a second unclean boot; once alone is life, and shown as an event."""
    unclean = [(at, boot.cause) for at, boot in boots(history) if boot.cause in UNCLEAN]
    if len(unclean) < 2:
        return None
    cuts = sum(cause is BootCause.POWER_CUT for _, cause in unclean)
    powerless = 2 * cuts >= len(unclean)
    return Fault(
        slug=SLUG,
        owner=Owner.PREMISES if powerless else Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=unclean[-2][0],
        unfits=False,
        rests_on=("boot.cause",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=tuple(Evidence(f"boot.{cause}", {"at": at}) for at, cause in unclean),
        speaks_against=good(history, "machine.temperature", "machine.memory"),
        not_seen=(Evidence("unseen.power"),),
        values={"count": len(unclean)},
        harm=Harm.COSMETIC,
        variant="" if powerless else "crash",
    )
