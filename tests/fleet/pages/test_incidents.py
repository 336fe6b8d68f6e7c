"""The list of incidents."""

from __future__ import annotations

from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.incidents import ROWS, view
from tests.fleet.pages.sample import NOW, OVER, UNPLUGGED, SampleStore, incident

ENGLISH = Reader("en", NOW)


def test_the_heading_counts_what_is_open() -> None:
    found = SampleStore().incidents(tuple(IncidentState))
    assert view(found, {}, "all", ENGLISH).heading == "Three incidents are open"
    assert view((OVER,), {}, "all", ENGLISH).heading == "No incident is open"


def test_an_incident_that_is_over_says_how_long_it_lasted() -> None:
    row = view((OVER,), {"imatra": "Imatra"}, "all", ENGLISH).rows[0]
    assert (row.state, row.lasted, row.rooms[0].name) == ("Resolved", "60 minutes", "Imatra")


def test_a_full_page_leads_to_older_incidents() -> None:
    full = tuple(incident(number, UNPLUGGED, "porvoo") for number in range(900, 900 - ROWS, -1))
    assert view(full, {}, "all", ENGLISH).before == 900 - ROWS + 1
    assert view(full[:-1], {}, "all", ENGLISH).before is None
