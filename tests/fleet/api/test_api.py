"""The API as a program sees it: lists with cursors, details, entity tags, problems, and what OpenAPI says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import api
from huonevahti_fleet.app import build
from huonevahti_fleet.edges.ingest import Condition
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import JobRequest, MeasureNow, Signed
from huonevahti_wire.plan.layers import Schedule
from tests.docs import write_openapi
from tests.fakes.fleet import (
    GONE,
    NOW,
    SEAL,
    THERE,
    birth,
    event,
    garbage,
    intake_over,
    later,
    report,
    said,
    signal,
)


@pytest.fixture
def web(store: Store) -> Iterator[TestClient]:
    """The application over two rooms, one of them without its microphone since a while."""
    intake = intake_over(store)
    intake.take([said(birth()), said(report(1, GONE)), said(event(1)), garbage(b"{"), garbage(b"[")], NOW)
    intake.take([said(birth(), "nurmes"), said(report(1, THERE), "nurmes"), garbage(b"{")], later(1))
    pass_time(intake, later(3), may_send=False)
    store.set_schedule("all", "", Schedule(at="04:00"), "maija", NOW)
    store.set_schedule("room", "imatra", Schedule(is_off=True), "", NOW)
    store.release("imatra", "maija", NOW)
    with TestClient(build(Settings(broker_host=""), store, lambda: later(4))) as client:
        yield client


def _schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": api.document()["components"]}


@pytest.mark.parametrize(
    ("path", "shape", "count"),
    [
        ("/rooms", "Page_RoomItem_", 2),
        ("/incidents", "Page_IncidentItem_", 1),
        ("/sites", "Page_SiteItem_", 1),
        ("/terminals", "Page_TerminalItem_", 2),
        ("/quarantine", "Page_QuarantinedItem_", 3),
        ("/changes", "Page_ChangedItem_", 3),
        ("/changes?what=route", "Page_ChangedItem_", 0),
        ("/rooms/imatra", "RoomAnswer", None),
        ("/rooms/imatra/timeline", "TimelineAnswer", None),
        ("/incidents/1", "IncidentItem", None),
    ],
)
def test_every_answer_is_as_the_document_says(
    web: TestClient, path: str, shape: str, count: int | None
) -> None:
    answer = web.get(f"/api/v1{path}")
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), _schema(shape))
    if count is not None:
        assert (len(answer.json()["items"]), answer.json()["next"]) == (count, None)


def test_a_room_says_what_is_wrong_and_whose_move_it_is(web: TestClient) -> None:
    imatra, nurmes = web.get("/api/v1/rooms").json()["items"]
    assert {name: imatra[name] for name in ("slug", "name", "site", "verdict", "in_session", "owner")} == {
        "slug": "imatra",
        "name": "Imatra",
        "site": "talo",
        "verdict": "unfit",
        "in_session": None,
        "owner": "on_site",
    }
    assert (imatra["incidents"][0]["number"], imatra["last_seen_at"]) == (1, "2026-11-24T08:30:00Z")
    assert (nurmes["verdict"], nurmes["reason"], nurmes["owner"], nurmes["incidents"]) == (
        "fit",
        None,
        None,
        [],
    )


def test_texts_come_in_the_language_asked_for(web: TestClient) -> None:
    said_by = {
        lang: web.get(f"/api/v1/rooms/imatra?lang={lang}").json()["reason"] for lang in ("fi", "sv", "en")
    }
    assert len(set(said_by.values())) == 3
    assert (
        web.get("/api/v1/rooms/imatra", headers={"Accept-Language": "en"}).json()["reason"] == said_by["en"]
    )
    assert web.get("/api/v1/rooms/imatra?lang=de").status_code == 422


@pytest.mark.parametrize("path", ["/rooms", "/terminals", "/quarantine", "/sites", "/incidents", "/changes"])
def test_pages_of_one_item_hold_what_one_page_of_all_holds(web: TestClient, path: str) -> None:
    whole, found = web.get(f"/api/v1{path}").json()["items"], list[Any]()
    page = web.get(f"/api/v1{path}?limit=1").json()
    while page["next"]:
        found += page["items"]
        page = web.get(f"/api/v1{path}?limit=1&cursor={page['next']}").json()
    assert [*found, *page["items"]] == whole
    assert len(found) == len(whole) - 1


def test_an_answer_that_has_not_changed_is_not_sent_again(web: TestClient) -> None:
    first = web.get("/api/v1/rooms")
    again = web.get("/api/v1/rooms", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (
        web.get("/api/v1/rooms?lang=en", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    )


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/rooms/nowhere", 404, "no room 'nowhere'"),
        ("/rooms/nowhere/timeline", 404, "no room 'nowhere'"),
        ("/incidents/77", 404, "no incident 77"),
        ("/incidents/one", 422, "path.number: Input should be a valid integer"),
        ("/incidents/99999999999999999999", 404, "no incident"),
        ("/incidents?cursor=x", 422, "cursor: 'x' is none of ours"),
        ("/incidents?state=odd", 422, "query.state"),
        ("/rooms?limit=0", 422, "query.limit: Input should be greater than or equal to 1"),
        (
            "/rooms/imatra/timeline?start=2026-11-24T08:30:00",
            422,
            "query.start: Input should have timezone info",
        ),
        ("/rooms/imatra/timeline?start=2026-01-01T00:00:00Z", 422, "up to 92 days before end was expected"),
        ("/jobs/nothing", 404, "no job 'nothing'"),
        ("/nonsense", 404, "Not Found"),
    ],
)
def test_every_error_is_a_problem_that_says_what_was_expected(
    web: TestClient, path: str, status: int, told: str
) -> None:
    answer = web.get(f"/api/v1{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    jsonschema.validate(answer.json(), _schema("Problem"))
    assert answer.json()["status"] == status
    assert told in answer.json()["detail"]


def test_a_room_tells_what_its_guard_says(web: TestClient, store: Store) -> None:
    assert web.get("/api/v1/rooms/imatra").json()["guard"] is None
    held = signal("session.guard", value="busy", reason="media")
    intake_over(store, later(400)).take([said(report(500, THERE, held))], later(400))
    answered = web.get("/api/v1/rooms/imatra").json()
    jsonschema.validate(answered, _schema("RoomAnswer"))
    assert {**answered["guard"], "since": ""} == {"verdict": "busy", "reasons": ["media"], "since": ""}


def test_an_order_is_accepted_and_can_be_followed(web: TestClient, store: Store) -> None:
    web.app.state.seal = SEAL  # type: ignore[attr-defined]  # the client's application is ours
    ordered = web.post("/api/v1/jobs", json={"room": "imatra", "kind": "measure_now"})
    assert ordered.status_code == 202
    jsonschema.validate(ordered.json(), _schema("JobItem"))
    assert web.get(f"/api/v1/jobs/{ordered.json()['job']}").json()["state"] == "queued"
    assert [job.terminal for job in store.jobs()] == ["imatra"]


@pytest.mark.parametrize(("said", "expected"), [({}, False), ({"room_is_empty": True}, True)])
def test_an_order_bears_the_word_that_the_room_is_empty(
    web: TestClient, store: Store, said: dict[str, bool], expected: bool
) -> None:
    web.app.state.seal = SEAL  # type: ignore[attr-defined]  # the client's application is ours
    web.post("/api/v1/jobs", json={"room": "imatra", "kind": "measure_now"} | said)
    [job] = store.jobs()
    signed = msgspec.json.decode(job.request, type=Signed)
    request = msgspec.json.decode(signed.payload, type=JobRequest)
    assert request.action == MeasureNow(room_is_empty=expected)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b'{"room":"imatra","kind":"restart"}', 422),
        (b'{"room":"imatra","kind":"measure_now","now":true}', 422),
        (b'{"room":"imatra","kind":"measure_now","room_is_empty":"yes"}', 422),
        (b'{"room":"nowhere","kind":"measure_now"}', 404),
        (b" " * 10_000, 422),
    ],
)
def test_an_order_that_is_none_is_refused(web: TestClient, body: bytes, status: int) -> None:
    web.app.state.seal = SEAL  # type: ignore[attr-defined]  # the client's application is ours
    answer = web.post("/api/v1/jobs", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_the_written_document_is_that_of_the_code(web: TestClient) -> None:
    assert write_openapi.TARGET.read_text(encoding="utf-8") == write_openapi.text(), "run `make docs`"
    assert web.get("/api/v1/openapi.json").json() == json.loads(write_openapi.text())


def test_every_reference_of_the_document_leads_somewhere() -> None:
    document = write_openapi.text()
    names = {part.split('"')[0] for part in document.split("#/components/schemas/")[1:]}
    assert names <= set(api.document()["components"]["schemas"])


def test_metrics_tell_of_rooms_messages_and_incidents(web: TestClient) -> None:
    condition: Condition = web.app.state.condition  # type: ignore[attr-defined]  # the client's application is ours
    condition.tally.update({("report", "newer"): 3, ("quarantined", "malformed"): 2})
    condition.waits_seconds.append(0.004)
    lines = web.get("/metrics").text.splitlines()
    assert {
        'huonevahti_room_verdict{room="imatra",verdict="unfit"} 1.0',
        'huonevahti_room_verdict{room="imatra",verdict="fit"} 0.0',
        'huonevahti_terminal_last_seen_timestamp_seconds{room="imatra"} 1.795509e+09',
        'huonevahti_messages_total{kind="report",result="newer"} 3.0',
        'huonevahti_quarantined_total{reason="malformed"} 2.0',
        'huonevahti_incidents_open{owner="on_site"} 1.0',
        'huonevahti_ingest_latency_seconds_bucket{le="0.005"} 1.0',
        "huonevahti_events_lost_total 0.0",
    } - set(lines) == set()


def test_health_is_good_without_a_broker_and_bad_when_one_is_gone(
    web: TestClient, store: Store, tmp_path: Path
) -> None:
    good = web.get("/healthz")
    assert (good.status_code, good.json()["broker"], good.json()["database"]) == (200, "unused", "writable")
    settings = Settings(broker_port=1, signing_key_file=str(tmp_path / "key"))
    app = build(settings, store, lambda: NOW)
    gone = TestClient(app).get("/healthz")
    assert (gone.status_code, gone.json()["broker"]) == (503, "gone")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
