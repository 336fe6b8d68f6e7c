"""Nights and openings over a store: planned, told of, ended by the clock, and right again after a late word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.nightly import Booking, NightRecord
from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Locked, Store
from huonevahti_wire import messages as wire
from huonevahti_wire.messages import BootCause, Booted, OpenPeriod, ReadinessJudged, RestartTold
from huonevahti_wire.plan.layers import Schedule
from tests.fakes.fleet import BOOT, GONE, NOW, STREAM, birth, configs, intake_over, later, report, said

WEDNESDAY = date(2026, 11, 25)
DUE = datetime.fromisoformat("2026-11-25T01:00:00+00:00")
OPENS = datetime.fromisoformat("2026-11-25T06:00:00+00:00")
LATEST = OPENS - timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def _event(number: int, at: datetime, body: wire.EventBody) -> wire.Event:
    return wire.Event(stream=STREAM, number=number, at=at, body=body)


def _told(what: Any, *reasons: str) -> RestartTold:
    return RestartTold(what, "planned", reasons, WEDNESDAY, DUE, LATEST)


def _heard(store: Store) -> Intake:
    """An intake that heard `imatra` and has listened since NOW; restarts are at three o'clock sharp."""
    store.set_schedule("all", "", Schedule(at="03:00", jitter_seconds=0), "maija", NOW)
    intake = intake_over(store)
    intake.fleet.listening_since = NOW
    intake.take([said(birth())], NOW)
    pass_time(intake, later(1), may_send=False)
    return intake


def _night(store: Store) -> NightRecord | None:
    return next((n for n in store.nights(WEDNESDAY) if n.room == "imatra"), None)


def _found(store: Store) -> tuple[str, tuple[str, ...]]:
    night = _night(store)
    assert night is not None
    return night.outcome.value, night.reasons


def test_the_night_ahead_is_planned_for_rooms_that_were_heard(store: Store) -> None:
    _heard(store)
    assert [(n.room, n.outcome, n.due_at, n.latest_at) for n in store.nights(WEDNESDAY)] == [
        ("imatra", "planned", DUE, LATEST)
    ]


def test_a_night_that_is_called_off_is_not_missed(store: Store) -> None:
    intake = _heard(store)
    store.set_schedule("room", "imatra", Schedule(exceptions={WEDNESDAY: "off"}), "maija", later(2))
    pass_time(intake, later(70), may_send=False)
    assert _night(store) is None
    store.set_schedule("room", "imatra", Schedule(at="03:30"), "maija", later(80))
    pass_time(intake, later(140), may_send=False)
    night = _night(store)
    assert night is not None
    assert night.due_at == DUE + 30 * MINUTE


def test_a_restart_is_followed_from_its_order_to_the_opening(store: Store) -> None:
    intake = _heard(store)
    intake.take([said(_event(1, DUE, _told("deferred", "media")))], DUE)
    assert _found(store) == ("deferred", ("media",))
    intake.take([said(_event(2, DUE + MINUTE, _told("ordered")))], DUE + MINUTE)
    boot = Booted(BOOT, BootCause.OURS, DUE + 3 * MINUTE)
    intake.take([said(_event(3, DUE + 3 * MINUTE, boot))], DUE + 4 * MINUTE)
    assert _found(store) == ("done", ())
    bad = ReadinessJudged(OPENS, is_ready=False, reasons=("camera.order",), untested=("sound.loop",))
    intake.take([said(_event(4, OPENS - 45 * MINUTE, bad))], OPENS - 45 * MINUTE)
    assert _found(store) == ("late", ("not_ready",))
    intake.take([said(_event(5, OPENS - MINUTE, ReadinessJudged(OPENS, is_ready=True)))], OPENS - MINUTE)
    assert _found(store) == ("done", ())
    (ready,) = store.readiness(NOW)
    assert (ready.room, ready.opens_at, ready.is_ready) == ("imatra", OPENS, True)
    pass_time(intake, OPENS + MINUTE, may_send=False)
    assert store.readiness(NOW) == (ready,)


