"""Happenings with the terminal's sound settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from huonevahti_agent.simulated.sound import HEALTHY_MICROPHONE_RATIO, HEALTHY_SPEAKERS_RATIO
from huonevahti_fleet.scenarios.happenings._happening import Happening, Passing

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

SoundDevice = Literal["microphone", "speakers"]
Percent = Annotated[int, Meta(ge=0, le=150)]


class Mute(Passing, frozen=True, kw_only=True, tag="mute"):
    """Microphone or speakers are muted. `for`: until they are unmuted."""

    what: SoundDevice

    def begin(self, place: Place) -> None:
        """Mute it."""
        _set_muted(place, self.what, is_muted=True)

    def end(self, place: Place) -> None:
        """Unmute it."""
        _set_muted(place, self.what, is_muted=False)


class Unmute(Happening, frozen=True, kw_only=True, tag="unmute"):
    """Microphone or speakers are unmuted."""

    what: SoundDevice

    def begin(self, place: Place) -> None:
        """Unmute it."""
        _set_muted(place, self.what, is_muted=False)


class SetVolume(Passing, frozen=True, kw_only=True, tag="set_volume"):
    """The microphone's gain or the speakers' volume is set to so many percent. `for`: until it is set right."""

    what: SoundDevice
    percent: Percent

    def begin(self, place: Place) -> None:
        """Set it."""
        _set_ratio(place, self.what, self.percent / 100)

    def end(self, place: Place) -> None:
        """Set it to where it was accepted."""
        _set_ratio(
            place,
            self.what,
            HEALTHY_MICROPHONE_RATIO if self.what == "microphone" else HEALTHY_SPEAKERS_RATIO,
        )


class LoseDefault(Passing, frozen=True, kw_only=True, tag="lose_default"):
    """Another input (or output) becomes the default one. `for`: until the room's own is again."""

    what: SoundDevice

    def begin(self, place: Place) -> None:
        """Choose another one."""
        _set_default(place, self.what, is_default=False)

    def end(self, place: Place) -> None:
        """Choose the room's own."""
        _set_default(place, self.what, is_default=True)


class StopSound(Passing, frozen=True, kw_only=True, tag="stop_sound_server"):
    """The terminal's sound server stops, so that nothing can be told of sound. `for`: until it runs again."""

    def begin(self, place: Place) -> None:
        """Stop it."""
        place.room.sound.server_runs = False

    def end(self, place: Place) -> None:
        """Start it."""
        place.room.sound.server_runs = True


def _set_muted(place: Place, what: SoundDevice, *, is_muted: bool) -> None:
    sound = place.room.sound
    if what == "microphone":
        sound.microphone_is_muted = is_muted
    else:
        sound.speakers_are_muted = is_muted


def _set_ratio(place: Place, what: SoundDevice, ratio: float) -> None:
    sound = place.room.sound
    if what == "microphone":
        sound.microphone_ratio = ratio
    else:
        sound.speakers_ratio = ratio


def _set_default(place: Place, what: SoundDevice, *, is_default: bool) -> None:
    sound = place.room.sound
    if what == "microphone":
        sound.microphone_is_default = is_default
    else:
        sound.speakers_are_default = is_default
