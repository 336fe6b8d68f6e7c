"""Turns a microphone or speakers that are too low or too high to the middle of what the profile allows."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.host.verbs import End
from huonevahti_agent.remedies import _sound
from huonevahti_wire.profile import Profile

NAME = "set_levels"
TREATS: tuple[Ailment, ...] = (Ailment("microphone.volume"), Ailment("speakers.volume"))
CAP_PER_DAY = 4
LOOKS_AFTER_SECONDS = 2.0


class Former(Struct, frozen=True):
    """The device and the volume it had, as a share of full scale."""

    end: End
    name: str
    ratio: float


def apply(host: Host, treated: Treated, profile: Profile) -> Former:
    """Set the volume."""
    found = _sound.find(host, treated, profile)
    host.set_volume(found.end, found.device.name, target_ratio(found.end, profile))
    return Former(found.end, found.device.name, found.device.volume_ratio)


def target_ratio(end: End, profile: Profile) -> float:
    """Return the middle between the least and the most, as far from both as can be."""
    levels = profile.levels
    if end == "source":
        return (levels.microphone_volume_min_ratio + levels.microphone_volume_max_ratio) / 2
    return (levels.speakers_volume_min_ratio + levels.speakers_volume_max_ratio) / 2


def undo(host: Host, former: Former, profile: Profile) -> None:
    """Give the device its former volume."""
    del profile  # the device is known by its name
    host.set_volume(former.end, former.name, former.ratio)
