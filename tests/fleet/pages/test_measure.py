"""Measure now: without a word it stays with what may be measured always; a person's word lets picture and sound in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.store import Store
from huonevahti_wire.messages import JobRequest, MeasureNow, Signed
from tests.fakes.fleet import SEAL, birth, intake_over, said
from tests.fleet.pages.sample_nights import NOW, filled
from tests.fleet.pages.serving import application

HEARD, NEVER_HEARD = "room-0", "room-1"


@pytest.fixture
def store() -> Iterator[Store]:
    opened = filled(2, nights=1)
    intake_over(opened, NOW).take([said(birth(), HEARD)], NOW)
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> TestClient:
    app = application(store)  # type: ignore[arg-type]  # a real store
    app.state.seal = SEAL
    return TestClient(app, headers={"accept-language": "en"})


def asked(store: Store) -> list[MeasureNow]:
    """What support has asked for; the server asks a terminal that is heard anew by itself."""
    signed = [msgspec.json.decode(job.request, type=Signed) for job in store.jobs() if job.issuer == "support"]
    return [msgspec.json.decode(each.payload, type=JobRequest).action for each in signed]  # type: ignore[misc]  # measured


@pytest.mark.parametrize(
    ("fields", "is_empty", "told"),
    [
        ({}, False, "room.measure.sent"),
        ({"empty": "yes"}, True, "room.measure.sent_empty"),
        ({"empty": "on"}, False, "room.measure.sent"),
    ],
    ids=["without a word", "with a person's word", "with a word that the page does not say"],
)
def test_only_a_persons_word_lets_picture_and_sound_be_tested_and_the_page_says_which_was_asked(
    client: TestClient, store: Store, fields: dict[str, str], is_empty: bool, told: str
) -> None:
    page = client.post(f"/rooms/{HEARD}/measure", data=fields)
    assert asked(store) == [MeasureNow(room_is_empty=is_empty)]
    assert f'<span role="status">{texts.say("en", told)}</span>' in page.text


def test_a_room_that_was_never_heard_is_told_so_and_nothing_is_ordered(client: TestClient, store: Store) -> None:
    page = client.post(f"/rooms/{NEVER_HEARD}/measure", data={"empty": "yes"})
    assert asked(store) == []
    assert texts.say("en", "room.measure.refused") in page.text


def test_a_form_of_another_servers_page_orders_nothing(client: TestClient, store: Store) -> None:
    origin = {"origin": "https://elsewhere.example"}
    assert client.post(f"/rooms/{HEARD}/measure", data={"empty": "yes"}, headers=origin).status_code == 403
    assert asked(store) == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_choice_is_not_made_beforehand_and_says_what_it_means(client: TestClient, language: str) -> None:
    page = client.get(f"/rooms/{HEARD}?lang={language}").text
    box = page.partition('<input type="checkbox" id="empty"')[2].partition(">")[0]
    assert 'aria-describedby="empty-text"' in box
    assert "checked" not in box
    assert texts.say(language, "room.measure.empty") in page
    assert texts.say(language, "room.measure.empty_text") in page
