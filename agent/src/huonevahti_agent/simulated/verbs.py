"""Changing a simulated room from within."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated.living import Living
from huonevahti_agent.simulated.sound import SPEAKERS

if TYPE_CHECKING:
    from huonevahti_agent.host.verbs import End, KioskOrder
    from huonevahti_agent.simulated.sound import Sound
    from huonevahti_kiosk.words import Answer


class SimulatedVerbs(Living):
    """Implements `host.verbs.Verbs`."""

    def set_volume(self, end: End, name: str, ratio: float) -> None:
        """Turn the microphone's gain or the speakers."""
        sound = self._sound_with(end, name)
        if end == "source":
            sound.microphone_ratio = ratio
        else:
            sound.speakers_ratio = ratio

    def set_muted(self, end: End, name: str, is_muted: bool) -> None:
        """Mute the microphone or the speakers, or let them be heard."""
        sound = self._sound_with(end, name)
        if end == "source":
            sound.microphone_is_muted = is_muted
        else:
            sound.speakers_are_muted = is_muted

    def set_default(self, end: End, name: str) -> None:
        """Make the room's own device the default one; any other name takes that away."""
        sound = self._alive().sound
        known = SPEAKERS if end == "sink" else sound.microphone_name
        if end == "source":
            sound.microphone_is_default = name == known
        else:
            sound.speakers_are_default = name == known

    def restart_sound(self) -> None:
        """Start the sound server anew."""
        self._alive().sound.server_runs = True

    def order_kiosk(self, order: KioskOrder) -> Answer:
        """Let the launcher do something."""
        return self._alive().kiosk.obey(order)

    def restart(self) -> None:
        """Order a reboot, which comes a moment later."""
        self._alive().power.obey_restart()

    def inhibit(self, *, is_on: bool) -> None:
        """Keep everybody else from restarting the machine, or no longer."""
        self._alive().power.is_inhibited = is_on

    def reenumerate_usb(self, port: str) -> None:
        """Take a device out of its socket and put it back."""
        usb = self._alive().usb
        device = usb.at(port)
        if device is None:
            raise Unavailable("missing")
        usb.unplug(port)
        usb.plug(device)

    def _sound_with(self, end: End, name: str) -> Sound:
        sound = self._alive().sound
        reading = sound.reading()
        if name not in [device.name for device in (reading.sources if end == "source" else reading.sinks)]:
            raise Unavailable("missing")
        return sound
