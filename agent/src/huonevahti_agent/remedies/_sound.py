"""What the remedies of sound share: the device that the signals speak of, and what it was like before."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.sound_devices import of_role
from huonevahti_agent.host import Host, SoundDevice, Unavailable
from huonevahti_agent.host.remedy import Treated
from huonevahti_agent.host.verbs import End
from huonevahti_wire.profile import Profile, Role

ENDS: dict[Role, End] = {"microphone": "source", "speakers": "sink"}


class Found(Struct, frozen=True):
    """The device of the role that is treated, and all that stand at its end."""

    end: End
    device: SoundDevice
    others: tuple[SoundDevice, ...]


class Former(Struct, frozen=True):
    """The device that was otherwise before, by its name; empty when there was none."""

    end: End
    name: str


def find(host: Host, treated: Treated, profile: Profile) -> Found:
    """Return the device that the treated signals are about; `missing` when it is gone by now."""
    role = role_of(treated)
    reading, end = host.sound(), ENDS[role]
    devices = reading.sources if end == "source" else reading.sinks
    device = of_role(profile.roles[role], devices)
    if device is None:
        raise Unavailable("missing")
    return Found(end, device, devices)


def role_of(treated: Treated) -> Role:
    """Return which of the two sound roles is treated."""
    return "microphone" if treated[0].name.startswith("microphone.") else "speakers"
