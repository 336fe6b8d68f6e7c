"""One suite for every database: schedules, bookings, nights and readiness are there as they were saved."""

from __future__ import annotations

from datetime import date

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.nightly import (
    Booking,
    NightRecord,
    Outcome,
    ReadinessRecord,
    Release,
    SetSchedule,
    by_place,
    scheduled,
)
from huonevahti_fleet.store import Batch, Store
from huonevahti_fleet.store.columns import to_text
from huonevahti_wire.plan.layers import Schedule
from tests.fakes.fleet import NOW, intake_over, later

DAY = date(2026, 11, 24)
NIGHT = NightRecord("imatra", DAY, Outcome.DEFERRED, ("media",), later(-3600), later(3600), until=later(60))
READY = ReadinessRecord("imatra", later(7200), later(4500), False, ("camera_order",), ("sound_loop",))
EARLY, LATE = Schedule(at="02:00", exceptions={date(2026, 12, 24): "off"}), Schedule(at="04:00")


def _save(store: Store, *records: NightRecord | ReadinessRecord) -> None:
    batch = Batch(intake_over(store).fleet, NOW)
    for record in records:
        if isinstance(record, NightRecord):
            batch.night(record)
        else:
            batch.readiness(record)
    store.commit(batch)


def test_a_persons_word_rules_until_it_is_taken_back_and_another_layers_stays(real_store: Store) -> None:
    real_store.set_schedule("site", "talo", LATE, "matti", NOW)
    real_store.set_schedule("all", "", EARLY, "maija", later(1))
    assert real_store.schedules() == (
        SetSchedule("all", "", EARLY, "maija", later(1)),
        SetSchedule("site", "talo", LATE, "matti", NOW),
    )
    real_store.set_schedule("site", "talo", EARLY, "maija", later(2))
    assert real_store.schedules()[1] == SetSchedule("site", "talo", EARLY, "maija", later(2))
    real_store.set_schedule("site", "talo", None, "maija", later(3))
    assert [each.layer for each in real_store.schedules()] == ["all"]


def test_each_word_of_a_person_and_each_loop_set_right_is_recorded_with_what_it_was_before(real_store: Store) -> None:
    real_store.set_schedule("site", "talo", LATE, "matti", NOW)
    real_store.set_schedule("site", "talo", EARLY, "maija", later(1))
    real_store.set_schedule("site", "talo", EARLY, "maija", later(2))
    real_store.set_schedule("site", "talo", None, "liisa", later(3))
    real_store.release("imatra", "liisa", later(4))
    turns = [(to_text(LATE), to_text(EARLY)), (to_text(EARLY), "")]
    loop, gone, second, first = real_store.edits(10)
    assert (loop.what, loop.subject, loop.by) == ("restart_loop", "imatra", Author("liisa", later(4)))
    assert (first.what, first.subject, first.before, first.after) == ("schedule", "site/talo", "", to_text(LATE))
    assert [(each.before, each.after) for each in (second, gone)] == turns, "what changed nothing is no edit"
    assert gone.by == Author("liisa", later(3))
    assert real_store.edits(1, loop.number) == (gone,)
    assert real_store.edits(10, what="restart_loop") == (loop,)


def test_a_room_knows_which_layer_won_each_field(real_store: Store) -> None:
    real_store.set_schedule("all", "", EARLY, "maija", NOW)
    real_store.set_schedule("room", "imatra", LATE, "maija", NOW)
    layers = by_place(real_store.schedules())
    imatra, nurmes = (scheduled(state.room, layers) for state in real_store.rooms())
    assert (imatra.schedule.at, imatra.won_by["at"]) == ("04:00", "room")
    assert (nurmes.schedule.at, nurmes.won_by["at"]) == ("02:00", "all")
    assert imatra.won_by["exceptions.2026-12-24"] == "all"
    assert (imatra.won_by["days"], imatra.plan is not None and imatra.plan.at) == ("shipped", "04:00")


def test_bookings_are_replaced_whole_and_are_gone_a_day_after_their_end(real_store: Store) -> None:
    first, second = Booking(later(60), later(120)), Booking(later(200), later(260))
    real_store.put_bookings("imatra", (second, first), NOW)
    real_store.put_bookings("nurmes", (first,), NOW)
    assert real_store.bookings(NOW) == {"imatra": (first, second), "nurmes": (first,)}
    real_store.put_bookings("imatra", (second,), NOW)
    assert real_store.bookings(NOW)["imatra"] == (second,)
    assert real_store.bookings(later(130)) == {"imatra": (second,)}
    real_store.prune(later(120 + 86_400))
    assert real_store.bookings(NOW) == {"imatra": (second,)}


def test_a_night_is_kept_as_it_was_last_known(real_store: Store) -> None:
    done = NightRecord("imatra", DAY, Outcome.DONE, (), NIGHT.due_at, NIGHT.latest_at, later(60), later(120))
    other = NightRecord("nurmes", date(2026, 11, 25), Outcome.PLANNED)
    _save(real_store, NIGHT, other)
    assert real_store.nights(DAY) == (NIGHT, other)
    _save(real_store, done)
    assert real_store.nights(DAY, ("imatra",)) == (done,)
    assert real_store.nights(date(2026, 11, 25)) == (other,)
    assert real_store.nights(DAY, ()) == ()
    real_store.prune(later(401 * 86_400))
    assert real_store.nights(DAY) == (other,)


def test_an_opening_has_one_last_word(real_store: Store) -> None:
    turned = ReadinessRecord("imatra", READY.opens_at, later(4600), True)
    _save(real_store, READY)
    assert real_store.readiness(NOW) == (READY,)
    _save(real_store, turned)
    assert real_store.readiness(NOW, ("imatra", "nurmes")) == (turned,)
    assert real_store.readiness(later(7201)) == ()
    real_store.prune(later(401 * 86_400))
    assert real_store.readiness(NOW) == ()


def test_whoever_set_a_loop_right_is_known_and_configs_are_looked_at_again(real_store: Store) -> None:
    before = real_store.counter("schedules")
    real_store.release("imatra", "maija", NOW)
    real_store.release("imatra", "matti", later(1))
    assert real_store.releases() == {"imatra": Release("imatra", later(1), "matti")}
    real_store.put_bookings("imatra", (), NOW)
    assert real_store.counter("schedules") == before + 3
