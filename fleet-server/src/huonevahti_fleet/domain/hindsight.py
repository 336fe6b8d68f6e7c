"""What a silence was, told by what the terminal brings along when it is heard again."""

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_wire.messages import AgentStarted, BootCause, Booted
from huonevahti_wire.signals import State

SILENCES = frozenset({"presence", "site.presence"})
"""What the faults rest on that say no more than that nothing was heard."""
OWNERS = {BootCause.POWER_CUT: Owner.PREMISES, BootCause.UNKNOWN: None}
"""Whose a silence was that ended with a boot; every other boot was the terminal's own."""


def learnt(fault: Fault, history: History) -> Fault:
    """Return a silence with the owner that is known now; any other fault, and one still silent, as it was.

    A boot says why it was; a new start of the agent on the same boot, that only the agent was gone; a link that came
    back in the meantime, that the plug was out; and nothing of all that leaves the line beyond the room.
    """
    if not set(fault.rests_on) <= SILENCES or history.is_silent():
        return fault
    owner = _owner(fault, history)
    if owner is None:
        return fault
    variant = "power" if owner is Owner.PREMISES else "restart" if _restarted(fault, owner) else ""
    points_to = fault.points_to
    if owner is Owner.PREMISES and not any(each.code == "boot.power_cut" for each in points_to):
        points_to = (*points_to, Evidence("boot.power_cut", {"at": history.now}))
    known = replace(
        fault, owner=owner, variant=variant, confidence=Confidence.LIKELY, question="", points_to=points_to
    )
    return fault if known == fault else known


def _owner(fault: Fault, history: History) -> Owner | None:
    since = [event for event in history.events if event.at >= fault.since]
    boot = next((event.body for event in since if isinstance(event.body, Booted)), None)
    if boot is not None:
        return OWNERS.get(boot.cause, Owner.TERMINAL)
    is_one_room = fault.scope == "room"
    if is_one_room and any(isinstance(event.body, AgentStarted) for event in since):
        return Owner.TERMINAL
    link = history.signal("network.link")
    if is_one_room and link is not None and link.state is State.OK and link.since >= fault.since:
        return Owner.ON_SITE
    return Owner.ROOM_NETWORK


def _restarted(fault: Fault, owner: Owner) -> bool:
    return owner is Owner.TERMINAL and fault.scope == "room"
