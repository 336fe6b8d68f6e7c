"""Order: nothing is ordered by chance, nor another selection than was shown; each room tells what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from huonevahti_fleet import texts
from huonevahti_fleet.flows.order_restart import EXPIRES
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import JobState, JobStatus
from tests.fakes.fleet import SEAL, STREAM, birth, intake_over, said
from tests.fleet.pages.sample_nights import NOW, filled
from tests.fleet.pages.serving import application

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def store() -> Iterator[Store]:
    """Nine rooms, of which the terminals of two were heard."""
    opened = filled(9, nights=1)
    intake_over(opened, NOW).take([said(birth(), "room-0"), said(birth(), "room-3")], NOW)
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store) -> FastAPI:
    made: FastAPI = application(store)  # type: ignore[arg-type]  # a real store
    made.state.seal = SEAL
    return made


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, headers={"accept-language": "en"}, follow_redirects=False)


def restarts(store: Store) -> int:
    """How many restarts were ordered; a terminal that is heard anew is asked for a report of itself."""
    return sum(job.kind == "restart" for job in store.jobs())


def confirmed(client: TestClient, shown: Response, **changed: str) -> Response:
    """Press the button of the page that asks."""
    fields = dict(HIDDEN.findall(shown.text.partition("<main")[2]))
    return client.post("/restarts/order", data={**fields, **changed})


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("when", EXPIRES)
def test_an_order_asks_first_and_gives_nothing(client: TestClient, store: Store, when: str, language: str) -> None:
    shown = client.get(f"/restarts/order?room=room-0&room=room-3&when={when}&lang={language}")
    assert shown.status_code == 200
    assert texts.say(language, f"order.title.{when}", n=2) in shown.text
    assert restarts(store) == 0


def test_one_room_is_ordered_by_the_button_alone(client: TestClient, store: Store) -> None:
    answer = confirmed(client, client.get("/restarts/order?room=room-0&when=when_idle"))
    assert answer.status_code == 303
    (job,) = [job for job in store.jobs() if job.kind == "restart"]
    assert (job.terminal, job.kind, job.state) == ("room-0", "restart", JobStatus.QUEUED)
    assert "1 room has its order" in client.get(answer.headers["location"]).text


@pytest.mark.parametrize(("count", "status"), [("", 422), ("1", 422), ("2", 303)])
def test_several_rooms_need_their_number(client: TestClient, store: Store, count: str, status: int) -> None:
    shown = client.get("/restarts/order?room=room-0&room=room-3&when=now")
    assert confirmed(client, shown, count=count).status_code == status
    assert restarts(store) == (2 if status == 303 else 0)


def test_another_selection_than_was_shown_is_not_ordered(client: TestClient, store: Store) -> None:
    shown = client.get("/restarts/order?room=room-0&room=room-3&when=now")
    assert confirmed(client, shown, rooms="room-0 room-3 room-6", count="3").status_code == 409
    assert restarts(store) == 0


def test_each_room_tells_what_became_of_its_order(client: TestClient) -> None:
    shown = client.get("/restarts/order?every=on&site=site-0&when=in_the_window")
    html = client.get(confirmed(client, shown, count="3").headers["location"]).text
    assert "1 room has its order" in html
    assert html.count("its terminal was never heard") == 2


@pytest.mark.parametrize(
    ("waits", "told"), [(timedelta(minutes=5), "it is tried again at"), (EXPIRES["when_idle"], "it waits until")]
)
def test_an_order_that_is_put_off_says_why_and_when_it_is_tried_again(
    client: TestClient, store: Store, waits: timedelta, told: str
) -> None:
    answer = confirmed(client, client.get("/restarts/order?room=room-0&when=when_idle"))
    (job,) = [job for job in store.jobs() if job.kind == "restart"]
    put_off = JobState(
        stream=STREAM, job=job.job, state=JobStatus.DEFERRED, at=NOW, reason="in_session", until=job.created_at + waits
    )
    intake = intake_over(store, NOW)
    intake.take([said(put_off, "room-0")], NOW)
    assert told in client.get(answer.headers["location"]).text
    intake.take([said(JobState(stream=STREAM, job=job.job, state=JobStatus.SUCCEEDED, at=NOW), "room-0")], NOW)
    assert store.job(job.job) is not None
    assert told not in client.get(answer.headers["location"]).text


def test_without_a_choice_the_list_says_so(client: TestClient) -> None:
    answer = client.get("/restarts/order?when=now")
    assert answer.headers["location"] == "/restarts?said=choose"
    assert "Choose at least one room first." in client.get("/restarts?said=choose").text


def test_a_server_without_a_broker_says_that_it_cannot_order(app: FastAPI, client: TestClient, store: Store) -> None:
    app.state.seal = None
    shown = client.get("/restarts/order?room=room-0&when=now")
    assert "cannot order" in shown.text
    assert confirmed(client, shown).status_code == 409
    assert restarts(store) == 0


def test_a_form_of_another_servers_page_is_refused(client: TestClient) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/restarts/order", data={}, headers=foreign).status_code in (403, 404)
