"""The page of ratings: pooled, and silent when there are too few."""

from __future__ import annotations

from huonevahti_fleet.flows.take_rating import rating_report
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.ratings import view
from huonevahti_fleet.store import Store
from tests.fleet.pages.post_office import web
from tests.fleet.pages.sample import NOW, SampleStore

ENGLISH = Reader("en", NOW)


def test_it_shows_pools_and_how_often_a_low_answer_had_a_fault_of_ours() -> None:
    store = SampleStore()
    report = rating_report(store, 90, NOW)  # type: ignore[arg-type]  # the sample answers what a report asks
    shown = view(report, store.organisations(), {"porvoo": {"fi": "Porvoo-info"}}, ENGLISH)
    assert shown.whole is not None
    assert (shown.whole.count, shown.whole.mean) == (40, "3.50")
    (_, organisations), (_, rooms) = shown.tables
    assert [(row.name, row.count) for row in organisations] == [("Lupa- ja valvontavirasto", 40)]
    assert [(row.name, row.count) for row in rooms] == [("imatra", 10), ("nurmes", 10), ("Porvoo-info", 20)]
    assert shown.found.startswith("Of 10 low answers (1 or 2), 0 came in an hour")


def test_fewer_than_ten_are_not_shown(kept: Store) -> None:
    with web(kept) as client:
        page = client.get("/ratings?lang=en").text
    assert "Fewer than ten answers" in page
    assert "<table" not in page
