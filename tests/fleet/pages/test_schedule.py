"""Schedule: what is typed is read or told by field, a preview changes nothing, and what it showed is what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from huonevahti_fleet import texts
from huonevahti_fleet.domain.nightly import by_place
from huonevahti_fleet.flows import edit_schedule
from huonevahti_fleet.pages import _schedule_changes
from huonevahti_fleet.pages._chosen import chosen
from huonevahti_fleet.pages._schedule_form import edits, read, typed
from huonevahti_fleet.pages._tonight import read as read_tonight
from huonevahti_fleet.store import Store
from huonevahti_wire.plan.layers import Schedule
from tests.fleet.pages.sample_nights import NOW, TODAY, filled
from tests.fleet.pages.serving import application
from tests.fleet.pages.test_restarts import READER

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
WHOLE = {
    "is_off": "on",
    "at": "4.40",
    "day_mon": "on",
    "day_sun": "on",
    "latest_minutes": "90",
    "ready_minutes": "60",
    "jitter_minutes": "0",
    "exceptions": "24.12.2026 off\n2027-01-01 05.15",
    "who": "Maija",
}


@pytest.fixture
def store() -> Iterator[Store]:
    """Nine rooms of three sites, a night each."""
    opened = filled(9, nights=1)
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(application(store), headers={"accept-language": "en"})  # type: ignore[arg-type]  # a real store


def confirmed(client: TestClient, previewed: Response, **changed: str) -> Response:
    """Press the button of a preview."""
    main = previewed.text.partition("<main")[2]
    fields = {name: value.replace("&#34;", '"') for name, value in HIDDEN.findall(main)}
    return client.post("/restarts/schedule", data={**fields, **changed}, follow_redirects=False)


def test_what_is_typed_becomes_a_layers_word_and_back() -> None:
    word, faults = read(WHOLE)
    assert faults == {}
    assert word == Schedule(
        is_off=False,
        at="04:40",
        days=("mon", "sun"),
        latest_before_opening_seconds=5400,
        ready_before_opening_seconds=3600,
        jitter_seconds=0,
        exceptions={date(2026, 12, 24): "off", date(2027, 1, 1): "05:15"},
    )
    assert read({**typed(word), "who": "Maija"}) == (word, {})
    assert read({**typed(Schedule()), "who": "Maija"}) == (Schedule(), {})


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("at", "25.00"),
        ("at", "3.3"),
        ("at", "noon"),
        ("is_off", "maybe"),
        ("latest_minutes", "14"),
        ("latest_minutes", "721"),
        ("latest_minutes", "1e3"),
        ("latest_minutes", "\N{SUPERSCRIPT TWO}"),
        ("ready_minutes", "14"),
        ("ready_minutes", "241"),
        ("jitter_minutes", "-1"),
        ("jitter_minutes", "241"),
        ("exceptions", "24.12. off"),
        ("exceptions", "31.11.2026 off"),
        ("exceptions", "24.12.2026"),
        ("exceptions", "24.12.2026 25.00"),
        ("who", ""),
    ],
)
def test_what_cannot_be_is_told_by_field_with_what_was_found_and_expected(
    client: TestClient, field: str, found: str
) -> None:
    for language in texts.LANGUAGES:
        answer = client.post(f"/restarts/schedule/preview?lang={language}", data={**WHOLE, field: found})
        assert answer.status_code == 422
        assert f'id="f-{field}"' in answer.text
        expected = re.search(rf'id="f-{field}">([^<]+)<', answer.text)
        assert expected is not None
        assert (found or "\N{EN DASH}") in expected[1]
        assert 'value="90"' in answer.text or field == "latest_minutes"


def test_a_date_that_stands_twice_is_told() -> None:
    _, faults = read({**WHOLE, "exceptions": "24.12.2026 off\n2026-12-24 03.00"})
    assert faults["exceptions"] == ("2026-12-24 03.00", "exceptions_twice")


def test_a_preview_changes_nothing_and_what_it_showed_is_what_happens(
    client: TestClient, store: Store
) -> None:
    before = store.schedules()
    previewed = client.post(
        "/restarts/schedule/preview", data={"for": "site", "slug": "site-0", "at": "04.40", "who": "Maija"}
    )
    assert store.schedules() == before
    assert "This changes 3 rooms" in previewed.text
    assert "Time: 04:40 instead of 03:30" in previewed.text
    shown = re.findall(r"Next restart then: </span><b>([^<]+)</b>", previewed.text)
    assert confirmed(client, previewed).headers["location"] == "/restarts?said=saved"
    said = by_place(store.schedules())[("site", "site-0")]
    assert (said.at, store.schedules()[1].who) == ("04:40", "Maija")
    now = {each.room.slug: each for each in read_tonight(store, NOW)}
    due = [READER.when(n.due_at) for slug in ("room-0", "room-2") if (n := now[slug].night) is not None]
    assert set(due) <= set(shown)
    assert len(due) == 2


def test_somebody_elses_change_in_between_shows_the_preview_anew(client: TestClient, store: Store) -> None:
    previewed = client.post("/restarts/schedule/preview", data={"for": "all", "at": "04.40", "who": "Maija"})
    store.set_schedule("all", "", Schedule(at="02:00"), "Matti", NOW)
    again = confirmed(client, previewed)
    assert again.status_code == 409
    assert "Time: 04:40 instead of 02:00" in again.text
    assert by_place(store.schedules())[("all", "")].at == "02:00"
    assert confirmed(client, again).status_code == 303


def test_other_rooms_than_were_shown_are_not_changed(client: TestClient, store: Store) -> None:
    previewed = client.post(
        "/restarts/schedule/preview", data={"rooms": "room-0 room-1", "at": "04.40", "who": "Maija"}
    )
    assert confirmed(client, previewed, rooms="room-0 room-1 room-2").status_code == 409
    assert ("room", "room-2") not in by_place(store.schedules())


def test_a_time_too_late_for_an_opening_cannot_be_saved(client: TestClient, store: Store) -> None:
    previewed = client.post(
        "/restarts/schedule/preview", data={"for": "all", "at": "07.50", "jitter_minutes": "0", "who": "M"}
    )
    assert "too late for the opening at 08:00" in previewed.text
    assert '<button class="btn">' not in previewed.text
    assert confirmed(client, previewed).status_code == 409
    assert by_place(store.schedules())[("all", "")].at == "03:30"


def test_several_rooms_keep_their_own_word_where_the_form_is_blank(client: TestClient, store: Store) -> None:
    store.set_schedule("room", "room-0", Schedule(at="02:00", exceptions={TODAY: "off"}), "Matti", NOW)
    filled_in = {"rooms": "room-0 room-3", "jitter_minutes": "5", "who": "Maija"}
    confirmed(client, client.post("/restarts/schedule/preview", data=filled_in))
    known = by_place(store.schedules())
    assert known[("room", "room-0")] == Schedule(at="02:00", jitter_seconds=300, exceptions={TODAY: "off"})
    assert known[("room", "room-3")] == Schedule(jitter_seconds=300)
    confirmed(client, client.post("/restarts/schedule/preview", data={**filled_in, "forget": "on"}))
    assert by_place(store.schedules())[("room", "room-0")] == Schedule(jitter_seconds=300)


def test_a_blank_form_takes_the_word_back(client: TestClient, store: Store) -> None:
    confirmed(
        client,
        client.post("/restarts/schedule/preview", data={"for": "room", "slug": "room-1", "who": "Maija"}),
    )
    assert ("room", "room-1") not in by_place(store.schedules())


def test_all_rooms_that_were_found_are_meant_though_they_stand_on_other_pages(
    client: TestClient, store: Store
) -> None:
    html = client.get("/restarts/schedule?every=on&site=site-1").text
    assert "3 rooms" in html
    filled_in = {"every": "on", "site": "site-1", "is_off": "off", "who": "Maija"}
    confirmed(client, client.post("/restarts/schedule/preview", data=filled_in))
    off = [each.slug for each in store.schedules() if each.layer == "room" and each.schedule.is_off]
    assert off == ["room-1", "room-3", "room-4", "room-5"]


def test_the_form_tells_which_layer_won_each_key(client: TestClient) -> None:
    html = client.get("/restarts/schedule?for=room&slug=room-6").text
    assert "Now: 02:15 (set for the site, Matti)" in html
    assert "Now: 30 minutes (set for all rooms, Maija)" in html
    assert "Now: every day (as delivered)" in html
    assert (
        f"{READER.t('schedule.exception_off', day=texts.day('en', NOW + timedelta(days=3)))} (set for the site, Matti)"
        in html
    )


def test_nobody_of_that_name_is_there(client: TestClient) -> None:
    for address in ("?for=site&slug=nowhere", "?for=room&slug=", "?room=nowhere", "?for=planet"):
        assert client.get(f"/restarts/schedule{address}").status_code == 404


def test_a_form_of_another_servers_page_is_refused(client: TestClient) -> None:
    for address in ("", "/preview", "/edit"):
        answer = client.post(
            f"/restarts/schedule{address}", data=WHOLE, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code in (403, 404)


def test_what_was_typed_is_kept_on_the_way_back(client: TestClient) -> None:
    html = client.post("/restarts/schedule/edit", data=WHOLE).text
    assert 'value="4.40"' in html
    assert "2027-01-01 05.15" in html


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("02:30", []),
        (
            "03:30",
            [
                "Sun 28 Mar the clocks skip 03:30: the restart is then at 04:30, once.",
                "Sun 31 Oct 03:30 comes twice: the restart is at the first, once.",
            ],
        ),
    ],
)
def test_the_nights_of_the_clock_changes_are_told(at: str, told: list[str]) -> None:
    assert list(_schedule_changes.clock_changes(at, READER)) == told


def test_an_edit_of_one_layer_says_what_the_form_says(store: Store) -> None:
    whom = chosen({"for": "all"}, read_tonight(store, NOW), {}, READER)
    assert whom is not None
    (edit,) = edits(whom, Schedule(at="04:40"), {}, forget=False)
    changes = edit_schedule.preview(store, [edit], NOW)
    assert len(changes) == 9
