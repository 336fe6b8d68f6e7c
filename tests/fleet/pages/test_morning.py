"""Morning: who is ready for which opening, what to do for the others, the promise kept, what was lost and cured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.lost import lost_minutes
from huonevahti_fleet.domain.nightly import ReadinessRecord
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import expand
from huonevahti_fleet.pages import _mornings, _promise, morning
from huonevahti_fleet.pages._mornings import Opening, Stand
from huonevahti_fleet.pages._reader import HOME_ZONE, Reader
from huonevahti_fleet.pages._unready import unready
from huonevahti_fleet.store import Store
from huonevahti_fleet.store.openings import Met
from tests.fleet.pages.sample import TOO_LOW, UNPLUGGED, incident
from tests.fleet.pages.sample_nights import HOURS, NOW, TODAY, filled
from tests.fleet.pages.serving import application
from tests.fleet.pages.test_restarts import READER, ZONE, planned

EIGHT = NOW.replace(hour=6, minute=0, second=0)
"""When the sample room opens today."""
ROOM = planned()


def record(is_ready: bool, *reasons: str, untested: tuple[str, ...] = ()) -> ReadinessRecord:
    return ReadinessRecord("salo", EIGHT, EIGHT - timedelta(minutes=45), is_ready, reasons, untested)


def opening(stand: Stand, found: ReadinessRecord | None = None, opens_at: datetime = EIGHT) -> Opening:
    return Opening(ROOM, opens_at, stand, found)


@pytest.fixture(scope="module")
def fifty() -> Iterator[Store]:
    """Fifty rooms with a month of nights."""
    store = filled(50)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("minutes", "found", "stand"),
    [
        (-60, None, Stand.WAITING),
        (-41, None, Stand.WAITING),
        (-30, None, Stand.NO_WORD),
        (30, None, Stand.NO_WORD),
        (-30, record(True), Stand.READY),
        (-30, record(False, "camera.order"), Stand.NOT_READY),
    ],
)
def test_a_room_stands_as_was_last_said_of_this_opening(
    minutes: int, found: ReadinessRecord | None, stand: Stand
) -> None:
    records = {("salo", EIGHT): found} if found else {}
    (shown,) = _mornings.openings([ROOM], TODAY, records, EIGHT + timedelta(minutes=minutes))
    assert (shown.stand, shown.opens_at) == (stand, EIGHT)


def test_a_day_on_which_nothing_opens_shows_the_next_opening() -> None:
    saturday = datetime(2026, 11, 28, 10, tzinfo=ZONE)
    assert _mornings.day_shown([ROOM], saturday, ZONE) == datetime(2026, 11, 30, tzinfo=ZONE).date()
    assert _mornings.day_shown([ROOM], NOW, ZONE) == TODAY
    assert _mornings.day_shown([], NOW, ZONE) == TODAY


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        ([], "No opening in the coming week"),
        ([Stand.READY] * 3, "This morning all 3 rooms are ready for their opening"),
        ([Stand.READY, Stand.READY, Stand.NO_WORD], "This morning 2 of 3 rooms are ready; 1 needs a move"),
        (
            [Stand.READY, Stand.NOT_READY, Stand.WAITING],
            "This morning 1 of 2 rooms are ready; 1 needs a move; 1 is judged later",
        ),
        ([Stand.READY, Stand.WAITING], "This morning 1 room is ready for its opening; 1 is judged later"),
        ([Stand.WAITING] * 2, "2 rooms open today and are not judged yet"),
    ],
)
def test_the_morning_is_told_in_one_sentence(stands: list[Stand], sentence: str) -> None:
    assert morning.heading([opening(stand) for stand in stands], READER) == sentence


def test_openings_are_counted_by_their_time() -> None:
    found = [opening(Stand.READY), opening(Stand.NOT_READY), opening(Stand.READY, opens_at=EIGHT + timedelta(hours=1))]
    first, second = morning.groups(found, READER)
    assert (first.at, first.told, first.total) == ("08:00", "1 of 2 rooms ready, 1 not ready", 2)
    assert (second.at, second.counts) == ("09:00", (("fit", 1),))


@pytest.mark.parametrize(
    ("stand", "found", "now", "what_to_do"),
    [
        (Stand.NOT_READY, record(False, "camera.order"), EIGHT - timedelta(minutes=20), "Restart the room now"),
        (Stand.NOT_READY, record(False, "camera.order"), EIGHT + timedelta(minutes=20), "Open the room"),
        (Stand.NOT_READY, record(False, "nobody_told"), EIGHT, "Call the site"),
        (Stand.NO_WORD, None, EIGHT, "Call the site"),
    ],
)
def test_what_to_do_follows_from_what_is_wrong_and_whether_it_is_open(
    stand: Stand, found: ReadinessRecord | None, now: datetime, what_to_do: str
) -> None:
    assert unready(opening(stand, found), Reader("en", now)).do.startswith(what_to_do)


def test_a_minute_is_lost_once_and_only_while_open() -> None:
    early, late = EIGHT - timedelta(hours=1), EIGHT + timedelta(minutes=30)
    first = incident(1, UNPLUGGED, "salo", opened_at=early, resolved_at=late)
    same = incident(2, UNPLUGGED, "salo", opened_at=EIGHT, resolved_at=EIGHT + timedelta(minutes=40))
    lesser = incident(3, TOO_LOW, "salo", opened_at=EIGHT, resolved_at=EIGHT + timedelta(hours=2))
    hours = {"salo": expand(HOURS[0], HOME_ZONE, NOW)}
    span = EIGHT - timedelta(days=1), NOW
    assert lost_minutes([lesser, same, first], hours, span) == {Owner.ON_SITE: 40.0}
    assert lost_minutes([incident(1, UNPLUGGED, "elsewhere", opened_at=EIGHT)], hours, span) == {}


def test_the_worst_site_of_the_month_stands_first_below_all() -> None:
    every: list[Ahead] = [ROOM]
    kept = _promise.Promise(_promise.months(TODAY), {"salo": (*[Met()] * 5, Met(4, 3))})
    names, rows = _promise.table(kept, every, READER)
    assert names[-1] == "Nov 2026"
    assert [row.name for row in rows] == ["All sites", "Talo"]
    assert rows[1].shares[-1] == ("75.0\N{NO-BREAK SPACE}%", True)
    assert rows[1].shares[0] == ("", False)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_page_names_each_room_that_is_not_ready_with_a_desk_to_call(fifty: Store, language: str) -> None:
    html = TestClient(application(fifty)).get(f"/morning?lang={language}").text  # type: ignore[arg-type]  # a real store
    not_ready = [r for r in fifty.readiness(NOW - timedelta(hours=8)) if not r.is_ready]
    assert not_ready
    assert all(f'href="/rooms/{each.room}"' in html for each in not_ready)
    assert html.count("+358 9 000 0100") >= len(not_ready)
    assert not re.findall(r"\b(restarts|morning)\.[a-z_]+[^a-z/.]", re.sub(r'href="[^"]*"', "", html))


def test_a_site_can_be_looked_at_alone(fifty: Store) -> None:
    html = TestClient(application(fifty)).get("/morning?lang=en&site=site-0").text  # type: ignore[arg-type]  # a real store
    assert "of 3 rooms" in html or "all 3 rooms" in html
