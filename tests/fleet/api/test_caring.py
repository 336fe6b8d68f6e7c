"""Complaints and cards for programs: as the document says, and refused with what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import api
from huonevahti_fleet.domain.checks import CheckResult
from huonevahti_fleet.flows.keep_check import keep_check
from huonevahti_fleet.store import Store
from tests.fakes.fleet import later
from tests.fleet.pages.caring import Clock, application, troubled

ASKED = {"room": "nurmes", "symptom": "no_picture"}


@pytest.fixture
def web(store: Store) -> Iterator[TestClient]:
    """One room in trouble and one that is well."""
    troubled(store)
    with TestClient(application(store, Clock())) as client:
        yield client


def _is(shape: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{shape}", "components": api.document()["components"]}
    jsonschema.validate(value, schema)


def test_a_complaint_is_answered_at_once_with_a_clearance(web: TestClient) -> None:
    made = web.post("/api/v1/complaints?lang=en", json=ASKED)
    assert made.status_code == 201
    _is("ComplaintItem", made.json())
    found = made.json()
    assert found["title"] == "Nurmes was fit at 24 Nov 2026, 10:35"
    assert (found["owner"], found["confidence"]) == ("remote_access", "suspected")
    assert found["answer"]["type"] == "clearance"
    assert web.get("/api/v1/clearances/1?lang=en").json() == found
    assert web.get("/api/v1/complaints/1?lang=en").json() == found


def test_a_fault_of_that_time_is_told_with_its_incident(web: TestClient) -> None:
    asked = {"room": "imatra", "symptom": "not_heard", "at": later(304).isoformat()}
    found = web.post("/api/v1/complaints", json=asked).json()
    assert (found["fault"], found["answer"]["type"], found["answer"]["incident"]) == ("microphone_gone", "fault", 1)
    assert web.get("/api/v1/clearances/1").status_code == 404


def test_complaints_are_listed_and_answered(web: TestClient) -> None:
    for symptom in ("no_picture", "slow", "other"):
        web.post("/api/v1/complaints", json=ASKED | {"symptom": symptom})
    page = web.get("/api/v1/complaints?limit=2")
    _is("Page_ComplaintItem_", page.json())
    assert [one["number"] for one in page.json()["items"]] == [3, 2]
    assert [one["number"] for one in web.get(f"/api/v1/complaints?cursor={page.json()['next']}").json()["items"]] == [1]
    done = web.post("/api/v1/complaints/2/replies", json={"reply": "accepted"})
    assert (done.status_code, done.json()["is_open"]) == (201, False)
    assert [(r["reply"], r["reason"]) for r in done.json()["replies"]] == [("accepted", "mended")]
    assert [one["number"] for one in web.get("/api/v1/complaints?state=open").json()["items"]] == [3, 1]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/complaints", {"room": "porvoo", "symptom": "slow"}, 404),
        ("/complaints", {"room": "nurmes", "symptom": "he was rude"}, 422),
        ("/complaints", ASKED | {"text": "about somebody"}, 422),
        ("/complaints", ASKED | {"at": "2026-11-01T08:00:00Z"}, 422),
        ("/complaints", ASKED | {"at": "2026-11-24T08:00:00"}, 422),
        ("/complaints", ASKED | {"at": later(3600).isoformat()}, 422),
        ("/complaints/1/replies", {"reply": "accepted"}, 404),
        ("/complaints/1/replies", {"reply": "accepted", "reason": "not_ours"}, 422),
        ("/rooms/nurmes/cards", {"form": "poster"}, 422),
        ("/rooms/porvoo/cards", {"form": "lobby"}, 404),
    ],
)
def test_what_cannot_be_taken_is_a_problem(web: TestClient, path: str, body: dict[str, str], status: int) -> None:
    answer = web.post(f"/api/v1{path}", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_cards_are_made_listed_and_revoked(web: TestClient) -> None:
    made = web.post("/api/v1/rooms/nurmes/cards", json={"form": "lobby"})
    assert made.status_code == 201
    _is("CardItem", made.json())
    assert web.get(made.json()["path"]).status_code == 200
    listed = web.get("/api/v1/rooms/nurmes/cards").json()
    _is("CardList", listed)
    assert listed == {"cards": [made.json()], "presses": []}
    path = f"/api/v1/cards/{made.json()['card']}"
    assert web.delete(path, headers={"Origin": "https://evil.example"}).status_code == 403
    assert web.delete(path).status_code == 204
    assert web.delete(path).status_code == 404
    assert web.get(made.json()["path"]).status_code == 404
    assert web.get("/api/v1/rooms/porvoo/cards").status_code == 404


def test_a_check_is_found_by_its_code_for_an_hour(store: Store) -> None:
    clock = Clock()
    code = keep_check(store, CheckResult(2, "black", 1, "heard", "heard", "open", "open", "open"), clock())
    with TestClient(application(store, clock)) as client:
        found = client.get(f"/api/v1/checks/{code}")
        assert (found.json()["suspected"], found.json()["to_ask"]) == (["picture_black"], ["many_cameras"])
        _is("CheckItem", found.json())
        assert client.get(f"/api/v1/checks/{'A' * 25}").status_code == 404
        clock.now += timedelta(minutes=61)
        assert client.get(f"/api/v1/checks/{code}").status_code == 404


def test_metrics_count_packets_by_their_last_answer_and_checks_kept(web: TestClient, store: Store) -> None:
    keep_check(store, CheckResult(1, "normal", 1, "heard", "heard", "open", "open", "open"), later(306))
    links = [web.post("/api/v1/incidents/1/handovers").json() for _ in range(4)]
    for link, answers in zip(links, (["rejected", "accepted"], ["rejected"], [], []), strict=True):
        for said in answers:
            form = {"desk": "Verkkotuki", "answer": said, "reason": "not_ours"}
            web.post(link["link"], data=form, follow_redirects=False)
    web.delete(f"/api/v1/handovers/{links[3]['packet']}")
    text = web.get("/metrics").text
    for standing in ("accepted", "rejected", "not_yet_accepted"):
        assert f'huonevahti_handovers{{standing="{standing}"}} 1.0' in text
    assert "huonevahti_checks 1.0" in text


def test_metrics_count_complaints_and_presses(web: TestClient) -> None:
    web.post("/api/v1/complaints", json=ASKED)
    card = web.post("/api/v1/rooms/imatra/cards", json={"form": "advisor"}).json()
    web.post(f"{card['path']}/press", data={"press": "did_not_help"})
    text = web.get("/metrics").text
    assert 'huonevahti_complaints{outcome="clearance",state="open"} 1.0' in text
    assert 'huonevahti_card_presses{kind="did_not_help",result="noted"} 1.0' in text
