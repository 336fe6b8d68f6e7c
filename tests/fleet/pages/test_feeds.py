"""Feeds: a calendar that calendars can read, and files that a Finnish Excel opens and nobody's formula runs in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from huonevahti_fleet.pages._tonight import read
from huonevahti_fleet.pages.feeds import lines, planned
from huonevahti_fleet.store import Store
from tests.fleet.pages.sample_nights import NOW, TODAY, filled
from tests.fleet.pages.serving import application
from tests.fleet.pages.test_restarts import READER


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Nine rooms of three sites with a month of nights."""
    opened = filled(9)
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(application(store), headers={"accept-language": "en"})  # type: ignore[arg-type]  # a real store


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def test_the_calendar_holds_each_planned_restart_of_two_weeks(client: TestClient, store: Store) -> None:
    answer = client.get("/restarts.ics?room=room-6")
    assert answer.headers["content-type"].startswith("text/calendar")
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(entries) == 13
    night = next(each.night for each in read(store, NOW) if each.room.slug == "room-6")
    assert night is not None
    assert entries[0].get("DTSTART").dt == night.begins_at.astimezone(UTC)
    assert str(entries[0].get("SUMMARY")) == "Restart: Porvoo 1"
    days = {entry.get("DTSTART").dt.date() for entry in entries}
    assert TODAY + timedelta(days=3) not in days
    assert len({str(entry.get("UID")) for entry in entries}) == 13


def test_rooms_of_a_site_that_restart_together_are_one_entry(store: Store) -> None:
    together = planned(read(store, NOW), READER)
    assert {len(names) for (site, _, _), names in together.items() if site == "site-0"} == {2}
    assert {len(names) for (site, _, _), names in together.items() if site == "site-1"} == {3}


def test_a_feed_of_nobody_is_not_there_and_one_without_restarts_is_empty(client: TestClient) -> None:
    assert client.get("/restarts.ics?room=nowhere").status_code == 404
    assert client.get("/restarts.ics?site=nowhere").status_code == 404
    assert Calendar.from_ical(client.get("/restarts.ics?room=room-1").content).walk("VEVENT") == []


def test_nights_are_a_file_with_one_line_a_night(client: TestClient) -> None:
    answer = client.get("/restarts/nights.csv?site=site-0")
    rows = table(answer.text)
    assert len(rows) == 90
    assert set(rows[0]) >= {"room", "day", "outcome", "reasons", "ordered_at"}
    assert {row["room"] for row in rows} == {"room-0", "room-1", "room-2"}
    assert "attachment" in answer.headers["content-disposition"]


def test_readiness_and_promises_agree(client: TestClient) -> None:
    ready = [row for row in table(client.get("/restarts/readiness.csv").text) if row["opens_at"] >= "2026-11"]
    kept = [row for row in table(client.get("/restarts/promises.csv").text) if row["month"] == "2026-11"]
    assert sum(int(row["openings"]) for row in kept) == len(ready) > 0
    assert sum(int(row["ready"]) for row in kept) == sum(int(row["is_ready"]) for row in ready)


def test_no_cell_can_be_taken_for_a_formula() -> None:
    assert lines(("a",), [("=1+1",), ("@x",), ("-2",), (None,), ("3",)])[1:].split("\r\n")[1:-1] == [
        "'=1+1",
        "'@x",
        "'-2",
        '""',
        "3",
    ]
