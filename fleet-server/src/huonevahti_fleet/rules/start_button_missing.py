"""Customers cannot start: the Start button is not there to be pressed, though the page is."""

# Sample: kiosk.running ok value=1
# Sample: kiosk.page ok value=home
# Sample: kiosk.start_button failed missing value=missing expected=shown

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_off, reason, since, watching

SLUG = "start_button_missing"
WATCHING_SECONDS = 10.0
SIGNAL = "kiosk.start_button"
HOW = ("missing", "hidden", "covered", "disabled")


def check(history: History) -> Fault | None:
    """Return the fault while the button cannot be pressed; terminals that all lose it at once are not to blame."""
    if not history.failed(SIGNAL):
        return None
    why = reason(history, SIGNAL)
    far, at = reach(history, SLUG), since(history, SIGNAL)
    is_theirs = far != "room"
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if is_theirs else Owner.TERMINAL,
        confidence=Confidence.SUSPECTED if far == "site" else Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence(f"start_button_{why if why in HOW else 'missing'}", {"at": at}),
            *((Evidence("no_restart"),) if is_off(history, "boot.restart_due") else ()),
            *shared(far),
        ),
        speaks_against=good(history, "kiosk.running", "kiosk.page", "touch.present", "network.loss"),
        not_seen=(Evidence("unseen.page"),),
        explains=("kiosk.errors",),
        scope=place_of(far),
        variant="everywhere" if is_theirs else "covered" if why == "covered" else "",
    )