def test_silence_is_a_missed_restart_and_an_opening_nobody_told_of_until_the_word_comes(store: Store) -> None:
    intake = _heard(store)
    pass_time(intake, OPENS + MINUTE, may_send=False)
    assert _found(store) == ("skipped", ("nobody_told",))
    assert [(r.room, r.is_ready, r.reasons) for r in store.readiness(NOW)] == [("imatra", False, ("nobody_told",))]
    again = intake_over(store, OPENS + MINUTE)
    late = (
        _event(1, DUE, _told("ordered")),
        _event(2, DUE + 2 * MINUTE, Booted(BOOT, BootCause.OURS, DUE + 2 * MINUTE)),
        _event(3, OPENS - 45 * MINUTE, ReadinessJudged(OPENS, is_ready=True)),
    )
    again.take([said(each) for each in late], OPENS + 9 * MINUTE)
    assert _found(store) == ("done", ())
    assert [r.is_ready for r in store.readiness(NOW)] == [True]


def test_a_server_that_was_away_gives_terminals_time_to_tell(store: Store) -> None:
    intake = _heard(store)
    intake.fleet.listening_since = OPENS
    pass_time(intake, OPENS + 10 * MINUTE, may_send=False)
    assert _found(store) == ("planned", ())
    pass_time(intake, OPENS + 16 * MINUTE, may_send=False)
    assert _found(store) == ("skipped", ("nobody_told",))
    assert store.readiness(NOW) == (), "whether it was ready could not be heard"


def test_a_boot_in_a_night_that_was_not_planned_here_is_its_restart(store: Store) -> None:
    intake = intake_over(store)
    at = DUE + 60 * MINUTE
    intake.take([said(birth()), said(_event(1, at, Booted(BOOT, BootCause.OURS, at)))], at + MINUTE)
    night = _night(store)
    assert night is not None
    assert (night.outcome, night.back_at) == ("done", at)


def test_what_was_not_committed_was_not_heard(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = _heard(store)

    def full(_: object) -> None:
        raise Locked("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "commit", full)
        with pytest.raises(Locked):
            intake.take([said(_event(1, DUE, _told("deferred", "media")))], DUE)
    assert intake.fleet.restarts.nights["imatra"][WEDNESDAY].outcome == "planned"


def test_the_config_carries_the_restart_the_bookings_and_a_loops_release(store: Store) -> None:
    intake = _heard(store)
    store.put_bookings("imatra", (Booking(later(60), later(120)), Booking(later(9e6), later(9.1e6))), NOW)
    store.release("imatra", "maija", later(5))
    config = configs(pass_time(intake, later(20), may_send=True))["imatra"]
    assert config.restart is not None
    assert (config.restart.at, config.restart.offset_seconds) == ("03:00", 0)
    assert config.bookings == (OpenPeriod(later(60), later(120)),)
    assert (config.released_at, config.ready_before_opening_seconds) == (later(5), 2700)
    assert configs(pass_time(intake, later(3600), may_send=True)) == {}, "a booking that ends is no news"
    assert set(configs(pass_time(intake, later(90_000), may_send=True))) == {"imatra"}, "a day later it is gone"


def test_a_room_is_judged_as_long_before_its_openings_as_its_schedule_says(store: Store) -> None:
    intake = _heard(store)
    store.set_schedule("room", "imatra", Schedule(ready_before_opening_seconds=7200), "maija", NOW)
    config = configs(pass_time(intake, later(20), may_send=True))["imatra"]
    assert config.ready_before_opening_seconds == 7200
    boot = Booted(BOOT, BootCause.OURS, OPENS - 100 * MINUTE)
    intake.take([said(_event(1, boot.booted_at, boot))], boot.booted_at)
    night = _night(store)
    assert night is not None
    assert (night.outcome, night.reasons) == ("late", ("back_late",)), "it came back after it was to be judged"


def test_a_booking_after_hours_makes_a_fault_one_that_closes_the_room_now(store: Store) -> None:
    intake, evening = _heard(store), datetime.fromisoformat("2026-11-24T18:00:00+00:00")
    store.put_bookings("imatra", (Booking(evening, evening + 30 * MINUTE),), NOW)
    harms = []
    for number, at in enumerate((evening - MINUTE / 6, evening - MINUTE / 12, evening), 1):
        pass_time(intake, at, may_send=False)
        intake.take([said(report(number, GONE, sent_at=at))], at)
        pass_time(intake, at, may_send=False)
        harms.append({incident.harm for incident in store.incidents((IncidentState.OPEN,))})
    assert harms[1:] == [{Harm.CLOSED_AT_OPENING}, {Harm.CLOSED_NOW}]
