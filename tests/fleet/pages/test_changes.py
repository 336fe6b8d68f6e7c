"""Who changed what: schedules key by key in words, routes by kind, loops by room; nobody's name is made up."""

from __future__ import annotations

from datetime import date

import pytest

from huonevahti_fleet import texts
from huonevahti_fleet.domain.authors import Author, EditRecord, What
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.changes import row
from huonevahti_fleet.store.columns import to_text
from huonevahti_wire.plan.layers import Schedule
from tests.fleet.pages.sample import NOW

ENGLISH = Reader("en", NOW)
NAMES = {"talo": "Talo", "imatra": "Imatra"}
EVE = date(2026, 12, 24)


def _changed(what: What, subject: str, before: str = "", after: str = "", who: str = "Maija") -> EditRecord:
    return EditRecord(1, what, subject, before, after, Author(who, NOW))


def test_a_schedule_says_what_turned_into_what_and_nothing_of_the_rest() -> None:
    before = Schedule(at="03:00", is_off=False, exceptions={EVE: "off"})
    after = Schedule(at="04:30", is_off=False, ready_before_opening_seconds=3600)
    told = row(_changed("schedule", "site/talo", to_text(before), to_text(after)), NAMES, ENGLISH)
    assert (told.who, told.what) == ("Maija", "Restart times: Talo")
    assert told.turns == (
        "Time: 04:30 (before: 03:00)",
        "Judged ready or not before opening: 60 minutes (before: nothing of its own)",
        "Thu 24 Dec: as on other days",
    )


@pytest.mark.parametrize(
    ("changed", "what", "turns"),
    [
        (_changed("schedule", "all", "", to_text(Schedule(is_off=True))), "Restart times: All rooms", 1),
        (_changed("route", "premises/talo/", "", "{}"), "Route: The premises: Senaatti, Talo", 1),
        (_changed("route", "terminal//", "{}", ""), "Route: The terminal: the support desk", 1),
        (_changed("restart_loop", "imatra", "", '"set_right"'), "Restart loop set right: Imatra", 0),
        (_changed("restart_loop", "gone", "", '"set_right"'), "Restart loop set right: gone", 0),
    ],
)
def test_each_kind_says_whom_it_was_for(changed: EditRecord, what: str, turns: int) -> None:
    told = row(changed, NAMES, ENGLISH)
    assert told.what == what
    assert len(told.turns) == turns


def test_who_typed_no_name_is_called_so_in_every_language() -> None:
    for language in texts.LANGUAGES:
        reader = Reader(language, NOW)
        assert row(_changed("restart_loop", "imatra", who=""), NAMES, reader).who == reader.t(
            "changes.nobody"
        )
