"""The signs of a session, from what the terminal answers now and what it answered before.

Each witness is believed about what it sees. About what it does not see the first one that can tell is believed: the
application, else the page, else the system; what the others could not read then matters no longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_kiosk.application import ApplicationReading
from huonevahti_kiosk.words import KioskReading
from huonevahti_wire.plan.guard import Sign, Situation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SERVING = ("identifying", "waiting", "in_call", "feedback")
_AWAY = ("identification", "bank", "hand_over")
_HANDS: tuple[Source, ...] = ("touch", "call_button")


class Held(Struct, frozen=True):
    """A camera or a microphone that a program has open; which program it is stays on the terminal."""

    device: Literal["camera", "microphone"]
    by: Literal["kiosk", "agent", "other"] = "kiosk"


class Readings(Struct, frozen=True, kw_only=True):
    """What the witnesses say; None where one does not.

    `unread` names those that the terminal has and that do not answer: `page`, `camera` for the held devices, `touch`,
    `call_button`. `reason` is the code of why the held devices cannot be told.
    """

    application: ApplicationReading | None = None
    kiosk: KioskReading | None = None
    held: tuple[Held, ...] | None = None
    hands: Hands | None = None
    unread: tuple[Source, ...] = ()
    reason: str = ""


class Look(Struct, frozen=True):
    """What was read at an instant, and the situation that follows from it and from the looks before."""

    at: datetime
    readings: Readings
    situation: Situation


def is_served(readings: Readings) -> bool | None:
    """Return whether a customer is being served, by the first witness that can tell; None when nobody can.

    An application in error does not know about its customer; a page that hangs or is not ours tells only that
    somebody was sent to it.
    """
    state = _told(readings.application)
    if state:
        return state in _SERVING
    kiosk = readings.kiosk
    if kiosk is not None and (_has_media(kiosk) or kiosk.live_tracks or kiosk.page in _AWAY):
        return True
    if _page_is_idle(kiosk):
        return False
    return None if readings.held is None else any(held.by != "agent" for held in readings.held)


def follow(before: Situation, readings: Readings, now: datetime) -> Situation:
    """Return the situation after one more look; a session whose last sign is gone has ended now."""
    signs = tuple(_seen(readings, before.signs, now))
    ended_at = now if _is_session(before.signs) and not _is_session(signs) else before.session_ended_at
    return replace(before, signs=signs, session_ended_at=ended_at)


def shifted(situation: Situation, step: timedelta) -> Situation:
    """Return the situation after the clock was stepped: what happened an hour ago still did."""
    if not step:
        return situation
    ended_at, emptied_at = situation.session_ended_at, situation.emptied_at
    return replace(
        situation,
        signs=tuple(replace(sign, since=sign.since + step) for sign in situation.signs),
        session_ended_at=None if ended_at is None else ended_at + step,
        emptied_at=None if emptied_at is None else emptied_at + step,
    )


def _is_session(signs: Iterable[Sign]) -> bool:
    return any(sign.is_readable and sign.held_by != "agent" and sign.source not in _HANDS for sign in signs)


def _seen(readings: Readings, before: Iterable[Sign], now: datetime) -> Iterator[Sign]:
    known = {(sign.source, sign.held_by, sign.is_readable): sign.since for sign in before}
    if _told(readings.application) in _SERVING and readings.application is not None:
        yield Sign("application", now - timedelta(seconds=readings.application.state_seconds))
    if readings.kiosk is not None:
        yield from _of_page(readings.kiosk, known, now)
    for device, by in _held(readings):
        yield Sign(device, known.get((device, by, True), now), by)
    if readings.hands is not None:
        yield from _of_hands(readings.hands)
    for source in _unreadable(readings):
        yield Sign(source, known.get((source, "kiosk", False), now), is_readable=False)


_Known = dict[tuple[Source, Literal["kiosk", "agent", "other"], bool], datetime]
_Holder = tuple[Literal["camera", "microphone"], Literal["kiosk", "agent", "other"]]


def _of_page(kiosk: KioskReading, known: _Known, now: datetime) -> Iterator[Sign]:
    if _has_media(kiosk):
        yield Sign("media", known.get(("media", "kiosk", True), now))
    if kiosk.page in (*_AWAY, "foreign"):
        yield Sign("page", now - timedelta(seconds=kiosk.page_seconds))


def _held(readings: Readings) -> list[_Holder]:
    """Devices by holder, each once; a page does not tell which of its tracks are cameras."""
    tracks: list[_Holder] = [("camera", "kiosk")] if readings.kiosk and readings.kiosk.live_tracks else []
    return list(dict.fromkeys([*tracks, *((held.device, held.by) for held in readings.held or ())]))


def _of_hands(hands: Hands) -> Iterator[Sign]:
    if hands.touched_at is not None:
        yield Sign("touch", hands.touched_at, is_stuck=hands.touch_held_seconds >= STUCK_SECONDS)
    if hands.pressed_at is not None:
        yield Sign("call_button", hands.pressed_at, is_stuck=hands.press_held_seconds >= STUCK_SECONDS)


def _unreadable(readings: Readings) -> Iterator[Source]:
    kiosk, application = readings.kiosk, readings.application
    if not _told(application):
        page_tells = _page_is_idle(kiosk) or (kiosk is not None and _has_media(kiosk))
        if application is not None and not application.is_fresh and not page_tells:
            yield "application"
        if "page" in readings.unread or (kiosk is not None and kiosk.answers is False):
            yield "page"
        if "camera" in readings.unread and not page_tells:
            yield "camera"
    yield from (source for source in readings.unread if source in _HANDS)


def _told(application: ApplicationReading | None) -> str:
    """The state an application stands by; empty when it is silent, in error or not there."""
    if application is None or not application.is_fresh or application.word.state == "error":
        return ""
    return application.word.state


def _has_media(kiosk: KioskReading) -> bool:
    return kiosk.connection is not None and kiosk.connection.connected


def _page_is_idle(kiosk: KioskReading | None) -> bool:
    """Whether our own page says that it holds no camera and no microphone."""
    return kiosk is not None and kiosk.page == "home" and bool(kiosk.answers) and kiosk.live_tracks == 0
