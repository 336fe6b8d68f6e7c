"""The page of one incident."""

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.incident import life, view
from tests.fleet.pages.sample import NOW, OVER, SILENT, UNPLUGGED, ago, incident

ENGLISH = Reader("en", NOW)


def test_it_says_what_where_and_what_each_reader_does() -> None:
    found = view(incident(1042, UNPLUGGED, "porvoo"), {"porvoo": "Porvoo-info"}, ENGLISH)
    assert found.heading == "Porvoo-info: customers are not heard: the microphone is unplugged"
    assert [step.reader for step in found.case.steps] == [
        "Support desk",
        "Service advisor",
        "Operations",
        "Integrator",
    ]
    assert found.case.points_to == (
        "The microphone\N{RIGHT SINGLE QUOTATION MARK}s socket reports that it is empty since 09:14",
    )


def test_its_life_shows_only_what_was_reached() -> None:
    assert [station.reached for station in life(incident(1, UNPLUGGED, "porvoo"), ENGLISH)] == [
        True,
        True,
        False,
        False,
    ]
    assert [station.reached for station in life(OVER, ENGLISH)] == [True, True, True, False]
    assert life(incident(1, UNPLUGGED, "porvoo"), ENGLISH)[1].after == "after 10 seconds"


def test_an_undecided_owner_comes_with_the_question() -> None:
    found = view(incident(1040, SILENT, "salo-1"), {}, ENGLISH)
    assert (found.owner, found.question) == ("Undecided: one question decides", "Is the screen lit?")


def test_one_that_takes_in_many_rooms_counts_them() -> None:
    shared = replace(incident(9, SILENT, "a"), rooms=("a", "b", "c"), reopened=2)
    found = view(shared, {}, ENGLISH)
    assert found.heading.startswith("3 rooms: ")
    assert found.reopened == "It came back 2 times under the same number."


def test_one_that_is_back_was_open_and_resolved_before_it_was_seen_again() -> None:
    back = replace(OVER, state=IncidentState.WATCHING, first_seen_at=ago(minutes=1))
    stations = life(back, ENGLISH)
    assert [station.word for station in stations] == ["Opened", "Resolved", "Seen again", "Opens again"]
    assert [station.reached for station in stations] == [True, True, True, False]
    assert view(back, {}, ENGLISH).lead == "Incident 1038, lasted 1 minute."
