"""Changing the Linux kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.hosts.linux import kiosk, sound_service, usb

if TYPE_CHECKING:
    from pathlib import Path

    from huonevahti_agent.host.verbs import End, KioskOrder
    from huonevahti_agent.hosts.linux.power import Power
    from huonevahti_agent.hosts.linux.sound import Sound
    from huonevahti_kiosk.words import Answer


class LinuxVerbs:
    """Implements `host.verbs.Verbs` over the host's sound server and the files below `root`."""

    _root: Path
    _sound: Sound
    _power: Power

    def set_volume(self, end: End, name: str, ratio: float) -> None:
        """Set the volume of a sound device."""
        self._sound.set_volume(end, name, ratio)

    def set_muted(self, end: End, name: str, is_muted: bool) -> None:
        """Mute a sound device, or let it be heard."""
        self._sound.set_muted(end, name, is_muted=is_muted)

    def set_default(self, end: End, name: str) -> None:
        """Make a sound device the default one."""
        self._sound.set_default(end, name)

    def restart_sound(self) -> None:
        """Start the sound server anew."""
        self._sound.close()
        sound_service.restart()

    def order_kiosk(self, order: KioskOrder) -> Answer:
        """Let the launcher do something."""
        return kiosk.ask(order, kiosk.VERB_SECONDS)

    def restart(self) -> None:
        """Order a restart of the machine."""
        self._power.restart()

    def inhibit(self, *, is_on: bool) -> None:
        """Keep everybody else from restarting it, or no longer."""
        self._power.inhibit(is_on=is_on)

    def reenumerate_usb(self, port: str) -> None:
        """Take the device at a port away and give it back."""
        usb.reenumerate(self._root, port)
