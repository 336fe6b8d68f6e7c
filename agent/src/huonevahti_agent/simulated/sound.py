"""The sound of a simulated room: a microphone, analogue or USB, with level and noise, and the speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huonevahti_agent.host import SoundDevice, SoundReading, Unavailable
from huonevahti_agent.simulated.usb import USB_MICROPHONE

if TYPE_CHECKING:
    from random import Random

    from huonevahti_agent.host import UsbDevice
    from huonevahti_agent.simulated.usb import UsbTree

MICROPHONE = "room_microphone"
SPEAKERS = "room_speakers"
Kind = Literal["analogue", "usb"]
HEALTHY_MICROPHONE_RATIO = 0.8
HEALTHY_SPEAKERS_RATIO = 0.7
QUIET_DBFS, SPEECH_DBFS, DEAD_DBFS = -58.0, -22.0, -120.0


class Sound:
    """What a sound server would say. `users` are programs that use microphone and speakers, by name."""

    def __init__(self, usb: UsbTree, rng: Random, kind: Kind = "analogue") -> None:
        self._usb = usb
        self._rng = rng
        self.kind: Kind = kind
        self.users: tuple[str, ...] = ()
        self.microphone_is_in = True
        self.microphone_is_muted = False
        self.microphone_ratio = HEALTHY_MICROPHONE_RATIO
        self.microphone_is_default = True
        self.speakers_are_in = True
        self.speakers_are_muted = False
        self.speakers_ratio = HEALTHY_SPEAKERS_RATIO
        self.speakers_are_default = True
        self.server_runs = True
        usb.followers.append(self._follow)

    @property
    def microphone_name(self) -> str:
        """Return the sound server's own name of the microphone."""
        return MICROPHONE if self.kind == "analogue" else f"alsa_input.usb-{MICROPHONE}-00.mono-fallback"

    def reading(self) -> SoundReading:
        """Return all sources and sinks, or raise `Unavailable`; a pulled USB microphone leaves no source behind."""
        if not self.server_runs:
            raise Unavailable("no_sound_server")
        is_there = self.kind == "analogue" or self.microphone_is_in
        return SoundReading((self._microphone(),) if is_there else (), (self._speakers(),))

    def peak_dbfs(self, source: str) -> float:
        """Return the peak level the source gives now, with a little noise, or raise `Unavailable`."""
        if source not in [device.name for device in self.reading().sources]:
            raise Unavailable("failed")
        if self.microphone_is_muted or not self.microphone_is_in or self.microphone_ratio == 0.0:
            return DEAD_DBFS
        loss_db = 60.0 * (1.0 - self.microphone_ratio / HEALTHY_MICROPHONE_RATIO)
        return (SPEECH_DBFS if self.users else QUIET_DBFS) - loss_db + self._rng.gauss(0.0, 0.5)

    def pull_microphone(self) -> None:
        """Pull the microphone out of its socket; only a USB one is told of by the kernel."""
        self.microphone_is_in = False
        if self.kind == "usb":
            self._usb.unplug(USB_MICROPHONE.port)

    def plug_microphone(self) -> None:
        """Put the microphone back."""
        self.microphone_is_in = True
        if self.kind == "usb":
            self._usb.plug(USB_MICROPHONE)

    def drop_level(self) -> None:
        """Turn the microphone's gain down to a tenth."""
        self.microphone_ratio = 0.1

    def raise_level(self) -> None:
        """Turn the microphone's gain to where it belongs."""
        self.microphone_ratio = HEALTHY_MICROPHONE_RATIO

    def mute_microphone(self) -> None:
        """Mute the microphone."""
        self.microphone_is_muted = True

    def unmute_microphone(self) -> None:
        """Let the microphone be heard."""
        self.microphone_is_muted = False

    def change_default(self) -> None:
        """Let some other input be the default one."""
        self.microphone_is_default = False

    def restore_default(self) -> None:
        """Make the microphone the default input."""
        self.microphone_is_default = True

    def mute_speakers(self) -> None:
        """Mute the speakers."""
        self.speakers_are_muted = True

    def unmute_speakers(self) -> None:
        """Let the speakers be heard."""
        self.speakers_are_muted = False

    def unplug_speakers(self) -> None:
        """Pull the speakers' plug."""
        self.speakers_are_in = False

    def plug_speakers(self) -> None:
        """Put the speakers' plug back."""
        self.speakers_are_in = True

    def turn_speakers_down(self) -> None:
        """Turn the speakers down to a twentieth."""
        self.speakers_ratio = 0.05

    def turn_speakers_up(self) -> None:
        """Turn the speakers to where they belong."""
        self.speakers_ratio = HEALTHY_SPEAKERS_RATIO

    def _follow(self, devices: tuple[UsbDevice, ...]) -> None:
        if self.kind == "usb":
            self.microphone_is_in = USB_MICROPHONE in devices

    def _microphone(self) -> SoundDevice:
        is_analogue = self.kind == "analogue"
        return SoundDevice(
            name=self.microphone_name,
            description="Room microphone" if is_analogue else USB_MICROPHONE.name,
            muted=self.microphone_is_muted,
            volume_ratio=self.microphone_ratio,
            is_default=self.microphone_is_default,
            port="analog-input-mic",
            port_available=self.microphone_is_in if is_analogue else None,
            users=self.users,
        )

    def _speakers(self) -> SoundDevice:
        return SoundDevice(
            name=SPEAKERS,
            description="Room speakers",
            muted=self.speakers_are_muted,
            volume_ratio=self.speakers_ratio,
            is_default=self.speakers_are_default,
            port="analog-output-speaker",
            port_available=self.speakers_are_in,
            users=self.users,
        )
