"""The next customer cannot start: another service's page stands on the screen and did not come back."""

# Sample: kiosk.running ok value=1
# Sample: kiosk.page ok value=away
# Sample: kiosk.returned failed not_returned value=1500 expected=1200 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "kiosk_not_returned"
WATCHING_SECONDS = 180.0
"""A long call on the other page has ended just now: its last views are still to be left."""
SIGNAL = "kiosk.returned"


def check(history: History) -> Fault | None:
    """Return the fault while a hand-over lasts past the profile's limit and nobody is seen to be served."""
    signal = history.signal(SIGNAL)
    if signal is None or not is_off(history, SIGNAL):
        return None
    far = reach(history, SLUG)
    seconds = signal.value if isinstance(signal.value, float | int) else 0
    return Fault(
        slug=SLUG,
        owner=Owner.OTHER_CHANNEL,
        confidence=Confidence.LIKELY if history.failed(SIGNAL) else Confidence.SUSPECTED,
        since=since(history, SIGNAL),
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("page_away", {"minutes": round(seconds / 60)}), *shared(far)),
        speaks_against=good(history, "kiosk.running", "network.loss", "network.link", "touch.present"),
        not_seen=(Evidence("unseen.other_page"),),
        explains=("kiosk.start_button", "session.guard"),
        scope=place_of(far),
    )
