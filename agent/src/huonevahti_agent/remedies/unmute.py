"""Lets a muted microphone or muted speakers be heard."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import _sound
from huonevahti_agent.remedies._sound import Former
from huonevahti_wire.profile import Profile

NAME = "unmute"
TREATS: tuple[Ailment, ...] = (Ailment("microphone.muted"), Ailment("speakers.muted"))
CAP_PER_DAY = 4
"""Whoever mutes it a fifth time means it."""
LOOKS_AFTER_SECONDS = 2.0


def apply(host: Host, treated: Treated, profile: Profile) -> Former:
    """Unmute the device."""
    found = _sound.find(host, treated, profile)
    host.set_muted(found.end, found.device.name, False)
    return Former(found.end, found.device.name)


def undo(host: Host, former: Former, profile: Profile) -> None:
    """Mute it again."""
    del profile  # the device is known by its name
    host.set_muted(former.end, former.name, True)
