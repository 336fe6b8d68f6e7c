"""Starts the sound server anew when it does not answer: without it nothing can be told of microphone and speakers."""

from __future__ import annotations

from huonevahti_agent.host import Host
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "restart_sound"
TREATS: tuple[Ailment, ...] = (
    Ailment("microphone.present", ("no_sound_server",), State.NO_DATA),
    Ailment("speakers.present", ("no_sound_server",), State.NO_DATA),
)
CAP_PER_DAY = 3
LOOKS_AFTER_SECONDS = 10.0
"""A server that has just started lists its devices one by one."""


def apply(host: Host, treated: Treated, profile: Profile) -> None:
    """Start it."""
    del treated, profile  # there is one sound server
    host.restart_sound()


def undo(host: Host, former: None, profile: Profile) -> None:
    """Leave it: a server that runs is not stopped again."""
    del host, former, profile
