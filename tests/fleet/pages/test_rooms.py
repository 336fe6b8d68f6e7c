"""The rooms page: what its view says, and what its address asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.rooms import RoomState, Span, Verdict
from huonevahti_fleet.pages._asked import ROWS, Asked, found
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._strips import strips_of
from huonevahti_fleet.pages.rooms import View, view
from tests.fleet.pages.sample import IMATRA, NOW, NURMES, PORVOO, STATES, ago, incident, state
from tests.fleet.pages.sample import UNPLUGGED as GONE

ENGLISH = Reader("en", NOW)


def shown(states: tuple[RoomState, ...], asked: Asked) -> View:
    return view(states, found(states, asked, ENGLISH), {}, asked, ENGLISH)


def seen(states: tuple[RoomState, ...] = STATES, **asked: object) -> View:
    return shown(states, Asked(**asked))  # type: ignore[arg-type]  # the test says what it asks


@pytest.mark.parametrize(
    ("states", "heading"),
    [
        ((), "No rooms yet"),
        ((state("imatra", IMATRA),), "All rooms are fit for the next customer"),
        (
            (state("imatra", IMATRA, Verdict.UNFIT),),
            "Nobody has to move yet: what looks odd is being watched",
        ),
        (
            (state("porvoo", PORVOO, Verdict.UNFIT, incidents=(incident(1, GONE, "porvoo"),)),),
            "One room needs a move",
        ),
        (STATES, "Three rooms need a move"),
    ],
    ids=["none", "all fit", "watching", "one", "three"],
)
def test_the_heading_is_the_verdict(states: tuple[RoomState, ...], heading: str) -> None:
    assert seen(states).heading == heading


def test_the_worst_comes_first_and_says_whose_move_it_is() -> None:
    first = seen().moves[0]
    assert (first.number, first.verdict, first.rooms[0].name) == (1042, "unfit", "Porvoo-info")
    assert first.owner == "On site: the advisor"
    assert first.since == "Since 09:14, 78 minutes"
    assert [move.number for move in seen().moves] == [1042, 1040, 1043]


def test_an_incident_of_many_rooms_is_one_card() -> None:
    rooms = tuple(f"imatra-{n}" for n in range(1, 7))
    shared = replace(incident(7, GONE, "imatra-1"), rooms=rooms)
    card = seen(tuple(state(slug, IMATRA, Verdict.UNFIT, incidents=(shared,)) for slug in rooms))
    assert len(card.moves) == 1
    assert (len(card.moves[0].rooms), card.moves[0].more_rooms) == (4, 2)
    assert card.heading == "Six rooms need a move"


def test_what_is_watched_is_told_apart_from_what_needs_a_move() -> None:
    assert [found.room.slug for found in seen().watched] == ["joensuu-2"]
    assert "10 seconds" in seen().watched[0].line


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ({"words": "PORVOO"}, ["porvoo"]),
        ({"words": "borgå"}, ["porvoo"]),
        ({"words": "1 joen"}, ["joensuu-1"]),
        ({"verdict": "no_data"}, ["salo-1"]),
        ({"site": "joensuu"}, ["joensuu-1", "joensuu-2"]),
        ({"words": "nowhere"}, []),
    ],
)
def test_the_address_narrows_the_rows(asked: dict[str, str], slugs: list[str]) -> None:
    assert [row.slug for row in shown(STATES, Asked(**asked)).rows] == slugs  # type: ignore[arg-type]  # words only


def test_rooms_stand_in_the_order_in_which_people_count() -> None:
    names = [row.name for row in seen(tuple(state(f"nurmes-{n}", NURMES) for n in (10, 2, 1))).rows]
    assert names == ["Nurmes, Valtimo 1", "Nurmes, Valtimo 2", "Nurmes, Valtimo 10"]


def test_more_rooms_than_a_page_holds_are_a_link_away() -> None:
    many = tuple(state(f"nurmes-{n}", NURMES) for n in range(1, ROWS + 51))
    assert (len(seen(many).rows), seen(many).pages) == (ROWS, 2)
    assert len(seen(many, page=2).rows) == 50


@pytest.mark.parametrize("page", ["0", "-3", "x", "²", "99999999"])
def test_a_page_that_cannot_be_read_is_the_first_or_empty(page: str) -> None:
    assert Asked.of({"page": page, "verdict": "broken"}) == Asked()


def test_a_row_says_what_goes_on_in_the_room() -> None:
    said = {row.slug: (row.now, row.last_seen) for row in seen().rows}
    assert said["imatra"] == ("Open until 15:00", "Just now")
    assert said["salo-1"] == ("Open until 15:00", "51 minutes")
    assert said["vaasa-1"][0] == "Closed, opens Wed 25 Nov, 08:32"


def test_what_no_customer_notices_is_noted_and_needs_no_move() -> None:
    cosmetic = incident(7, replace(GONE, harm=Harm.COSMETIC), "imatra")
    found = seen((state("imatra", IMATRA, incidents=(cosmetic,)),))
    assert (found.heading, found.moves) == ("All rooms are fit for the next customer", ())
    assert [line.room.slug for line in found.noted] == ["imatra"]


@pytest.mark.parametrize(("gap_seconds", "now"), [(0, "Open around the clock"), (120, "Open until 15:00")])
def test_a_room_that_opens_as_it_closes_is_open_around_the_clock(gap_seconds: int, now: str) -> None:
    closes_at = NOW.replace(hour=13, minute=0)
    room = state("imatra", IMATRA, closes_at=closes_at, opens_at=closes_at + timedelta(seconds=gap_seconds))
    assert seen((room,)).rows[0].now == now


@pytest.mark.parametrize(("hours", "known"), [(2, "Known since 08:32"), (20, "")])
def test_an_empty_day_says_since_when_the_room_is_known(hours: int, known: str) -> None:
    strips = strips_of({"imatra": (Span("fit", ago(hours=hours), NOW),)}, NOW)
    states = (state("imatra", IMATRA),)
    assert view(states, states, strips, Asked(), ENGLISH).rows[0].known == known
