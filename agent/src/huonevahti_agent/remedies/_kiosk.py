"""What the remedies of the kiosk share: an order to the launcher, whose refusal changes nothing."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Refused
from huonevahti_agent.host.verbs import KioskOrder
from huonevahti_kiosk.words import KioskReading

CLOSED = ("identification", "bank")
"""From here nobody is taken away; which of them it is stays in the room."""
AWAY = "away"


def reading_before(host: Host) -> KioskReading:
    """Return what stands before the customer now; refuse where somebody identifies, whatever the launcher would say."""
    reading = host.kiosk()
    if reading.page in CLOSED:
        raise Refused(AWAY)
    return reading


def order(host: Host, what: KioskOrder) -> None:
    """Let the launcher do it, or raise `Refused` with its reason."""
    answer = host.order_kiosk(what)
    if not answer.done:
        raise Refused(AWAY if answer.refused in CLOSED else answer.refused or "failed")
