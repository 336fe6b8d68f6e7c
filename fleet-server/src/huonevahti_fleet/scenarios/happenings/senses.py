"""Happenings that are seen or heard: lenses, lamps, crackle, a microphone that was moved, a hand that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from huonevahti_fleet.scenarios.happenings._happening import Passing

if TYPE_CHECKING:
    from huonevahti_agent.simulated.scenery import State, View
    from huonevahti_fleet.scenarios.happenings.devices import Camera
    from huonevahti_fleet.scenarios.stage import Place

Number = Annotated[float, Meta(ge=0, le=1000)]
Decibels = Annotated[float, Meta(ge=-60, le=60)]


class _OfCamera(Passing, frozen=True, kw_only=True):
    what: Literal["customer_camera", "document_camera"] = "customer_camera"

    def end(self, place: Place) -> None:
        """Let the camera be well."""
        _befall(place, self.what, "well")


class CoverLens(_OfCamera, frozen=True, kw_only=True, tag="cover_lens"):
    """Somebody closes a camera's lens or hangs something before it. `for`: until it is free."""

    def begin(self, place: Place) -> None:
        """Cover it."""
        _befall(place, self.what, "covered")


class BlindCamera(_OfCamera, frozen=True, kw_only=True, tag="blind_camera"):
    """A camera looks into a lamp, and sees nothing but white. `for`: until it is turned away."""

    def begin(self, place: Place) -> None:
        """Blind it."""
        _befall(place, self.what, "blinded")


class FreezeCamera(_OfCamera, frozen=True, kw_only=True, tag="freeze_camera"):
    """A camera gives one picture over and over. `for`: until it does not."""

    def begin(self, place: Place) -> None:
        """Freeze it."""
        _befall(place, self.what, "frozen")


class StopPictures(_OfCamera, frozen=True, kw_only=True, tag="stop_pictures"):
    """A camera is there, but gives no pictures. `for`: until it does."""

    def begin(self, place: Place) -> None:
        """Stop them."""
        _befall(place, self.what, "no_frames")


class LightsOut(Passing, frozen=True, kw_only=True, tag="lights_out"):
    """The room's lamps are off. `for`: until they are on."""

    def begin(self, place: Place) -> None:
        """Put them out."""
        place.room.cameras.is_lit = False

    def end(self, place: Place) -> None:
        """Put them on."""
        place.room.cameras.is_lit = True


class Crackle(Passing, frozen=True, kw_only=True, tag="crackle"):
    """The microphone's plug makes a bad contact: so many clicks a second. `for`: until it sits well."""

    per_second: Number = 4.0

    def begin(self, place: Place) -> None:
        """Let it click."""
        place.room.sound.clicks_per_second = self.per_second

    def end(self, place: Place) -> None:
        """Let it be quiet."""
        place.room.sound.clicks_per_second = 0.0


class Hum(Passing, frozen=True, kw_only=True, tag="hum"):
    """The microphone's cable picks up the mains, as loud as this (dBFS). `for`: until it does not."""

    dbfs: Annotated[float, Meta(ge=-120, le=0)] = -40.0

    def begin(self, place: Place) -> None:
        """Let it hum."""
        place.room.sound.hum_dbfs = self.dbfs

    def end(self, place: Place) -> None:
        """Let it be quiet."""
        place.room.sound.hum_dbfs = None


class DropSound(Passing, frozen=True, kw_only=True, tag="drop_sound"):
    """The terminal loses sound of the microphone so many times a minute. `for`: until it loses none."""

    per_minute: Number = 40.0

    def begin(self, place: Place) -> None:
        """Lose it."""
        place.room.sound.gaps_per_minute = self.per_minute

    def end(self, place: Place) -> None:
        """Lose none."""
        place.room.sound.gaps_per_minute = 0.0


class BoostMicrophone(Passing, frozen=True, kw_only=True, tag="boost_microphone"):
    """A second gain that no volume shows amplifies the microphone. `for`: until it is off."""

    decibels: Decibels = 55.0

    def begin(self, place: Place) -> None:
        """Turn it on."""
        place.room.sound.boost_db = self.decibels

    def end(self, place: Place) -> None:
        """Turn it off."""
        place.room.sound.boost_db = 0.0


class MoveMicrophone(Passing, frozen=True, kw_only=True, tag="move_microphone"):
    """The microphone is put where the speakers are fainter, with a minus louder. `for`: until it is put back."""

    decibels: Decibels = 9.0

    def begin(self, place: Place) -> None:
        """Move it."""
        place.room.sound.loop_loss_db = self.decibels

    def end(self, place: Place) -> None:
        """Put it back."""
        place.room.sound.loop_loss_db = 0.0


class SilenceSpeakers(Passing, frozen=True, kw_only=True, tag="silence_speakers"):
    """The speakers give no sound, though the sound server has them: their own knob or power. `for`: until they do."""

    def begin(self, place: Place) -> None:
        """Silence them."""
        place.room.sound.loop_is_cut = True

    def end(self, place: Place) -> None:
        """Let them sound."""
        place.room.sound.loop_is_cut = False


class TearSpeakers(Passing, frozen=True, kw_only=True, tag="tear_speakers"):
    """The speakers distort what they play. `for`: until they are changed."""

    def begin(self, place: Place) -> None:
        """Tear them."""
        place.room.sound.loop_is_distorted = True

    def end(self, place: Place) -> None:
        """Change them."""
        place.room.sound.loop_is_distorted = False


class HoldScreen(Passing, frozen=True, kw_only=True, tag="hold_screen"):
    """Something lies on the touch screen. `for`: until it is taken away."""

    def begin(self, place: Place) -> None:
        """Put it there."""
        place.room.hands.hold_screen()

    def end(self, place: Place) -> None:
        """Take it away."""
        place.room.hands.release_screen()


def _befall(place: Place, what: Camera, state: State) -> None:
    view: View = "customer" if what == "customer_camera" else "document"
    place.room.cameras.states[view] = state
