"""Nobody has tried the call button for long, so that it is not known to work."""

# Sample: call_button.last_press warning not_pressed value=12 expected=7 unit=days

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, number, since, watching

SLUG = "call_button_untested"
WATCHING_SECONDS = 0.0
SIGNAL = "call_button.last_press"


def check(history: History) -> Fault | None:
    """Return the fault while the last press is longer ago than it should be: plugged in is not yet working."""
    if not is_off(history, SIGNAL):
        return None
    days = round(number(history, SIGNAL))
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("not_pressed", {"days": days}),),
        speaks_against=good(history, "call_button.present"),
        values={"days": days},
        harm=Harm.COSMETIC,
    )
