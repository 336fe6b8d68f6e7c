"""Making one reading of what pages answered; keeps what costs the page something for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite

from msgspec import Struct

from huonevahti_kiosk.devtools import DevTools
from huonevahti_kiosk.questions import Counted, Questions
from huonevahti_kiosk.settings import Settings
from huonevahti_kiosk.targets import Target, Targets
from huonevahti_kiosk.words import Connection, KioskReading, PageDevices
from huonevahti_wire.signals import short_text

LOOK_SECONDS = 2.0
KEPT_SECONDS = 20.0
"""Listing devices opens every camera for a moment, counting objects collects a page's garbage: not more often."""


class _Seen(Struct, frozen=True):
    """What the events told, before anything is asked."""

    front: Target | None
    askable: tuple[Target, ...]
    errors_per_hour: int


class _Media(Struct, frozen=True):
    devices: PageDevices | None = None
    live_tracks: int | None = None
    connection: Connection | None = None


class Readings:
    """The readings of one run of the browser."""

    def __init__(self, devtools: DevTools, settings: Settings) -> None:
        self._devtools = devtools
        self._settings = settings
        self._kept: tuple[float, list[str], _Media] | None = None
        self._packets = (0.0, 0.0)

    def forget(self) -> None:
        """Ask everything anew at the next look."""
        self._kept = None

    def look(self, starts_per_hour: int) -> KioskReading:
        """Return what is so now, within two seconds."""
        self._devtools.tick()
        deadline = time.monotonic() + LOOK_SECONDS
        seen: _Seen = self._devtools.seen(_seen)
        front = seen.front
        if front is None:
            return KioskReading(
                browser="starting", starts_per_hour=starts_per_hour, page="none", page_seconds=0.0
            )
        reading = KioskReading(
            browser="running",
            starts_per_hour=starts_per_hour,
            page="error" if front.has_failed else front.page,
            page_seconds=time.monotonic() - front.since,
            crashed=front.is_crashed,
            errors_per_hour=seen.errors_per_hour,
        )
        return self._asked(reading, seen, lambda: deadline - time.monotonic())

    def _asked(self, reading: KioskReading, seen: _Seen, seconds_left: Callable[[], float]) -> KioskReading:
        front = next((target for target in seen.askable if target is seen.front), None)
        answers = start_button = None
        if front is not None:
            questions = Questions(self._devtools, front, seconds_left)
            answers = questions.answers()
            if answers and self._settings.start_button:
                start_button = questions.start_button(self._settings.start_button, self._settings.start_page)
        media = self._media(seen.askable, front, seconds_left) if answers is not False else _Media()
        return _with(reading, answers=answers, start_button=start_button, **_fields(media))

    def _media(
        self, askable: tuple[Target, ...], front: Target | None, seconds_left: Callable[[], float]
    ) -> _Media:
        if not askable:
            return _Media()
        now = time.monotonic()
        worlds = [target.context for target in askable]
        if self._kept and self._kept[0] > now - KEPT_SECONDS and self._kept[1] == worlds:
            return self._kept[2]
        every = [Questions(self._devtools, target, seconds_left) for target in askable]
        tracks = [questions.live_tracks() for questions in every]
        counted = [one for questions in every for one in questions.connections() or ()]
        media = _Media(
            devices=Questions(self._devtools, front, seconds_left).devices() if front else None,
            live_tracks=None if None in tracks else sum(number or 0 for number in tracks),
            connection=self._connection(counted),
        )
        self._kept = (now, worlds, media)
        return media

    def _connection(self, counted: list[Counted]) -> Connection | None:
        """Return the connection that sends a camera if there are several; losses of all of them."""
        lost, received = sum(one.lost for one in counted), sum(one.received for one in counted)
        newly_lost, newly_received = lost - self._packets[0], received - self._packets[1]
        self._packets = (lost, received)
        if not counted:
            return None
        one = max(counted, key=lambda each: (each.connected, bool(each.camera)))
        newly = newly_lost + newly_received
        return Connection(
            connected=one.connected,
            camera=short_text(one.camera),
            camera_is_live=one.live,
            frames_per_second=_number(one.frames),
            sent_loss_ratio=_ratio(one.sent_loss),
            received_loss_ratio=_ratio(newly_lost / newly) if newly > 0 and newly_received >= 0 else None,
            jitter_seconds=_number(one.jitter),
            round_trip_seconds=_number(one.trip),
            microphone_level_ratio=_ratio(one.level),
        )


def _seen(targets: Targets) -> _Seen:
    return _Seen(targets.front(), tuple(targets.askable()), targets.errors_per_hour(time.monotonic()))


def _with(reading: KioskReading, **changes: object) -> KioskReading:
    return KioskReading(**{**_fields(reading), **changes})  # type: ignore[arg-type]  # fields of the same struct


def _fields(of: Struct) -> dict[str, object]:
    return {name: getattr(of, name) for name in of.__struct_fields__}


def _number(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) and value >= 0 else None


def _ratio(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else min(1.0, max(0.0, value))
