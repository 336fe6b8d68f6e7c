"""Restarts, schedules and bookings for programs: as the document says, and refused with what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import api
from huonevahti_fleet.app import build
from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Batch, Store
from tests.fakes.fleet import NOW, SEAL, birth, intake_over, later, said

DAY = date(2026, 11, 24)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:Matti Meikäläinen, pension
DTSTART:20261124T120000Z
DTEND:20261124T124500Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def web(store: Store) -> Iterator[TestClient]:
    """Two rooms, one of them heard; a night behind it and an opening ahead."""
    intake = intake_over(store)
    intake.take([said(birth())], NOW)
    batch = Batch(intake.fleet, NOW)
    batch.night(NightRecord("imatra", DAY, Outcome.DONE, (), later(-30_000), later(-20_000), None, later(-29_000)))
    batch.readiness(ReadinessRecord("imatra", later(-9_000), later(-11_700), False, ("camera.order",), ("sound.loop",)))
    store.commit(batch)
    application = build(Settings(broker_host=""), store, lambda: later(4))
    application.state.seal = SEAL
    with TestClient(application) as client:
        yield client


def _is(shape: str, value: Any) -> None:
    jsonschema.validate(
        value, {"$ref": f"#/components/schemas/{shape}", "components": api.document()["components"]}
    )


def _json(web: TestClient, path: str, shape: str, **params: Any) -> Any:
    found = web.get(f"/api/v1{path}", params=params)
    assert found.status_code == 200, found.text
    _is(shape, found.json())
    return found.json()


def test_restarts_show_what_rules_tonight_and_the_week_ahead(web: TestClient) -> None:
    imatra, nurmes = _json(web, "/restarts", "Page_RestartItem_")["items"]
    assert (imatra["schedule"]["at"], imatra["won_by"]["at"]) == ("03:30", "shipped")
    assert (imatra["tonight"]["outcome"], nurmes["tonight"]) == ("done", None)
    assert [due["day"] for due in imatra["ahead"]] == [f"2026-11-{day}" for day in range(25, 31)] + ["2026-12-01"]
    assert imatra["ahead"][0]["due_at"] == "2026-11-25T01:45:53Z"
    assert imatra["ahead"][0]["latest_at"] == "2026-11-25T05:00:00Z"
    assert _json(web, "/restarts", "Page_RestartItem_", site="tuvat")["items"] == []


def test_nights_and_openings_are_listed(web: TestClient) -> None:
    (night,) = _json(web, "/nights", "Page_NightItem_")["items"]
    assert (night["room"], night["day"], night["outcome"]) == ("imatra", "2026-11-24", "done")
    (opening,) = _json(web, "/readiness", "Page_ReadinessItem_")["items"]
    assert (opening["is_ready"], opening["reasons"], opening["untested"]) == (False, ["camera.order"], ["sound.loop"])
    assert _json(web, "/nights", "Page_NightItem_", since="2026-11-25")["items"] == []
    assert _json(web, "/nights", "Page_NightItem_", room="nurmes")["items"] == []
    assert _json(web, "/nights", "Page_NightItem_", cursor="2026-11-24 imatra")["items"] == []
    assert web.get("/api/v1/nights?since=yesterday").status_code == 422


def test_restarts_are_ordered_for_a_selection_of_the_size_that_was_seen(web: TestClient) -> None:
    asked = {"all": True, "when": "when_idle", "expected_count": 5, "reason": "page_slow"}
    wrong = web.post("/api/v1/restarts", json=asked)
    assert (wrong.status_code, wrong.json()["detail"]) == (409, "expected_count: 5, 2 rooms are selected")
    done = web.post("/api/v1/restarts", json=asked | {"expected_count": 2})
    assert done.status_code == 202
    _is("RestartsOrdered", done.json())
    assert list(done.json()["jobs"]) == ["imatra"]
    assert done.json()["without"] == [{"room": "nurmes", "reason": "never_heard"}]
    job = web.get(f"/api/v1/jobs/{done.json()['jobs']['imatra']['job']}").json()
    assert (job["kind"], job["state"]) == ("restart", "queued")


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"when": "now", "expected_count": 0}, 422, "rooms, site, all: 0 of them, exactly one"),
        ({"when": "now", "expected_count": 1, "all": True, "site": "talo"}, 422, "2 of them, exactly one"),
        ({"when": "now", "expected_count": 1, "site": "tuvat"}, 404, "no site 'tuvat'"),
        ({"when": "soon", "expected_count": 1, "all": True}, 422, "body: Invalid enum value 'soon'"),
        ({"when": "now", "all": True}, 422, "body: Object missing required field `expected_count`"),
        ({"when": "now", "expected_count": 2, "all": True, "reason": "Matti asked"}, 422, "body: Expected `str`"),
    ],
)
def test_an_order_that_cannot_be_is_a_problem(web: TestClient, body: dict[str, Any], status: int, told: str) -> None:
    answer = web.post("/api/v1/restarts", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.json()["detail"]


def test_a_schedule_is_tried_out_then_set_and_not_over_somebody_elses(web: TestClient) -> None:
    change = _json(web, "/schedules", "ScheduleList")["change"]
    edit = {"layer": "site", "slug": "talo", "schedule": {"at": "02:00"}}
    edits = {"edits": [edit], "who": "Maija", "change": change}
    tried = web.put("/api/v1/schedules?preview=true", json=edits)
    _is("ChangeList", tried.json())
    assert _json(web, "/schedules", "ScheduleList")["items"] == []
    done = web.put("/api/v1/schedules", json=edits)
    assert (done.json()["items"], done.json()["is_done"]) == (tried.json()["items"], True)
    assert [each["room"] for each in done.json()["items"]] == ["imatra", "nurmes"]
    (item,) = _json(web, "/schedules", "ScheduleList")["items"]
    assert (item["schedule"], item["who"]) == ({"at": "02:00"}, "Maija")
    again = web.put("/api/v1/schedules", json=edits)
    assert again.status_code == 409


def test_a_schedule_that_cannot_be_is_refused_with_its_place(web: TestClient) -> None:
    edits = {"edits": [{"layer": "all", "schedule": {"at": "09:00"}}], "who": "Maija"}
    answer = web.put("/api/v1/schedules", json=edits)
    assert (answer.status_code, answer.json()["detail"][:37]) == (422, "edits.0.schedule.at: found a restart ")
    (change, _) = web.put("/api/v1/schedules?preview=true", json=edits).json()["items"]
    assert (change["is_refused"], change["conflicts"][0]["reason"]) == (True, "while_open")
    misspelt = web.put("/api/v1/schedules", json={"edits": [{"layer": "all", "schedule": {"time": "1"}}], "who": "M"})
    assert "unknown field `time`" in misspelt.json()["detail"]


def test_bookings_are_put_whole_shown_and_refused_whole(web: TestClient) -> None:
    good = {"starts_at": later(600).isoformat(), "ends_at": later(1200).isoformat()}
    done = web.put("/api/v1/rooms/imatra/bookings", json={"bookings": [good]})
    assert done.status_code == 200
    assert _json(web, "/rooms/imatra/bookings", "BookingList") == done.json()
    bad = {"starts_at": later(-600).isoformat(), "ends_at": later(-60).isoformat()}
    refused = web.put("/api/v1/rooms/imatra/bookings", json={"bookings": [good, bad]})
    assert (refused.status_code, refused.json()["detail"][:34]) == (422, "bookings.1.ends_at: found 2026-11-")
    named = web.put("/api/v1/rooms/imatra/bookings", json={"bookings": [good | {"name": "Matti"}]})
    assert "unknown field `name`" in named.json()["detail"]
    naive = web.put("/api/v1/rooms/imatra/bookings", json={"bookings": [good | {"ends_at": "2026-11-24T12:00:00"}]})
    assert naive.status_code == 422
    assert len(_json(web, "/rooms/imatra/bookings", "BookingList")["bookings"]) == 1
    assert web.get("/api/v1/rooms/rauma/bookings").status_code == 404


def test_of_a_calendar_begin_and_end_are_kept_and_no_other_word(web: TestClient, store: Store) -> None:
    headers = {"content-type": "text/calendar"}
    done = web.post("/api/v1/rooms/imatra/bookings.ics", content=CALENDAR.encode(), headers=headers)
    assert done.json() == {"bookings": [{"starts_at": "2026-11-24T12:00:00Z", "ends_at": "2026-11-24T12:45:00Z"}]}
    with store._engine.connect() as connection:
        kept = list(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]  # SQLite's own
    assert any("booking" in line for line in kept)
    assert not any("Matti" in line or "pension" in line for line in kept)
    refused = web.post("/api/v1/rooms/imatra/bookings.ics", content=b"Matti", headers=headers)
    assert (refused.status_code, refused.json()["detail"]) == (
        422, "line 1: found what is no calendar, expected one as RFC 5545 has it"
    )  # fmt: skip
    assert web.post("/api/v1/rooms/imatra/bookings.ics", content=b"\xff").status_code == 422
    assert len(_json(web, "/rooms/imatra/bookings", "BookingList")["bookings"]) == 1


def test_a_person_sets_a_loop_right(web: TestClient, store: Store) -> None:
    done = web.post("/api/v1/rooms/imatra/loop-release", json={"who": "Maija"})
    _is("ReleaseItem", done.json())
    assert store.releases()["imatra"].who == "Maija"
    assert web.post("/api/v1/rooms/rauma/loop-release", json={"who": "Maija"}).status_code == 404


def test_a_page_of_another_server_orders_nothing(web: TestClient, store: Store) -> None:
    foreign = {"origin": "https://evil.example"}
    body = {"all": True, "when": "now", "expected_count": 2}
    assert web.post("/api/v1/restarts", json=body, headers=foreign).status_code == 403
    assert web.put("/api/v1/rooms/imatra/bookings", json={"bookings": []}, headers=foreign).status_code == 403
    assert store.jobs() == ()


def test_the_promise_is_one_number_and_what_it_is_made_of(web: TestClient) -> None:
    found = _json(web, "/promises", "PromiseAnswer")
    assert (found["share"], found["cured"], found["lost_minutes"]) == (0.0, [], {})
    assert found["by_site"] == [{"site": "talo", "month": "2026-11-01", "openings": 1, "ready": 0}]
    assert _json(web, "/promises", "PromiseAnswer", since="2026-11-25")["share"] is None
