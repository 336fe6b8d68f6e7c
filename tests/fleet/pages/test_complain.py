"""The form of a complaint: filled in by its address, refused with what is missing, answered at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._symptoms import GROUPS
from huonevahti_fleet.pages.complain import time_of, view
from huonevahti_fleet.store import Store
from tests.fleet.pages.caring import Clock, application, troubled
from tests.fleet.pages.sample import NOW, STATES

ZONE = "Europe/Helsinki"


@pytest.fixture
def web(kept: Store) -> Iterator[TestClient]:
    """The application over one room in trouble and one that is well."""
    troubled(kept)
    with TestClient(application(kept, Clock()), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, NOW),
        ({"time": "ago_15"}, NOW - timedelta(minutes=15)),
        ({"time": "at", "clock": "09:52"}, datetime(2026, 11, 24, 7, 52, tzinfo=UTC)),
        ({"time": "at", "clock": "9.52"}, datetime(2026, 11, 24, 7, 52, tzinfo=UTC)),
        ({"time": "at", "clock": "16:30", "day": "2026-11-23"}, datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
        ({"time": "at", "clock": "10:34"}, NOW),
        ({"time": "at", "clock": "14:00"}, None),
        ({"time": "at", "clock": "09:52", "day": "2026-11-01"}, None),
        ({"time": "at", "clock": ""}, None),
        ({"time": "at", "clock": "25:00"}, None),
        ({"time": "at", "clock": "09:52", "day": "x" * 9}, None),
        ({"time": "at", "clock": "09:52+14:00"}, None),
        ({"time": "yesterday"}, None),
    ],
)
def test_a_time_is_told_as_people_tell_it(form: dict[str, str], expected: datetime | None) -> None:
    assert time_of(form, ZONE, NOW) == expected


def test_every_symptom_can_be_chosen_once() -> None:
    offered = [symptom for _, symptoms in GROUPS for symptom in symptoms]
    assert sorted(offered) == sorted(Symptom)


def test_rooms_stand_by_name_and_an_address_fills_the_form_in() -> None:
    shown = view(STATES, {"room": "porvoo", "symptom": "crackle", "clock": "09:52"}, (), Reader("en", NOW))
    assert [name for _, name in shown.rooms][:2] == ["Imatra city hall", "Joensuu 1"]
    assert (shown.room, shown.symptom, shown.time, shown.clock) == ("porvoo", "crackle", "at", "09:52")
    assert len(shown.days) == 7


def test_a_link_fills_in_everything_and_nothing_of_it_is_believed(web: TestClient) -> None:
    page = web.get('/complain?room=imatra&symptom=crackle&clock="><script>&lang=en').text
    assert '<option value="imatra" selected>' in page
    assert 'value="crackle" checked' in page
    assert "><script>" not in page.replace('"></script>', "").replace('defer></script>', "")


def test_a_complaint_leads_to_the_fault_of_that_time(web: TestClient) -> None:
    sent = web.post("/complain", data={"room": "imatra", "time": "now", "symptom": "not_heard"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/complaints/1")
    page = web.get("/complaints/1?lang=en").text
    assert "the microphone is unplugged" in page
    assert 'href="/incidents/1"' in page
    assert web.get("/clearances/1").status_code == 404


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"room": "nowhere"}, "Choose a room."),
        ({"room": ""}, "Choose a room."),
        ({"symptom": "he shouted"}, "Choose what you saw or heard."),
        ({"time": "at", "clock": "nonsense"}, "Give a time"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(
    web: TestClient, kept: Store, changed: dict[str, str], missing: str
) -> None:
    given = {"room": "imatra", "time": "now", "symptom": "echo"} | changed
    page = web.post("/complain?lang=en", data=given)
    assert page.status_code == 422
    assert missing in page.text
    assert kept.complaints.all() == ()


def test_a_form_of_another_server_is_refused(web: TestClient, kept: Store) -> None:
    given = {"room": "imatra", "time": "now", "symptom": "echo"}
    assert web.post("/complain", data=given, headers={"Origin": "https://evil.example"}).status_code != 303
    assert kept.complaints.all() == ()
