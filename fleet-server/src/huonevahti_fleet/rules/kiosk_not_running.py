"""Customers cannot start: the kiosk's browser has stopped, crashed or hung, or is started again and again."""

# Sample: kiosk.running failed crashed value=1 expected=3 unit=per_hour
# Sample: kiosk.page ok value=home

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "kiosk_not_running"
WATCHING_SECONDS = 10.0
STARTS_WITHIN_SECONDS = 60.0
"""A browser that is starting may take as long on a slow terminal."""
SIGNAL = "kiosk.running"
VARIANTS = {"crashed": "page", "hung": "page", "restarting": "restarting"}


def check(history: History) -> Fault | None:
    """Return the fault while the browser does not serve; on most terminals of a model at once the page is to blame."""
    signal = history.signal(SIGNAL)
    if signal is None or not is_off(history, SIGNAL):
        return None
    far, at = reach(history, SLUG), since(history, SIGNAL)
    is_wide = far in ("fleet", "model")
    watched = STARTS_WITHIN_SECONDS if signal.reason == "starting" else WATCHING_SECONDS
    why = signal.reason if signal.reason in (*VARIANTS, "starting") else "stopped"
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if is_wide else Owner.TERMINAL,
        confidence=Confidence.LIKELY if is_wide or why == "restarting" else Confidence.CERTAIN,
        since=at,
        unfits=history.failed(SIGNAL),
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, watched),
        points_to=(Evidence(f"kiosk_{why}", {"at": at}), *shared(far)),
        speaks_against=good(history, "touch.present", "machine.memory", "machine.cpu", "network.loss"),
        not_seen=(Evidence("unseen.screen"),),
        explains=("kiosk.*", "call.*", "session.guard"),
        scope=place_of(far),
        variant="everywhere" if is_wide else VARIANTS.get(why, ""),
    )
