"""Rooms that fell silent together come back one after another, and the last of them is no trouble of its own."""

from __future__ import annotations

from huonevahti_fleet.domain.incidents import RETURNS_WITHIN
from tests.fleet.domain.test_incidents import SILENT, SITE, Desk

ALONE = f"{SILENT}\nneighbours site_rooms=1 site_silent=0"


def _both_silent() -> Desk:
    desk = Desk()
    for room in ("porvoo", "porvoo-2"):
        desk.look(0, SITE, room)
    for room in ("porvoo", "porvoo-2"):
        desk.look(60, SITE, room)
    assert desk.told() == [("site_silent", "open", 1040)]
    desk.look(120, "", "porvoo")
    return desk


def test_a_room_that_is_still_on_its_way_back_stays_in_the_incident_of_its_site() -> None:
    desk = _both_silent()
    for after in (120, 180, 230):
        desk.look(after, ALONE, "porvoo-2")
    assert desk.told() == [("site_silent", "open", 1040)]
    desk.look(235, "", "porvoo-2")
    assert desk.told() == [("site_silent", "resolved", 1040)]


def test_a_room_that_does_not_come_back_gets_an_incident_of_its_own() -> None:
    desk = _both_silent()
    late = 60 + RETURNS_WITHIN.total_seconds()
    desk.look(late, ALONE, "porvoo-2")
    desk.look(late + 60, ALONE, "porvoo-2")
    assert ("terminal_silent", "open", 1041) in desk.told()
    assert ("site_silent", "resolved", 1040) in desk.told()
