"""Happenings with the call itself: they show only while a visit goes on and our own page holds the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from huonevahti_agent.simulated.call import FRAMES_PER_SECOND, JITTER_SECONDS, ROUND_TRIP_SECONDS
from huonevahti_fleet.scenarios.happenings._happening import Passing

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

Percent = Annotated[int, Meta(ge=0, le=100)]
Milliseconds = Annotated[int, Meta(ge=0, le=10_000)]


class LossyCall(Passing, frozen=True, kw_only=True, tag="lossy_call"):
    """The call loses so many percent of its packets beyond the room's own line. `for`: until it loses none."""

    percent: Percent = 20

    def begin(self, place: Place) -> None:
        """Lose them."""
        place.room.kiosk.call.loss_ratio = self.percent / 100

    def end(self, place: Place) -> None:
        """Lose none."""
        place.room.kiosk.call.loss_ratio = 0.0


class UnevenCall(Passing, frozen=True, kw_only=True, tag="uneven_call"):
    """The call's packets come with so much jitter, beyond the room's own line. `for`: until they come evenly."""

    milliseconds: Milliseconds = 120

    def begin(self, place: Place) -> None:
        """Let them come unevenly."""
        place.room.kiosk.call.jitter_seconds = self.milliseconds / 1000

    def end(self, place: Place) -> None:
        """Let them come evenly."""
        place.room.kiosk.call.jitter_seconds = JITTER_SECONDS


class SlowCall(Passing, frozen=True, kw_only=True, tag="slow_call"):
    """There and back to the specialist takes so long, beyond the room's own line. `for`: until it is quick."""

    milliseconds: Milliseconds = 900

    def begin(self, place: Place) -> None:
        """Slow it down."""
        place.room.kiosk.call.round_trip_seconds = self.milliseconds / 1000

    def end(self, place: Place) -> None:
        """Let it be quick."""
        place.room.kiosk.call.round_trip_seconds = ROUND_TRIP_SECONDS


class FewPictures(Passing, frozen=True, kw_only=True, tag="few_pictures"):
    """The terminal sends few pictures a second in the call. `for`: until it sends as many as usual."""

    per_second: Annotated[float, Meta(ge=0, le=30)] = 2.0

    def begin(self, place: Place) -> None:
        """Send few."""
        place.room.kiosk.call.frames_per_second = self.per_second

    def end(self, place: Place) -> None:
        """Send as many as usual."""
        place.room.kiosk.call.frames_per_second = FRAMES_PER_SECOND


class SendDocumentCamera(Passing, frozen=True, kw_only=True, tag="send_document_camera"):
    """The specialist chooses the document camera. `for`: until the customer camera is chosen again."""

    def begin(self, place: Place) -> None:
        """Send the document camera."""
        place.room.kiosk.call.sends = "document"

    def end(self, place: Place) -> None:
        """Send the first camera."""
        place.room.kiosk.call.sends = "first"


class SendNoCamera(Passing, frozen=True, kw_only=True, tag="send_no_camera"):
    """The call sends no picture. `for`: until it sends the first camera again."""

    def begin(self, place: Place) -> None:
        """Send none."""
        place.room.kiosk.call.sends = "none"

    def end(self, place: Place) -> None:
        """Send the first camera."""
        place.room.kiosk.call.sends = "first"


class StopCameraOfCall(Passing, frozen=True, kw_only=True, tag="stop_camera_of_call"):
    """The camera of the call gives no new pictures. `for`: until it does."""

    def begin(self, place: Place) -> None:
        """Stop it."""
        place.room.kiosk.call.sends = "still"

    def end(self, place: Place) -> None:
        """Let it go on."""
        place.room.kiosk.call.sends = "first"
