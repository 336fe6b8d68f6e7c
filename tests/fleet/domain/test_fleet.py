"""The fleet in memory: what neighbours do, what falls due, and who cannot be called silent."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.fleet import Agenda, Fleet, RoomNow
from huonevahti_fleet.domain.rooms import Room, Site, Verdict
from huonevahti_fleet.domain.terminals import Terminal
from tests.fakes.fleet import NOW, PROFILE, later

SITE = Site("talo", {"fi": "Talo"}, "dvv")


def _fleet(*rooms: str) -> Fleet:
    fleet = Fleet()
    fleet.admit(
        RoomNow(Room(r, {"fi": r}, SITE, "in_service", r, PROFILE), terminal=Terminal(r, r, last_seen_at=NOW))
        for r in rooms
    )
    return fleet


def test_a_room_does_not_count_among_its_own_neighbours() -> None:
    fleet = _fleet("a", "b", "c")
    for slug in ("a", "b"):
        fleet.found(fleet.rooms[slug], frozenset({"microphone_gone"}), is_silent=True)
    seen = fleet.neighbours(fleet.rooms["a"])
    assert (seen.site_rooms, seen.site_silent, seen.fleet_rooms, seen.fleet_silent) == (2, 1, 2, 1)
    assert seen.site_faults["microphone_gone"] == 1
    assert fleet.neighbours(fleet.rooms["c"]).site_silent == 2


def test_neighbours_stay_counted_when_the_registry_is_loaded_again() -> None:
    fleet = _fleet("a", "b")
    fleet.found(fleet.rooms["a"], frozenset({"x"}), is_silent=True)
    fleet.admit(list(fleet.rooms.values()))
    fleet.found(fleet.rooms["a"], frozenset(), is_silent=False)
    seen = fleet.neighbours(fleet.rooms["b"])
    assert (seen.site_silent, seen.site_faults["x"]) == (0, 0)


def test_the_agenda_keeps_the_earliest_look_at_a_room() -> None:
    agenda = Agenda()
    for seconds in (30, 10, 20):
        agenda.add(later(seconds), "a")
    agenda.add(later(15), "b")
    assert list(agenda.due(later(9))) == []
    assert list(agenda.due(later(60))) == ["a", "b"]
    assert list(agenda.due(later(60))) == []


@pytest.mark.parametrize(
    ("listening_since", "now", "verdict", "is_silent"),
    [
        (None, 11, Verdict.FIT, True),
        (100, 105, Verdict.FIT, False),
        (100, 111, Verdict.FIT, True),
        (100, 105, Verdict.NO_DATA, True),
    ],
    ids=["was listening", "just came back", "has listened long enough", "was silent before"],
)
def test_what_the_server_missed_is_not_held_against_a_terminal(
    listening_since: int | None, now: int, verdict: Verdict, is_silent: bool
) -> None:
    fleet = _fleet("a")
    fleet.listening_since = None if listening_since is None else later(listening_since)
    fleet.rooms["a"].verdict = verdict
    assert fleet.history(fleet.rooms["a"], later(now)).is_silent() is is_silent
