"""Who is believed about the call that is up: the application, else the page; of the customer see `signs`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from huonevahti_kiosk.application import ApplicationReading, CallNumbers
from huonevahti_kiosk.words import Connection, KioskReading

Source = Literal["application", "page"]


class Call(Struct, frozen=True):
    """The call that is up: the label of the camera being sent, and its numbers."""

    source: Source
    camera: str
    numbers: CallNumbers
    camera_is_live: bool | None = None


def call(application: ApplicationReading | None, kiosk: KioskReading | None) -> Call | None:
    """Return the call that is up, by the application's word or else the page's own connection."""
    if application is not None and application.is_fresh:
        word = application.word
        return (
            Call("application", word.camera, word.call or CallNumbers()) if word.state == "in_call" else None
        )
    if kiosk is None or kiosk.connection is None or not kiosk.connection.connected:
        return None
    connection = kiosk.connection
    return Call("page", connection.camera, _numbers(connection), connection.camera_is_live)


def _numbers(connection: Connection) -> CallNumbers:
    return CallNumbers(
        frames_per_second=connection.frames_per_second,
        sent_loss_ratio=connection.sent_loss_ratio,
        received_loss_ratio=connection.received_loss_ratio,
        jitter_seconds=connection.jitter_seconds,
        round_trip_seconds=connection.round_trip_seconds,
        microphone_level_ratio=connection.microphone_level_ratio,
    )
