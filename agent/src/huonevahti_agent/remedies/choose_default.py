"""Makes the room's microphone or speakers the ones that programs take by default."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.remedies import _sound
from huonevahti_agent.remedies._sound import Former
from huonevahti_wire.profile import Profile

NAME = "choose_default"
TREATS: tuple[Ailment, ...] = (Ailment("microphone.default"), Ailment("speakers.default"))
CAP_PER_DAY = 4
LOOKS_AFTER_SECONDS = 2.0


def apply(host: Host, treated: Treated, profile: Profile) -> Former:
    """Choose the device."""
    found = _sound.find(host, treated, profile)
    former = next((device.name for device in found.others if device.is_default), "")
    host.set_default(found.end, found.device.name)
    return Former(found.end, former)


def undo(host: Host, former: Former, profile: Profile) -> None:
    """Choose the former default again, if there was one."""
    del profile  # the device is known by its name
    if former.name:
        host.set_default(former.end, former.name)
