"""Starts the kiosk's browser anew when it is dead, or when its page did not come right by itself."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import _kiosk
from huonevahti_kiosk.words import RestartBrowser
from huonevahti_wire.profile import Profile

NAME = "restart_kiosk"
TREATS: tuple[Ailment, ...] = (
    Ailment("kiosk.running", ("stopped", "crashed", "hung")),
    Ailment("kiosk.page", ("blank",)),
    Ailment("kiosk.start_button"),
)
CAP_PER_DAY = 3
LOOKS_AFTER_SECONDS = 10.0


def apply(host: Host, treated: Treated, profile: Profile) -> None:
    """End the browser and start it."""
    del treated, profile  # there is one browser
    _kiosk.reading_before(host)
    _kiosk.order(host, RestartBrowser())


def undo(host: Host, former: None, profile: Profile) -> None:
    """Leave it: what the browser was before, nobody wants back."""
    del host, former, profile
