"""Who is believed about the customer and the call: the application, else the page, else the system's own signs."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from huonevahti_kiosk.application import ApplicationReading, CallNumbers
from huonevahti_kiosk.words import Connection, KioskReading

Source = Literal["application", "page", "system", "none"]
_BUSY = ("identifying", "waiting", "in_call", "feedback")
_AWAY = ("identification", "bank", "hand_over")


class Customer(Struct, frozen=True):
    """Whether somebody is being served, who says so, and by which signs; None when nobody can tell."""

    source: Source
    is_served: bool | None
    signs: tuple[str, ...] = ()


class Call(Struct, frozen=True):
    """The call that is up: the label of the camera being sent, and its numbers."""

    source: Source
    camera: str
    numbers: CallNumbers
    camera_is_live: bool | None = None


def customer(
    application: ApplicationReading | None, kiosk: KioskReading | None, system_signs: tuple[str, ...] | None
) -> Customer:
    """Return the word of the first witness that can tell.

    An application in error does not know about its customer; a page that hangs or is not ours tells only that
    somebody was sent to it.
    """
    if application is not None and application.is_fresh and application.word.state != "error":
        state = application.word.state
        return Customer("application", state in _BUSY, (f"application_{state}",) if state in _BUSY else ())
    if kiosk is not None:
        signs = _page_signs(kiosk)
        if signs:
            return Customer("page", is_served=True, signs=signs)
        if kiosk.page == "home" and kiosk.answers and kiosk.live_tracks == 0:
            return Customer("page", is_served=False)
    if system_signs is not None:
        return Customer("system", bool(system_signs), system_signs)
    return Customer("none", None)


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


def _page_signs(kiosk: KioskReading) -> tuple[str, ...]:
    signs = []
    if kiosk.connection is not None and kiosk.connection.connected:
        signs.append("page_connection")
    if kiosk.live_tracks:
        signs.append("page_media")
    if kiosk.page in _AWAY:
        signs.append(f"page_{kiosk.page}")
    return tuple(signs)


def _numbers(connection: Connection) -> CallNumbers:
    return CallNumbers(
        frames_per_second=connection.frames_per_second,
        sent_loss_ratio=connection.sent_loss_ratio,
        received_loss_ratio=connection.received_loss_ratio,
        jitter_seconds=connection.jitter_seconds,
        round_trip_seconds=connection.round_trip_seconds,
        microphone_level_ratio=connection.microphone_level_ratio,
    )
