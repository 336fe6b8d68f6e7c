"""The sound of a simulated room: microphone (analogue or USB), speakers, the air between, and what befalls them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from huonevahti_agent.host import SoundDevice, SoundReading, Unavailable
from huonevahti_agent.simulated.acoustics import Air
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
QUIETER_OR_LOUDER_DB = (-3.0, 0.0, 3.0)
"""How much one empty room differs from another."""
OPEN_INPUT_DBFS = -84.0
"""What an analogue input hears of itself when nothing hangs on it."""
PATH_DB = -12.0
"""From the speakers' input to the microphone's output, when both are as they were accepted."""
STRETCHES = 2
"""How many different stretches of noise there are; each is measured once."""


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
        self.clicks_per_second, self.click_dbfs = 0.0, -12.0
        self.hum_dbfs: float | None = None
        self.gaps_per_minute = 0.0
        self.boost_db = 0.0
        self.loop_loss_db = 0.0
        self.loop_is_cut = self.loop_is_distorted = False
        self._quiet_dbfs = QUIET_DBFS + rng.choice(QUIETER_OR_LOUDER_DB)
        self._turn = 0
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
        air = self._air()
        return (
            DEAD_DBFS
            if air.is_muted or not self.microphone_is_in
            else air.noise_dbfs + self._rng.gauss(0.0, 0.5)
        )

    def air(self, source: str, sink: str | None = None) -> Air:
        """Return what a source hears next, also of what a sink plays, or raise `Unavailable`."""
        reading = self.reading()
        if source not in [device.name for device in reading.sources]:
            raise Unavailable("failed")
        if sink is not None and sink not in [device.name for device in reading.sinks]:
            raise Unavailable("failed")
        self._turn = (self._turn + 1) % STRETCHES
        return self._air()

    def _air(self) -> Air:
        if not self.microphone_is_in:
            return Air(OPEN_INPUT_DBFS, is_muted=self.microphone_is_muted, turn=self._turn)
        gain_db = _gain_db(self.microphone_ratio / HEALTHY_MICROPHONE_RATIO) + self.boost_db
        return Air(
            noise_dbfs=_together_dbfs(
                (SPEECH_DBFS if self.users else self._quiet_dbfs) + gain_db, OPEN_INPUT_DBFS
            ),
            clicks_per_second=self.clicks_per_second,
            click_dbfs=self.click_dbfs,
            hum_dbfs=self.hum_dbfs,
            gaps_per_minute=self.gaps_per_minute,
            loop_db=self._loop_db(gain_db),
            is_distorted=self.loop_is_distorted,
            is_muted=self.microphone_is_muted or self.microphone_ratio == 0.0,
            turn=self._turn,
        )

    def _loop_db(self, gain_db: float) -> float | None:
        if self.loop_is_cut or self.speakers_are_muted or not self.speakers_are_in or not self.speakers_ratio:
            return None
        volume_db = _gain_db(self.speakers_ratio / HEALTHY_SPEAKERS_RATIO)
        return round(PATH_DB + volume_db + gain_db - self.loop_loss_db, 1)

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

    def loosen_plug(self) -> None:
        """Let the microphone's plug make a bad contact, which clicks."""
        self.clicks_per_second = 4.0

    def tighten_plug(self) -> None:
        """Let the plug sit well."""
        self.clicks_per_second = 0.0

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


def _together_dbfs(one: float, other: float) -> float:
    """Two noises that have nothing to do with one another."""
    return round(10 * math.log10(10 ** (one / 10) + 10 ** (other / 10)), 1)


def _gain_db(ratio: float) -> float:
    """What a volume does, as a sound server counts it: the cube of its share (PulseAudio, pa_sw_volume_to_linear)."""
    return round(60 * math.log10(ratio), 1) if ratio > 0 else DEAD_DBFS
