"""The list of complaints, and those among what needs a move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.complaints import reply
from huonevahti_fleet.pages._complained import counted
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.complaints import view
from huonevahti_fleet.store import Store
from tests.fakes.fleet import NOW, later
from tests.fleet.pages.caring import Clock, application, troubled

ENGLISH = Reader("en", later(306))


@pytest.fixture
def web(kept: Store) -> Iterator[TestClient]:
    """Two complaints, of which one room is cleared."""
    troubled(kept)
    with TestClient(application(kept, Clock()), follow_redirects=False) as client:
        for room, symptom in (("nurmes", "no_picture"), ("imatra", "not_heard")):
            client.post("/complain", data={"room": room, "time": "now", "symptom": symptom})
        yield client


def test_what_waits_stands_above_what_was_answered(web: TestClient, kept: Store) -> None:
    said_so = reply("accepted", "", later(400))
    assert said_so is not None
    kept.complaints.answer(1, said_so)
    complaints = kept.complaints
    shown = view(complaints.open(), complaints.all(), kept.rooms(), ENGLISH)
    assert (shown.heading, [c.number for c in shown.cards], [r.number for r in shown.rows]) == (
        *("One complaint waits for an answer", [2]),
        [1],
    )
    assert "Accepts: it is ours" in web.get("/complaints?lang=en").text


def test_the_rooms_page_counts_complaints_among_what_needs_a_move(web: TestClient) -> None:
    page = web.get("/?lang=en").text
    assert "One room and two complaints need a move" in page
    assert page.index("Complaint 10:35: The customer is not heard") < page.index("Complaint 10:35: No picture")
    assert f"Suspected: {texts.say('en', 'owner.remote_access')}" in page


@pytest.mark.parametrize(
    ("rooms", "complaints", "heading"),
    [
        (2, 0, ""),
        (0, 1, "One complaint waits for an answer"),
        (2, 1, "Two rooms and one complaint need a move"),
        (1, 12, "One room and 12 complaints need a move"),
    ],
)
def test_the_heading_counts_both(rooms: int, complaints: int, heading: str) -> None:
    assert counted(rooms, complaints, Reader("en", NOW)) == heading


def test_without_complaints_the_page_says_so(kept: Store) -> None:
    with TestClient(application(kept, Clock())) as client:
        page = client.get("/complaints?lang=en&before=x").text
    assert "There are no complaints." in page
