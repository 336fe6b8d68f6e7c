"""What a microphone and speakers have in common: there, not muted, loud enough, the default."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.sound_devices import of_role
from huonevahti_agent.host import Host, SoundDevice, SoundReading, UsbDevice
from huonevahti_agent.probes import _judging, _places
from huonevahti_wire.profile import Profile, Role, RoleMatch
from huonevahti_wire.signals import State


class Sample(Struct, frozen=True):
    """The sound server's devices, and those on USB for a role that is recognised there; None: with the reason."""

    reading: SoundReading | None
    reason: str = ""
    usb: tuple[UsbDevice, ...] | None = None


class Bounds(Struct, frozen=True):
    """The least and the most that a volume may be, as shares of full scale."""

    least_ratio: float
    most_ratio: float


def sample(host: Host, profile: Profile, role: Role) -> Sample:
    """Return the devices of the sound server, of USB too when the role needs it."""
    match = profile.roles.get(role)
    if match is None:
        return Sample(None, _judging.NOT_IN_PROFILE)
    reading, reason = _judging.ask(host.sound)
    return Sample(reading, reason, _judging.ask(host.usb_devices)[0] if _places.on_usb(match) else None)


def find(
    role: Role, devices: tuple[SoundDevice, ...], sample: Sample, profile: Profile
) -> SoundDevice | None:
    """Return the device of a role: by a part of its name, else the default one as long as its USB end is there."""
    match = profile.roles[role]
    if sample.usb is not None and _places.place(role, profile.roles, sample.usb)[0] == _places.MISSING:
        return None
    return of_role(match, devices)


def judge(role: Role, device: SoundDevice, match: RoleMatch, bounds: Bounds) -> list[Judgement]:
    """Return presence, mute, volume and default of a device that is there."""
    return [
        _present(role, device, match),
        Judgement(f"{role}.muted", State.FAILED, value=True, expected=False, reason="muted")
        if device.muted
        else Judgement(f"{role}.muted", State.OK, value=False, expected=False),
        _volume(role, device.volume_ratio, bounds),
        Judgement(f"{role}.default", State.OK if device.is_default else State.FAILED, value=device.is_default,
                  expected=True, reason="" if device.is_default else "not_default"),
    ]  # fmt: skip


def gone(role: Role, names: tuple[str, ...], optional: bool) -> list[Judgement]:
    """Return what is left to say of a device that is missing: nothing about it can be told."""
    present = Judgement(
        f"{role}.present", State.WARNING if optional else State.FAILED, reason=_places.MISSING
    )
    return [present, *(_judging.no_data(name, _places.MISSING) for name in names if name != present.name)]


def _present(role: Role, device: SoundDevice, match: RoleMatch) -> Judgement:
    """A jack that reports itself empty, or another jack in use than the profile's, is a pulled plug."""
    is_elsewhere = match.sound_port is not None and device.port != match.sound_port
    if device.port_available is False or is_elsewhere:
        return Judgement(f"{role}.present", State.FAILED, reason="unplugged")
    return Judgement(f"{role}.present", State.OK)


def _volume(role: Role, ratio: float, bounds: Bounds) -> Judgement:
    if ratio < bounds.least_ratio:
        return Judgement(f"{role}.volume", State.FAILED, ratio, "ratio", bounds.least_ratio, "too_low")
    if ratio > bounds.most_ratio:
        return Judgement(f"{role}.volume", State.FAILED, ratio, "ratio", bounds.most_ratio, "too_high")
    return Judgement(f"{role}.volume", State.OK, ratio, "ratio", bounds.least_ratio)
