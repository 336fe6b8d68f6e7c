"""Brings the kiosk back to its start page when nobody is served any more; never from where people identify."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import _kiosk
from huonevahti_kiosk.words import GoHome
from huonevahti_wire.profile import Profile

NAME = "bring_kiosk_home"
TREATS: tuple[Ailment, ...] = (
    Ailment("kiosk.returned"),
    Ailment("kiosk.page", ("not_loaded", "blank")),
    Ailment("kiosk.start_button"),
)
CAP_PER_DAY = 4
LOOKS_AFTER_SECONDS = 5.0


def apply(host: Host, treated: Treated, profile: Profile) -> None:
    """Open the start page anew."""
    del treated, profile  # there is one way home
    _kiosk.reading_before(host)
    _kiosk.order(host, GoHome())


def undo(host: Host, former: None, profile: Profile) -> None:
    """Leave it: nobody is sent back to a page they had left."""
    del host, former, profile
