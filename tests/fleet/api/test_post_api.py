"""The API of routes, messages, hand-overs and ratings, as a program sees it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import api
from huonevahti_fleet.store import Store
from tests.fakes.fleet import NOW, later
from tests.fleet.pages.post_office import DESK, web

HOUR = NOW.replace(minute=0)
ROUTE = {"owner": "terminal", "name": "Tuki", "webhook": "https://itsm.example.fi/hv"}


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    with web(store) as program:
        yield program


def _valid(answer: Any, shape: str, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    schema = {"$ref": f"#/components/schemas/{shape}", "components": api.document()["components"]}
    jsonschema.validate(answer.json(), schema)
    return answer.json()


def test_routes_are_read_and_put_whole_and_secrets_are_never_shown(client: TestClient, store: Store) -> None:
    first = _valid(client.get("/api/v1/routes"), "RouteList")
    assert [route["name"] for route in first["routes"]] == [DESK.name]
    new = {"routes": [*first["routes"], ROUTE], "change": first["change"]}
    second = _valid(client.put("/api/v1/routes", json=new), "RouteList")
    assert {route["secret"] for route in second["routes"]} == {""}
    made = {route.name: route.secret for route in store.routes.all()}
    assert len(made["Tuki"]) > 40
    again = _valid(client.put("/api/v1/routes", json={"routes": second["routes"]}), "RouteList")
    assert again["routes"] == second["routes"]
    assert {route.name: route.secret for route in store.routes.all()} == made


def test_routes_that_somebody_edited_meanwhile_are_not_overwritten(client: TestClient, store: Store) -> None:
    change = client.get("/api/v1/routes").json()["change"]
    store.routes.remove(DESK.key)
    answer = client.put("/api/v1/routes", json={"routes": [ROUTE], "change": change})
    assert (answer.status_code, store.routes.all()) == (409, ())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"routes": [ROUTE | {"email": "x"}]}, "routes.0.email: 'x' cannot be used, one e-mail address"),
        ({"routes": [ROUTE | {"site": "barn"}]}, "routes.0.site: 'barn' is not registered"),
        ({"routes": [ROUTE, ROUTE]}, "routes.1.owner: 'terminal' has two routes for one place"),
        ({"routes": [ROUTE | {"colour": "red"}]}, "Object contains unknown field `colour`"),
        ({"routes": [{"owner": "nobody", "name": "x"}]}, "Invalid enum value 'nobody'"),
        ([], "Expected `object`, got `array`"),
    ],
)
def test_a_bad_route_is_refused_whole_with_its_place(
    client: TestClient, store: Store, body: Any, told: str
) -> None:
    answer = client.put("/api/v1/routes", json=body)
    assert _valid(answer, "Problem", 422)["detail"].count(told) == 1
    assert store.routes.all() == (DESK,)


def test_a_test_message_is_listed_where_it_stands(client: TestClient) -> None:
    client.post("/routes/test", data={"owner": "on_site", "site": "talo", "organisation": ""})
    (message,) = _valid(client.get("/api/v1/messages"), "Page_MessageItem_")["items"]
    assert (message["state"], message["channel"], message["is_test"]) == ("waiting", "email", True)
    assert client.get("/api/v1/messages?state=failed").json()["items"] == []
    assert client.get("/api/v1/messages?limit=1&before=2026-11-24T08:00:00Z").json()["items"] == []
    assert 'huonevahti_notifications{state="waiting"} 1.0' in client.get("/metrics").text


def test_an_incident_is_handed_over_and_its_link_can_be_ended(client: TestClient) -> None:
    made = _valid(client.post("/api/v1/incidents/1/handovers"), "HandoverItem", 201)
    assert (made["standing"], made["handed_to"], made["revoked_at"]) == ("not_yet_accepted", DESK.name, None)
    listed = _valid(client.get("/api/v1/incidents/1/handovers"), "HandoverList")
    assert listed["items"] == [made]
    ended = _valid(client.delete(f"/api/v1/handovers/{made['packet']}"), "HandoverItem")
    assert ended["revoked_at"] is not None
    for path in ("/api/v1/incidents/9/handovers", "/api/v1/incidents/99999999999/handovers"):
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    assert client.delete("/api/v1/handovers/none").status_code == 404


def _rate(client: TestClient, key: str, room: str = "imatra", **more: Any) -> Any:
    body = {"rating": 2, "hour": HOUR.isoformat(), "organisation": "dvv"} | more
    return client.post(f"/api/v1/rooms/{room}/ratings", json=body, headers={"Idempotency-Key": key})


def test_a_rating_is_taken_once_for_each_key(client: TestClient, store: Store) -> None:
    assert _valid(_rate(client, "meeting-1"), "RatingTaken", 201) == {"is_new": True}
    assert _valid(_rate(client, "meeting-1"), "RatingTaken") == {"is_new": False}
    assert len(store.ratings.since(later(-7200))) == 1


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({"rating": 6}, 422, "Expected `int` <= 5"),
        ({"rating": "good"}, 422, "Expected `int`, got `str`"),
        ({"hour": NOW.isoformat()}, 422, "a full hour was expected"),
        ({"hour": "2026-11-24T08:00:00"}, 422, "an instant with its zone was expected"),
        ({"hour": (HOUR + timedelta(hours=2)).isoformat()}, 422, "an hour of the last 30 days was expected"),
        ({"hour": (HOUR - timedelta(days=31)).isoformat()}, 422, "an hour of the last 30 days was expected"),
        ({"organisation": "none"}, 422, "'none' is not registered"),
        ({"customer": "Maija"}, 422, "unknown field `customer`"),
        ({"room": "nowhere"}, 404, "no room 'nowhere'"),
    ],
)
def test_a_rating_that_is_too_fine_too_old_or_says_more_is_refused(
    client: TestClient, store: Store, more: dict[str, Any], status: int, told: str
) -> None:
    answer = _rate(client, "meeting-1", **more)
    assert told in _valid(answer, "Problem", status)["detail"]
    assert store.ratings.since(later(-(10**7))) == ()


def test_a_rating_needs_its_key_and_a_long_body_is_not_read(client: TestClient) -> None:
    path = "/api/v1/rooms/imatra/ratings"
    assert "Idempotency-Key" in client.post(path, json={"rating": 3}).json()["detail"]
    huge = client.post(path, content=b"x" * 10_000, headers={"Idempotency-Key": "meeting-1"})
    assert huge.status_code == 413


def test_ratings_are_answered_pooled_and_set_against_the_faults_of_their_hour(client: TestClient) -> None:
    for number in range(9):
        _rate(client, f"meeting-{number}")
    few = _valid(client.get("/api/v1/ratings"), "RatingAnswer")
    assert (few["whole"], few["by_room"], few["low_found"]) == (None, [], None)
    _rate(client, "meeting-9")
    shown = _valid(client.get("/api/v1/ratings?days=30"), "RatingAnswer")
    assert shown["whole"] == {"slug": "", "count": 10, "mean": 2.0, "each": [0, 10, 0, 0, 0]}
    assert shown["low_found"] == {"low": 10, "with_ours": 10, "with_any": 10, "by_owner": {"on_site": 10}}
    for days in (0, 29, 31, 366):
        assert "one of 30, 90, 365" in _valid(client.get(f"/api/v1/ratings?days={days}"), "Problem", 422)["detail"]
        assert client.get(f"/api/v1/ratings.csv?days={days}").status_code == 422


def test_one_more_answer_changes_nothing_that_is_shown(client: TestClient) -> None:
    for number in range(10):
        _rate(client, f"meeting-{number}")
    before = client.get("/api/v1/ratings").json()
    _rate(client, "meeting-10", rating=1)
    assert client.get("/api/v1/ratings").json() == before


def test_the_same_comes_as_csv(client: TestClient) -> None:
    for number in range(12):
        _rate(client, f"meeting-{number}")
    answer = client.get("/api/v1/ratings.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["pool", "slug", "answers", "mean"]
    assert rows[1] == ["all", "(rest)", "10", "2,00", "0", "10", "0", "0", "0"]
    assert ["low_owner", "on_site", "10"] in rows


def test_ratings_and_keys_do_not_stay_for_ever(store: Store) -> None:
    with web(store) as client:
        _rate(client, "meeting-1")
        store.prune(later(3 * 86_400))
        assert _rate(client, "meeting-1").status_code == 201  # the key is forgotten, the ratings are not
        assert len(store.ratings.since(later(-(10**7)))) == 2
        store.prune(later(500 * 86_400))
    assert store.ratings.since(later(-(10**7))) == ()
