"""Nobody can tell from afar whether the room is empty, so that nothing may be mended there."""

# Sample: session.guard ok page_expired value=ask_person

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "room_undecided"
WATCHING_SECONDS = 0.0
LIVE_SECONDS = 7_200.0
"""A long visit on another service's page looks the same; while somebody is served nothing needs mending."""
SIGNAL = "session.guard"
SIGNS = ("media", "application", "camera", "microphone", "page", "touch", "call_button", "booking")


def check(history: History) -> Fault | None:
    """Return the fault while the guard asks for a person: signs of a customer have stood too long to be believed."""
    signal = history.signal(SIGNAL)
    if signal is None or signal.value != "ask_person":
        return None
    live = history.signal("session.live")
    is_live = live is not None and live.value is True
    sign = next((word for word in SIGNS if signal.reason.startswith(word)), "")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, LIVE_SECONDS if is_live else WATCHING_SECONDS),
        points_to=(Evidence(f"sign_expired.{sign}" if sign else "sign_expired"),),
        speaks_against=good(history, "kiosk.start_button", "kiosk.page"),
        not_seen=(Evidence("unseen.who_is_there"),),
        question="room_empty",
        harm=Harm.COSMETIC,
    )
