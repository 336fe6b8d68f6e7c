"""What a terminal mended by itself, from its words over the store to the API, the pages and the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet.app import build
from huonevahti_fleet.edges.ingest import Condition
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import RemedyTried
from huonevahti_wire.signals import State
from tests.fakes.fleet import NOW, birth, event, intake_over, later, report, said, signal

FREE = signal("session.guard", value="free")
MUTED = signal("microphone.muted", State.FAILED, reason="muted")
UNMUTED = signal("microphone.muted")
DONE = RemedyTried("unmute", "done", "microphone", treated=("microphone.muted",))
HELD_BACK = RemedyTried("set_levels", "refused", "speakers", "too_often", ("speakers.volume",))
OF_TOMORROW = RemedyTried("of_a_newer_release", "failed", "speakers", "no_effect", ("speakers.volume",))


@pytest.fixture
def web(store: Store) -> Iterator[TestClient]:
    """The application over a room whose terminal unmuted its microphone before anybody was called."""
    intake = intake_over(store)
    heard = [said(birth()), said(report(1, FREE, MUTED)), said(event(1))]
    batches = intake.take(heard, NOW)
    batches += intake.take([said(event(2, DONE)), said(report(2, FREE, UNMUTED))], later(14))
    batches += intake.take(
        [said(event(3, HELD_BACK)), said(event(4, OF_TOMORROW)), said(event(2, DONE))], later(20)
    )
    with TestClient(build(Settings(broker_host=""), store, lambda: later(30))) as client:
        condition: Condition = client.app.state.condition  # type: ignore[attr-defined]  # the client's application is ours
        for batch in batches:
            condition.tally.update(batch.tally)
        yield client


def test_the_api_names_the_remedy_of_an_incident_that_was_never_open(web: TestClient) -> None:
    incident = web.get("/api/v1/incidents/1").json()
    named = {name: incident[name] for name in ("state", "mended_by", "opened_at", "resolved_at")}
    assert named == {
        "state": "resolved",
        "mended_by": "unmute",
        "opened_at": None,
        "resolved_at": "2026-11-24T08:30:14Z",
    }


def test_a_room_whose_terminal_mended_it_has_nobody_to_call(web: TestClient) -> None:
    imatra = web.get("/api/v1/rooms").json()["items"][0]
    assert (imatra["slug"], imatra["incidents"]) == ("imatra", [])


SAID = {
    "en": (
        "The terminal unmuted the sound device at",
        "Nobody needs to do anything.",
        "Mended by the terminal",
    ),
    "fi": ("Päätelaite poisti mykistyksen", "Kenenkään ei tarvitse tehdä mitään.", "Päätelaite korjasi itse"),
    "sv": ("Terminalen tog bort ljudavstängningen", "Ingen behöver göra något.", "Åtgärdat av terminalen"),
}


@pytest.mark.parametrize("language", SAID)
def test_the_page_of_the_incident_and_the_list_say_so_in_each_language(
    web: TestClient, language: str
) -> None:
    did, nobody, tag = SAID[language]
    asks = {"accept-language": language}
    page = web.get("/incidents/1", headers=asks).text
    assert did in page
    assert nobody in page
    assert tag in web.get("/incidents", headers=asks).text


def test_remedies_are_counted_by_what_came_of_them_and_each_event_once(web: TestClient) -> None:
    lines = [
        line
        for line in web.get("/metrics").text.splitlines()
        if line.startswith("huonevahti_remedies_total{")
    ]
    assert sorted(lines) == [
        'huonevahti_remedies_total{outcome="done",remedy="unmute"} 1.0',
        'huonevahti_remedies_total{outcome="failed",remedy="other"} 1.0',
        'huonevahti_remedies_total{outcome="refused",remedy="set_levels"} 1.0',
    ]
