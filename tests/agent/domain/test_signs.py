"""Which signs of a session follow from what the witnesses say, since when, and whether anybody is served."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_agent.domain.signs import Held, Readings, follow, is_served
from huonevahti_kiosk.application import FRESH_SECONDS, ApplicationReading, State, Word
from huonevahti_kiosk.words import Connection, KioskReading, PageKind
from huonevahti_wire.plan.guard import Sign, Situation

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OLD = FRESH_SECONDS + 1
CALL = Connection(connected=True)


def _before(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def _says(state: State, age_seconds: float = 1.0) -> ApplicationReading:
    return ApplicationReading(word=Word(v=1, state=state), age_seconds=age_seconds, state_seconds=300.0)


def _page(page: PageKind = "home", answers: bool | None = True, **more: Any) -> KioskReading:
    fields: dict[str, Any] = {"live_tracks": 0 if page == "home" and answers else None} | more
    return KioskReading(
        browser="running", starts_per_hour=1, page=page, page_seconds=90.0, answers=answers, **fields
    )


CAMERA = Held("camera")
HUNG = _page(answers=False)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param(Readings(application=_says("waiting"), held=()), True, id="waiting"),
        pytest.param(
            Readings(application=_says("start"), kiosk=_page(live_tracks=2), held=(CAMERA,)),
            False,
            id="the application is believed first",
        ),
        pytest.param(
            Readings(application=_says("in_call", OLD), kiosk=_page(), held=(CAMERA,)),
            False,
            id="its word is old",
        ),
        pytest.param(Readings(application=_says("error"), held=()), False, id="in error it cannot know"),
        pytest.param(Readings(kiosk=_page(live_tracks=1), held=()), True, id="the page holds a camera"),
        pytest.param(Readings(kiosk=_page(connection=CALL), held=()), True, id="a live connection"),
        pytest.param(Readings(kiosk=_page("identification", None), held=()), True, id="somebody identifies"),
        pytest.param(Readings(kiosk=HUNG, held=()), False, id="the page hangs, the system sees nobody"),
        pytest.param(Readings(kiosk=_page("foreign", None), held=(CAMERA,)), True, id="elsewhere in a call"),
        pytest.param(Readings(kiosk=_page("foreign", None), held=()), False, id="stranded elsewhere"),
        pytest.param(Readings(held=(Held("camera", "agent"),)), False, id="our own capture"),
        pytest.param(Readings(), None, id="nobody can tell"),
    ],
)
def test_the_first_witness_that_can_tell_is_believed_about_the_customer(
    readings: Readings, expected: bool | None
) -> None:
    assert is_served(readings) is expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param(Readings(held=()), [], id="nothing"),
        pytest.param(
            Readings(application=_says("feedback")), [Sign("application", _before(300))], id="its word"
        ),
        pytest.param(
            Readings(application=_says("start"), unread=("page", "camera")),
            [],
            id="what the application tells need not be read elsewhere",
        ),
        pytest.param(
            Readings(application=_says("start"), kiosk=_page(connection=CALL)),
            [Sign("media", NOW)],
            id="moving media holds whatever the application says",
        ),
        pytest.param(
            Readings(kiosk=_page(connection=CALL, live_tracks=2), held=(CAMERA, Held("microphone"))),
            [Sign("media", NOW), Sign("camera", NOW), Sign("microphone", NOW)],
            id="a call, each device once",
        ),
        pytest.param(
            Readings(kiosk=_page(), held=(Held("camera", "other"),)),
            [Sign("camera", NOW, "other")],
            id="another program",
        ),
        pytest.param(
            Readings(kiosk=_page("foreign", None)), [Sign("page", _before(90))], id="a foreign page"
        ),
        pytest.param(Readings(kiosk=_page("bank", None)), [Sign("page", _before(90))], id="at the bank"),
        pytest.param(Readings(kiosk=_page("blank", None)), [], id="an empty page"),
        pytest.param(Readings(kiosk=HUNG), [Sign("page", NOW, is_readable=False)], id="a page that hangs"),
        pytest.param(
            Readings(kiosk=_page(), unread=("camera",)), [], id="the page is believed before the system"
        ),
        pytest.param(
            Readings(unread=("page", "camera")),
            [Sign("page", NOW, is_readable=False), Sign("camera", NOW, is_readable=False)],
            id="nobody answers",
        ),
        pytest.param(
            Readings(application=_says("waiting", OLD), kiosk=HUNG),
            [Sign("application", NOW, is_readable=False), Sign("page", NOW, is_readable=False)],
            id="a silent application before a page that hangs",
        ),
        pytest.param(
            Readings(application=_says("waiting", OLD), kiosk=_page()), [], id="the page tells in its place"
        ),
        pytest.param(
            Readings(hands=Hands(_before(60), 0.0, _before(61), STUCK_SECONDS)),
            [Sign("touch", _before(60)), Sign("call_button", _before(61), is_stuck=True)],
            id="hands, one of them stuck",
        ),
        pytest.param(
            Readings(application=_says("start"), unread=("touch",)),
            [Sign("touch", NOW, is_readable=False)],
            id="no witness tells of hands in the screen's place",
        ),
    ],
)
def test_signs_follow_from_what_is_read(readings: Readings, expected: list[Sign]) -> None:
    assert list(follow(Situation(), readings, NOW).signs) == expected


def test_a_sign_that_goes_on_keeps_its_beginning_and_one_that_changes_begins_anew() -> None:
    first = follow(Situation(), Readings(held=(CAMERA,), unread=("page",)), _before(600))
    second = follow(first, Readings(held=(CAMERA,), kiosk=HUNG), _before(300))
    assert second.signs == (Sign("camera", _before(600)), Sign("page", _before(600), is_readable=False))
    third = follow(second, Readings(kiosk=_page(), held=(Held("camera", "other"),)), NOW)
    assert third.signs == (Sign("camera", NOW, "other"),)


def test_the_end_of_a_session_is_remembered_and_a_hand_alone_is_none() -> None:
    hand = Readings(held=(), hands=Hands(_before(900)))
    touched = follow(Situation(), hand, _before(900))
    in_call = follow(touched, Readings(kiosk=_page(connection=CALL), hands=Hands(_before(800))), _before(800))
    ended = follow(in_call, Readings(kiosk=_page(), hands=Hands(_before(700))), _before(600))
    later = follow(ended, Readings(kiosk=_page()), NOW)
    found = [each.session_ended_at for each in (touched, in_call, ended, later)]
    assert found == [None, None, _before(600), _before(600)]


def test_our_own_capture_that_ends_is_no_session_that_ended() -> None:
    capture = follow(Situation(), Readings(held=(Held("microphone", "agent"),)), _before(10))
    assert follow(capture, Readings(held=()), NOW).session_ended_at is None
