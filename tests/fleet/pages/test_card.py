"""The card of a room, as strangers meet it: one thing to do, its buttons, its limits, and no way further."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.cards import PRESSES
from huonevahti_fleet.domain.hands import HANDS
from huonevahti_fleet.domain.limits import QUOTAS
from huonevahti_fleet.pages._card_view import sentences
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.card import lobby, view
from huonevahti_fleet.store import Store
from tests.fakes.fleet import later
from tests.fleet.pages.caring import Clock, application, card_of, occupied, troubled

DID_IT = {"press": "did_it", "empty": "yes"}
STEPS = '<ol class="hands">'


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(kept: Store, clock: Clock) -> Iterator[TestClient]:
    """Imatra without its microphone, Nurmes well."""
    troubled(kept)
    with TestClient(application(kept, clock), follow_redirects=False) as client:
        yield client


def test_the_advisor_reads_one_thing_with_steps_a_drawing_and_the_number(web: TestClient, kept: Store) -> None:
    shown = view(kept, kept.rooms()[0], Reader("en", later(306)))
    assert (shown.need, shown.number, shown.asks) == ("hands", "1", True)
    assert shown.heading == "Customers are not heard: the microphone is unplugged"
    assert shown.steps[-1].startswith("Ask the customer to step out")
    assert shown.sketch is not None
    assert (shown.sketch.part, shown.sketch.move) == ("microphone", "plug")
    page = web.get(f"/card/{card_of(kept, 'imatra').token}?lang=en").text
    assert STEPS in page
    assert '<svg class="sketch"' in page


def test_a_room_that_is_well_asks_for_nothing(web: TestClient, kept: Store) -> None:
    page = web.get(f"/card/{card_of(kept, 'nurmes').token}?lang=en").text
    assert "The room is fit" in page
    assert "<button" not in page


def test_i_did_it_measures_once_a_minute_and_the_card_says_so(web: TestClient, kept: Store, clock: Clock) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}"
    assert web.post(f"{path}/press", data=DID_IT).headers["location"] == path
    assert "Measuring. Keep the room empty" in web.get(f"{path}?lang=en").text
    clock.now = later(340)
    web.post(f"{path}/press", data=DID_IT)
    assert [press.result for press in kept.cards.presses("imatra")] == ["too_soon", "ordered"]
    clock.now = later(400)
    web.post(f"{path}/press", data=DID_IT)
    assert kept.cards.presses("imatra")[0].result == "ordered"
    assert len([job for job in kept.jobs() if job.issuer == "card"]) == 2


def test_nothing_is_measured_while_a_customer_is_inside_or_without_the_word_that_nobody_is(
    web: TestClient, kept: Store
) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}"
    web.post(f"{path}/press", data={"press": "did_it"})
    occupied(kept)
    web.post(f"{path}/press", data=DID_IT)
    assert [press.result for press in kept.cards.presses("imatra")] == ["in_session", "not_empty"]
    assert [job for job in kept.jobs() if job.issuer == "card"] == []
    assert "does not seem to be empty" in web.get(f"{path}?lang=en").text


@pytest.mark.parametrize(
    ("kind", "words"), [("cannot_now", "Come back here when you can."), ("did_not_help", "goes on from here.")]
)
def test_support_sees_on_the_room_page_what_was_pressed(web: TestClient, kept: Store, kind: str, words: str) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}"
    web.post(f"{path}/press", data={"press": kind})
    assert words in web.get(f"{path}?lang=en").text
    pressed = texts.say("en", f"press.{kind}")
    assert f"{pressed}: noted" in web.get("/rooms/imatra?lang=en").text


def test_the_lobby_reads_one_word_that_does_not_change_with_a_customer(web: TestClient, kept: Store) -> None:
    paths = [f"/card/{card_of(kept, room, 'lobby').token}/now?lang=en" for room in ("nurmes", "imatra")]
    well, ill = (web.get(path).text for path in paths)
    assert "The room is available" in well
    assert "Ask the advisor" in ill
    assert "microphone" not in ill
    before = lobby(kept.rooms()[0], Reader("en", later(306)))
    occupied(kept)
    assert lobby(kept.rooms()[0], Reader("en", later(306))) == before


def test_the_lobbys_link_presses_nothing(web: TestClient, kept: Store) -> None:
    path = f"/card/{card_of(kept, 'imatra', 'lobby').token}"
    assert web.post(f"{path}/press", data=DID_IT).status_code == 404
    assert web.get(f"{path}/rehearsal").status_code == 404
    assert kept.cards.presses("imatra") == ()


@pytest.mark.parametrize("form", ["advisor", "lobby"])
def test_a_card_leads_nowhere_else_and_tells_no_other_server_of_itself(
    web: TestClient, kept: Store, form: str
) -> None:
    path = f"/card/{card_of(kept, 'imatra', form).token}"  # type: ignore[arg-type]  # both are forms
    answer = web.get(path)
    links = set(re.findall(r'(?:href|src|action)="([^"]+)"', answer.text))
    assert {link for link in links if not link.startswith((path, "/static/", "tel:", "#i-"))} == set()
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["permissions-policy"].startswith("camera=(), microphone=()")


@pytest.mark.parametrize("path", ["/card/x", "/card/" + "A" * 32, "/card/" + "A" * 400, "/card/a/b/c/d", "/card/"])
def test_a_link_that_is_none_meets_a_page_without_a_way_in(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "<nav" not in answer.text
    assert 'href="/"' not in answer.text


def test_a_revoked_card_is_gone_at_once(web: TestClient, kept: Store) -> None:
    card = card_of(kept, "imatra")
    assert web.post(f"/rooms/imatra/cards/{card.card}/revoke").status_code == 303
    assert web.get(f"/card/{card.token}").status_code == 404
    assert web.post(f"/card/{card.token}/press", data=DID_IT).status_code == 404


def test_a_press_from_another_servers_page_is_refused(web: TestClient, kept: Store) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}/press"
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert web.post(path, data=DID_IT, headers=headers).status_code == 403
    assert kept.cards.presses("imatra") == ()


def test_presses_and_looks_have_a_quota(web: TestClient, kept: Store) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}"
    press = {"press": "cannot_now"}
    codes = [web.post(f"{path}/press", data=press).status_code for _ in range(QUOTAS["press"].count + 1)]
    assert codes == [303] * QUOTAS["press"].count + [429]
    codes = [web.get(path).status_code for _ in range(QUOTAS["held"].count + 1)]
    assert (codes[0], codes[-1]) == (200, 429)
    assert web.get(path).headers["retry-after"] == "60"
    codes = [web.get(f"/card/{'A' * 32}").status_code for _ in range(QUOTAS["look"].count + 1)]
    assert (codes[0], codes[-1]) == (404, 429)


def test_the_screens_of_many_rooms_behind_one_address_do_not_use_up_each_others_looks(
    web: TestClient, kept: Store
) -> None:
    cards = [f"/card/{card_of(kept, room, 'lobby').token}" for room in ("imatra", "nurmes")]
    looks = QUOTAS["look"].count * 3 // 4
    assert {web.get(f"{path}/now").status_code for _ in range(looks) for path in cards} == {200}
    assert 'data-seconds="20"' in web.get(cards[0]).text


@pytest.mark.parametrize("body", ["press=dance", "press=did_it&empty=yes&" + "x" * 300, "", "%ff%fe"])
def test_a_press_that_is_none_is_refused(web: TestClient, kept: Store, body: str) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}/press"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert web.post(path, content=body, headers=headers).status_code == 404
    assert kept.cards.presses("imatra") == ()


def test_head_presses_nothing(web: TestClient, kept: Store) -> None:
    path = f"/card/{card_of(kept, 'imatra').token}/press"
    assert web.head(path).status_code in (404, 405)
    assert kept.cards.presses("imatra") == ()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_movement_and_button_has_words(language: str) -> None:
    keys = [f"hands.plug.{hands.move}" for hands in HANDS.values()]
    keys += [f"hands.place.{place}" for place in ("jack", "hub", "hub_numbered", "terminal", "wall")]
    keys += [f"part.{hands.part}" for hands in HANDS.values()] + [f"card.{kind}" for kind in PRESSES]
    assert [key for key in keys if not texts.knows(language, key)] == []


def test_a_text_is_cut_into_steps() -> None:
    assert sentences("Press it. Do not pull 1.5 m! Done?") == ("Press it.", "Do not pull 1.5 m!", "Done?")
