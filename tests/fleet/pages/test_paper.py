"""A card's paper, and the making of cards on the room page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet.pages.paper import view
from huonevahti_fleet.store import Store
from tests.fleet.pages.caring import Clock, application


@pytest.fixture
def web(kept: Store) -> Iterator[TestClient]:
    settings = {"public_url": "https://huonevahti.example"}
    with TestClient(application(kept, Clock(), **settings), follow_redirects=False) as client:
        yield client


def test_a_card_is_made_printed_and_revoked_on_the_room_page(web: TestClient, kept: Store) -> None:
    assert web.post("/rooms/imatra/cards", data={"form": "advisor"}).headers["location"] == "/rooms/imatra#card"
    (card,) = kept.cards.of_room("imatra")
    assert f"/card/{card.token}" in web.get("/rooms/imatra?lang=en").text
    paper = web.get(f"/rooms/imatra/cards/{card.card}?lang=en").text
    assert f"https://huonevahti.example/card/{card.token}" in paper
    assert 'class="qr"' in paper
    web.post(f"/rooms/imatra/cards/{card.card}/revoke")
    assert web.get(f"/rooms/imatra/cards/{card.card}").status_code == 404


def test_the_code_is_a_drawing_without_style_or_script() -> None:
    drawn = view("https://huonevahti.example/card/abc")
    assert re.fullmatch(r"<svg [^>]*viewBox=[^>]*><path [^>]*/></svg>", drawn)
    assert "style=" not in drawn
    assert view("https://huonevahti.example/card/abd") != drawn


@pytest.mark.parametrize(("room", "form"), [("porvoo", "advisor"), ("imatra", "poster"), ("imatra", "")])
def test_a_card_that_cannot_be_made_is_refused(web: TestClient, room: str, form: str) -> None:
    assert web.post(f"/rooms/{room}/cards", data={"form": form}).status_code == 404


def test_another_servers_page_makes_and_revokes_nothing(web: TestClient, kept: Store) -> None:
    evil = {"Origin": "https://evil.example"}
    web.post("/rooms/imatra/cards", data={"form": "advisor"}, headers=evil)
    assert kept.cards.of_room("imatra") == ()
    web.post("/rooms/imatra/cards", data={"form": "advisor"})
    (card,) = kept.cards.of_room("imatra")
    web.post(f"/rooms/imatra/cards/{card.card}/revoke", headers=evil)
    web.post(f"/rooms/nurmes/cards/{card.card}/revoke")
    assert kept.cards.of_room("imatra") == (card,)
