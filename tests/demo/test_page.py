"""The page of levers: every lever with its time and reason, in three languages, and nobody else's forms."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from huonevahti_agent.simulated import SimulatedRoom, VirtualTime, World
from huonevahti_fleet import texts
from huonevahti_fleet.demo import page, profiles, rooms
from huonevahti_fleet.demo.console import Console
from huonevahti_fleet.demo.levers import BY_SLUG
from huonevahti_fleet.demo.registry import registry
from huonevahti_fleet.pages import _render
from huonevahti_fleet.rules import machine_pressed
from huonevahti_fleet.store import Store, open_store

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@cache
def _store() -> Store:
    """A store that knows the demo's rooms and has heard of none; the page only reads it."""
    store = open_store("sqlite://")
    store.save_registry(registry(profiles.simulated(), profiles.this_machine()), NOW)
    return store


class Site:
    """The page over three rooms in virtual time, as a browser on this machine sees it."""

    def __init__(self) -> None:
        self.time = VirtualTime(NOW)
        world = World(1, self.time, profiles.simulated())
        self.rooms: dict[str, SimulatedRoom] = {slug: world.room(slug) for slug in rooms.PILOT}
        self.console = Console(self.rooms, profiles.simulated())
        app = FastAPI()
        app.state.demo = page.Demo(self.console, rooms.PILOT, profiles.this_machine(), has_tour=True)
        app.state.clock, app.state.store = self.time.now, _store()
        _render.add_templates(page.TEMPLATES)
        app.include_router(page.router)
        self.browser = TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)


@pytest.fixture(autouse=True)
def _strict_texts() -> object:
    texts.be_strict()
    yield
    texts.be_strict(False)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_lever_stands_there_with_its_time_and_reason(language: str) -> None:
    site = Site()
    answer = site.browser.get(f"/demo?lang={language}")
    assert answer.status_code == 200
    for slug in rooms.PILOT:
        for lever in BY_SLUG:
            assert f'action="/demo/levers/{slug}/{lever}/pull"' in answer.text
    for lever in BY_SLUG:
        assert escape(texts.say(language, f"demo.lever.{lever}.pull")) in answer.text
    machine = texts.say(language, "demo.this_machine", poll=5.0, watching=machine_pressed.WATCHING_SECONDS)
    assert machine in answer.text
    for note in page.NOTES:
        assert texts.say(language, note) in answer.text


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_pulled_lever_offers_to_be_mended(language: str) -> None:
    site = Site()
    for lever in BY_SLUG:
        site.console.move("imatra", lever, "pull") if lever != "cut_power" else None
    site.time.advance(65)
    text = site.browser.get(f"/demo?lang={language}").text
    for lever in BY_SLUG.keys() - {"cut_power", "shuffle_cameras"}:
        assert escape(texts.say(language, f"demo.lever.{lever}.mend")) in text


def test_a_form_moves_the_lever_and_leads_back_to_it() -> None:
    site = Site()
    answer = site.browser.post(
        "/demo/levers/imatra/mute_speakers/pull", headers={"origin": "http://127.0.0.1:8080"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo#imatra-mute_speakers")
    assert site.rooms["imatra"].sound.speakers_are_muted
    site.browser.post("/demo/levers/imatra/mute_speakers/mend")
    assert not site.rooms["imatra"].sound.speakers_are_muted


@pytest.mark.parametrize(
    "path",
    ["imatra/explode/pull", "helsinki/cut_power/pull", "imatra/cut_power/break", "imatra/plug_stranger/pull"],
)
def test_an_unknown_lever_is_a_404_with_its_problem(path: str) -> None:
    answer = Site().browser.post(f"/demo/levers/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["instance"] == f"/demo/levers/{path}"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"host": "rebound.example:8080"},
    ],
)
def test_another_site_may_not_pull(headers: dict[str, str]) -> None:
    site = Site()
    answer = site.browser.post("/demo/levers/imatra/cut_power/pull", headers=headers)
    assert answer.status_code == 403
    assert site.rooms["imatra"].power.is_powered


def test_what_cannot_be_now_is_a_conflict_and_its_button_is_off() -> None:
    site = Site()
    site.console.move("imatra", "cut_power", "pull")
    assert site.browser.post("/demo/levers/imatra/lose_hub/pull").status_code == 409
    assert site.browser.get("/demo").text.count(" disabled>") == len(BY_SLUG) - 1


def test_the_page_is_renewed_only_when_it_would_look_different() -> None:
    site = Site()
    token = site.browser.get("/demo").text.partition("/demo?seen=")[2].partition('"')[0]
    assert site.browser.get(f"/demo?seen={token}").status_code == 204
    site.console.move("porvoo", "intercept", "pull")
    assert site.browser.get(f"/demo?seen={token}").status_code == 200


def test_the_tours_caption_stands_on_top_and_is_renewed_when_it_changes() -> None:
    site = Site()
    site.console.caption = "monday_cameras"
    assert texts.say("en", "demo.tour.monday_cameras") in site.browser.get("/demo?lang=en").text
    assert site.browser.get("/demo/caption?seen=monday_cameras").status_code == 204
    renewed = site.browser.get("/demo/caption?seen=begin&lang=en").text
    assert texts.say("en", "demo.tour.monday_cameras") in renewed
    assert "<html" not in renewed
