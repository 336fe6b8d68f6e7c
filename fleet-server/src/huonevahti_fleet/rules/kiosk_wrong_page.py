"""Customers cannot start: the screen shows another page than the room's own, an error, or nothing."""

# Sample: kiosk.running ok value=1
# Sample: kiosk.page failed blank value=blank expected=home

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import others_well, place_of, reach, shared
from huonevahti_fleet.rules._seen import good, is_any_off, reason, since, watching

SLUG = "kiosk_wrong_page"
WATCHING_SECONDS = 10.0
LOADS_WITHIN_SECONDS = 30.0
"""A page that failed to load is tried again by the kiosk first."""
SIGNAL = "kiosk.page"
LINE = ("network.link", "network.gateway", "network.dns", "network.loss")


def check(history: History) -> Fault | None:
    """Return the fault while a foreign page, an error or a blank page stands where the start page should."""
    if not history.failed(SIGNAL):
        return None
    why = reason(history, SIGNAL)
    kind = why if why in ("foreign", "not_loaded") else "blank"
    far, at = reach(history, SLUG), since(history, SIGNAL)
    alone = others_well(history, SLUG) if kind == "not_loaded" else ()
    is_theirs = far != "room" or (kind == "not_loaded" and not alone and not is_any_off(history, *LINE))
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if is_theirs else Owner.TERMINAL,
        confidence=Confidence.SUSPECTED if is_theirs and far == "room" else Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, _watched_seconds(history, kind)),
        points_to=(Evidence(f"page_{kind}", {"at": at}), *shared(far), *alone),
        speaks_against=good(history, "kiosk.running", "touch.present", *LINE),
        not_seen=(Evidence("unseen.page"),),
        explains=("kiosk.start_button", "kiosk.returned", "kiosk.errors", "kiosk.devices", "session.guard"),
        scope=place_of(far),
        variant="everywhere" if far in ("fleet", "model") else "" if kind == "blank" else kind,
    )


def _watched_seconds(history: History, kind: str) -> float:
    """A foreign page has the time that the profile gives a customer to come back from one."""
    limits = history.profile.kiosk
    if kind == "foreign":
        return limits.foreign_max_seconds if limits else 60.0
    return LOADS_WITHIN_SECONDS if kind == "not_loaded" else WATCHING_SECONDS
