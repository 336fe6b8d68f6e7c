"""Restarts: tonight in one sentence that counts, rooms that can be found, small and quick at a thousand."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead, Why, ahead, window
from huonevahti_fleet.domain.nightly import (
    NightRecord,
    Outcome,
    ReadinessRecord,
    Scheduled,
    scheduled,
    scheduled_at,
)
from huonevahti_fleet.domain.registry import CLOSED, Hours, expand
from huonevahti_fleet.domain.rooms import Room, Site
from huonevahti_fleet.pages import _ahead_lanes as lanes
from huonevahti_fleet.pages import _night_cells, _night_spans, _night_words, _promise, _tonight
from huonevahti_fleet.pages._asked_nights import ROWS, Asked
from huonevahti_fleet.pages._reader import HOME_ZONE, Reader
from huonevahti_fleet.pages._render import STATIC
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import ConfigDocument
from huonevahti_wire.plan.layers import Schedule
from tests.fleet.pages.sample_nights import HOURS, NOW, PROFILE, TODAY, filled
from tests.fleet.pages.serving import application

ZONE = ZoneInfo(HOME_ZONE)
READER = Reader("en", NOW)
ROOM = Room("salo", {"fi": "Salo"}, Site("talo", {"fi": "Talo"}, "lvv"), "in_service", "salo", PROFILE)
OPEN = expand(HOURS[0], HOME_ZONE, NOW)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def fifty() -> Iterator[Store]:
    """Fifty rooms with a month of nights."""
    store = filled(50)
    yield store
    store.close()


def client(store: Store) -> TestClient:
    return TestClient(application(store), headers={"accept-language": "en"})  # type: ignore[arg-type]  # a real store


def planned(schedule: Schedule | None = None, *, hours: Hours = OPEN, now: datetime = NOW, **room: object) -> Ahead:
    """Tonight of one room under a schedule for it."""
    rules: Scheduled = scheduled(ROOM, {("room", "salo"): schedule} if schedule else {})
    return ahead(replace(ROOM, **room), rules, hours, now)  # type: ignore[arg-type]  # the test says what it changes


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (planned(), None),
        (planned(Schedule(is_off=True)), Why.OFF),
        (planned(Schedule(days=("sat",))), Why.DAY_OFF),
        (planned(Schedule(exceptions={TOMORROW: "off"})), Why.EXCEPTION),
        (planned(hours=CLOSED), Why.HOURS_UNKNOWN),
        (planned(Schedule(at="07:45", jitter_seconds=0)), Why.NOT_IN_TIME),
        (planned(terminal=None), Why.NO_TERMINAL),
    ],
)
def test_a_room_restarts_tonight_or_it_is_known_why_not(found: Ahead, why: Why | None) -> None:
    assert found.why == why
    assert found.restarts == (why is None)


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-11-24T05:59", TODAY),
        ("2026-11-24T06:00", TOMORROW),
        ("2026-11-24T23:59", TOMORROW),
        ("2026-11-25T00:00", TOMORROW),
    ],
)
def test_tonight_is_the_running_night_until_six_and_then_the_coming_one(local: str, day: date) -> None:
    assert window(datetime.fromisoformat(local).replace(tzinfo=ZONE), ZONE).day == day


def test_nights_follow_one_another_without_a_gap_through_both_clock_changes() -> None:
    for first in (date(2026, 10, 23), date(2027, 3, 26)):
        noons = [datetime(first.year, first.month, first.day + at, 12, tzinfo=ZONE) for at in range(5)]
        spans = [window(noon, ZONE) for noon in noons]
        assert all(one.end_at == other.start_at for one, other in pairwise(spans))


def test_a_room_is_judged_where_nothing_is_said_as_long_before_its_opening_as_a_terminal_assumes() -> None:
    document = ConfigDocument(terminal="salo", version=1, issued_at=NOW, accept_by=NOW)
    assert scheduled_at("salo", "salo", {}).ready_before.total_seconds() == document.ready_before_opening_seconds


@pytest.mark.parametrize(
    ("every", "sentence"),
    [
        ([], "No room is in service yet"),
        ([planned(Schedule(jitter_seconds=0))], "Tonight the room restarts at 03:30"),
        ([planned(Schedule(is_off=True))] * 2, "Tonight no room restarts, because restarts are switched off"),
        (
            [planned(Schedule(jitter_seconds=0)), planned(Schedule(at="02:00", jitter_seconds=0))],
            "Tonight all 2 rooms restart between 02:00 and 03:30",
        ),
        (
            [planned(Schedule(jitter_seconds=0)), *[planned(hours=CLOSED)] * 2, planned(Schedule(is_off=True))],
            (
                "Tonight 1 of 4 rooms restarts at 03:30; 3 do not, because the opening hours are not known (2) "
                "and restarts are switched off (1)"
            ),
        ),
    ],
)
def test_tonight_is_told_in_one_sentence(every: list[Ahead], sentence: str) -> None:
    assert _tonight.heading(every, READER) == sentence


def test_a_night_is_drawn_in_the_order_of_the_clock() -> None:
    each = planned(Schedule(jitter_seconds=0))
    span = _night_spans.night_span(NOW, ZONE, [each])
    at = {mark.kind: mark.x for mark in lanes.night_lane(each, (), span, READER).marks}
    assert at["restart"] < at["latest"] < at["ready"] < at["open"]
    assert at["restart"] == round(100 * 9.5 / 24, 2)
    assert lanes.night_lane(each, (), span, READER).told == (
        "restart 03:30, latest 07:00, ready by 07:15, open 08:00\N{EN DASH}16:15"
    )


def test_the_week_marks_each_day_without_a_restart() -> None:
    each = planned(Schedule(days=("mon", "tue", "wed", "thu", "fri")))
    lane = lanes.week_lane(each, (), _night_spans.week_span(NOW, ZONE), READER)
    kinds = [mark.kind for mark in lane.marks]
    assert (kinds.count("restart"), kinds.count("off"), kinds.count("open")) == (5, 2, 5)
    assert lane.told == "5 restarts in the 7 days that follow; none on Sat 28 Nov, Sun 29 Nov"


def test_the_last_thirty_nights_end_with_todays_and_tell_of_readiness() -> None:
    opens_at = NOW.replace(hour=6, minute=0)
    failed = NightRecord("salo", TODAY, Outcome.FAILED, ("not_back",), ordered_at=NOW.replace(hour=1, minute=30))
    late = ReadinessRecord("salo", opens_at, opens_at, False, ("camera.order",))
    found = _night_cells.cells([failed], [late], ZONE, READER)
    assert len(found.cells) == 30
    assert (found.cells[-1].outcome, found.cells[-1].ready, found.cells[0].outcome) == ("failed", "not_ready", "none")
    assert found.told == "1 failed, not ready 1 time"
    assert "Failed 03:30" in found.cells[-1].told
    assert "did not come back within 15 minutes" in found.cells[-1].told


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize(
    "code",
    ["open", "media", "touch_expired", "clock_behind", "camera.order", "boot.power_cut", "something_new"],
)
def test_each_reason_is_told_in_words(code: str, language: str) -> None:
    assert _night_words.reason(code, Reader(language, NOW))


def test_a_share_is_rounded_down_so_that_all_means_all() -> None:
    assert [_promise.percent(share, READER) for share in (1, 0.9999, 0.5)] == [
        "100\N{NO-BREAK SPACE}%",
        "99.9\N{NO-BREAK SPACE}%",
        "50.0\N{NO-BREAK SPACE}%",
    ]


def test_the_months_run_over_the_turn_of_the_year() -> None:
    assert _promise.months(date(2027, 2, 3))[0] == date(2026, 9, 1)
    assert _promise.months(date(2027, 2, 3))[-1] == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/restarts", 50),
        ("/restarts?site=site-2", 3),
        ("/restarts?q=talo+porvoo", 0),
        ("/restarts?q=PORVOO", 3),
        ("/restarts?show=not_tonight", 4),
        ("/restarts?show=nonsense&page=x", 50),
        ("/restarts?q=nowhere", 0),
    ],
)
def test_rooms_are_found_by_name_site_and_what_they_do(fifty: Store, address: str, found: int) -> None:
    html = client(fifty).get(address).text
    assert html.count("<tr data-row") == found


def test_what_came_of_last_night_narrows_the_rooms(fifty: Store) -> None:
    failed = fifty.openings.outcomes(TODAY)[Outcome.FAILED]
    assert client(fifty).get("/restarts?show=failed").text.count("<tr data-row") == failed > 0


def test_a_page_beyond_the_last_shows_the_last(fifty: Store) -> None:
    assert client(fifty).get("/restarts?page=9").text.count("<tr data-row") == ROWS


def test_an_address_can_be_made_anew_from_what_was_asked() -> None:
    asked = Asked.of({"q": "imatra & co", "site": "site-1", "page": "2"})
    assert asked.address(page=1) == "/restarts?q=imatra+%26+co&site=site-1"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_page_is_whole_in_each_language(fifty: Store, language: str) -> None:
    html = client(fifty).get(f"/restarts?lang={language}").text
    assert html.count("<h1>") == 1
    assert not re.findall(r"\b(restarts|morning)\.[a-z_]+[^a-z/.]", re.sub(r'href="[^"]*"', "", html))


def test_a_thousand_rooms_are_small_and_take_a_page_at_a_time() -> None:
    store = filled(1000, nights=1)
    app: FastAPI = application(store)  # type: ignore[arg-type]  # a real store
    answer = TestClient(app).get("/restarts", headers={"accept-encoding": "gzip"})
    assert answer.text.count("<tr data-row") == ROWS
    names = ("vendor/htmx-2.min.js", "vendor/hx-sse-2.min.js", "hv.js", "hv.css", "restarts.css")
    packed_bytes = sum(len(gzip.compress((STATIC / name).read_bytes(), 5)) for name in names)
    assert packed_bytes + len(gzip.compress(answer.content, 5)) <= 60_000
    store.close()
