"""Something may not work on the kiosk's page: its script meets errors again and again."""

# Sample: kiosk.running ok value=1
# Sample: kiosk.errors warning too_high value=64 expected=20 unit=per_hour

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "kiosk_errors"
WATCHING_SECONDS = 300.0
SIGNAL = "kiosk.errors"


def check(history: History) -> Fault | None:
    """Return the fault while the page's errors pass the profile's limit."""
    signal = history.signal(SIGNAL)
    if signal is None or not is_off(history, SIGNAL):
        return None
    far = reach(history, SLUG)
    count = round(signal.value) if isinstance(signal.value, float | int) else 0
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION,
        confidence=Confidence.LIKELY,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("page_errors", {"count": count}), *shared(far)),
        speaks_against=good(history, "kiosk.start_button", "kiosk.page", "network.loss", "machine.memory"),
        not_seen=(Evidence("unseen.page"),),
        values={"count": count},
        scope=place_of(far),
    )
