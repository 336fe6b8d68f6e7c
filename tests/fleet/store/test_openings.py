"""One suite for every database: hours ahead, openings met by month, and what came of a night in all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.store import Batch, Store
from huonevahti_fleet.store.openings import Met
from tests.fakes.fleet import NOW, intake_over, registry

OCTOBER, NOVEMBER, DECEMBER = (datetime(2026, month, 1, tzinfo=UTC) for month in (10, 11, 12))


def _ready(room: str, opens_at: datetime, *, is_ready: bool) -> ReadinessRecord:
    return ReadinessRecord(room, opens_at, opens_at - timedelta(minutes=45), is_ready)


def _save(store: Store, *records: NightRecord | ReadinessRecord) -> None:
    batch = Batch(intake_over(store).fleet, NOW)
    for record in records:
        if isinstance(record, NightRecord):
            batch.night(record)
        else:
            batch.readiness(record)
    store.commit(batch)


def test_rooms_of_the_same_hours_share_them_and_a_new_registry_is_read_anew(real_store: Store) -> None:
    hours = real_store.openings.hours(NOW)
    assert hours["imatra"] is hours["nurmes"]
    assert hours["imatra"].at(NOW)[0]
    assert real_store.openings.hours(NOW)["imatra"] is hours["imatra"]
    real_store.save_registry(registry("porvoo"), NOW)
    assert set(real_store.openings.hours(NOW)) == {"porvoo"}


def test_openings_are_counted_by_room_and_span_and_the_end_belongs_to_the_next(real_store: Store) -> None:
    _save(
        real_store,
        _ready("imatra", OCTOBER, is_ready=True),
        _ready("imatra", NOVEMBER - timedelta(seconds=1), is_ready=False),
        _ready("imatra", NOVEMBER, is_ready=True),
        _ready("nurmes", DECEMBER - timedelta(seconds=1), is_ready=True),
        _ready("nurmes", DECEMBER, is_ready=True),
    )
    assert real_store.openings.met([OCTOBER, NOVEMBER, DECEMBER]) == {
        "imatra": (Met(2, 1), Met(1, 1)),
        "nurmes": (Met(0, 0), Met(1, 1)),
    }
    assert (Met(4, 3).share, Met().share) == (0.75, None)


def test_a_night_is_counted_by_what_came_of_it(real_store: Store) -> None:
    day = date(2026, 11, 24)
    _save(
        real_store,
        NightRecord("imatra", day, Outcome.DONE),
        NightRecord("nurmes", day, Outcome.DONE),
        NightRecord("imatra", date(2026, 11, 23), Outcome.FAILED),
    )
    assert real_store.openings.outcomes(day) == {Outcome.DONE: 2}
