"""The real agent restarts by its plan in virtual time: as `decide` says, once a local night, never in a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from huonevahti_agent.edges.intents import Intents
from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import SimulatedRoom
from huonevahti_wire.messages import BootCause, JobEnded, JobStatus, OpenPeriod, Status
from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.signals import State
from tests.agent.weeks import Life, Lived, document, live, local, local_dates

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
THURSDAY = local("2026-10-22T12:00")
JOB = "job0000000001"


def _visit(start: str, minutes: float) -> list[tuple[datetime, Callable[[SimulatedRoom], None]]]:
    """A customer who is there from a local time on for so long."""
    at = local(start)
    return [
        (at, lambda room: room.visit.start_visit()),
        (at + minutes * MINUTE, lambda room: room.visit.end_visit()),
    ]


def _said(lived: Lived) -> list[tuple[str, tuple[str, ...], date | None]]:
    return [(told.what, told.reasons, told.day) for told in lived.told]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """From Thursday noon on; on Sunday 2026-10-25 the clocks go back, on Tuesday a customer stays long."""
    folder = tmp_path_factory.mktemp("week")
    return live(folder, document(THURSDAY), THURSDAY, 7, _visit("2026-10-27T03:20", 60))


def test_a_week_with_a_clock_change_has_one_restart_each_local_night_and_none_beside(week: Lived) -> None:
    dates = local_dates(week.ordered_at)
    assert dates == [date(2026, 10, 23) + timedelta(days=n) for n in range(7)]
    assert [boot.cause for boot in week.boots] == [BootCause.FIRST, *[BootCause.OURS] * 7]


def test_on_the_night_in_which_half_past_three_comes_twice_it_is_the_first_coming(week: Lived) -> None:
    sunday = week.ordered_at[2]
    assert abs(sunday - datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) < timedelta(seconds=5)
    assert abs(week.ordered_at[3] - datetime(2026, 10, 26, 1, 30, tzinfo=UTC)) < timedelta(seconds=5)


def test_a_customer_in_the_night_is_waited_for_and_both_is_told(week: Lived) -> None:
    at = week.ordered_at[4]
    assert local("2026-10-27T04:30") <= at <= local("2026-10-27T04:40"), "ten minutes after the session's end"
    tuesday = [told for told in week.told if told.day == date(2026, 10, 27)]
    assert [told.what for told in tuesday] == ["deferred", "deferred", "ordered"]
    assert tuesday[0].reasons[0] == "media"
    assert tuesday[1].reasons == ("after_session",)
    assert tuesday[0].until is not None


def test_nothing_is_told_of_quiet_nights_but_the_order(week: Lived) -> None:
    quiet = [told.what for told in week.told if told.day != date(2026, 10, 27)]
    assert quiet == ["ordered"] * 6


def test_a_night_without_an_opportunity_is_skipped_told_once_with_what_held_it(tmp_path: Path) -> None:
    lived = live(tmp_path, document(THURSDAY), THURSDAY, 2, _visit("2026-10-23T03:00", 8 * 60))
    assert _said(lived)[0] == ("deferred", ("media",), date(2026, 10, 23))
    skipped = [told for told in lived.told if told.what == "skipped"]
    assert [(told.day, told.reasons) for told in skipped] == [(date(2026, 10, 23), ("media",))]
    assert local_dates(lived.ordered_at) == [date(2026, 10, 24)]


def test_an_agent_that_starts_anew_tells_nothing_twice(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    for at, befalls in _visit("2026-10-23T03:00", 8 * 60):
        life.at(at, befalls)
    life.desire(document(THURSDAY))
    for _ in range(12):
        life.run(2 * 3600)
        assert life.agent is not None
        life.agent.break_off()
        life.start()
    assert [what for what, _, _ in _said(life.lived())] == ["deferred", "skipped"]


def test_a_power_cut_in_the_night_is_that_nights_restart(tmp_path: Path) -> None:
    def cut(room: SimulatedRoom) -> None:
        room.power.cut_power()
        room.power.restore_power()

    befalls = [(local("2026-10-23T03:29:30"), cut), (local("2026-10-24T03:31"), cut)]
    lived = live(tmp_path, document(THURSDAY), THURSDAY, 3, befalls)
    assert local_dates(lived.ordered_at) == [date(2026, 10, 23), date(2026, 10, 24), date(2026, 10, 25)]
    assert [boot.cause for boot in lived.boots].count(BootCause.POWER_CUT) == 2


def test_a_terminal_without_power_over_the_night_does_not_restart_when_it_is_back(tmp_path: Path) -> None:
    befalls: list[Any] = [
        (local("2026-10-23T02:00"), lambda room: room.power.cut_power()),
        (local("2026-10-23T06:00"), lambda room: room.power.restore_power()),
    ]
    lived = live(tmp_path, document(THURSDAY), THURSDAY, 1, befalls)
    assert lived.ordered_at == ()
    assert lived.told == ()


def test_a_terminal_says_that_it_restarts_and_until_when_it_is_back(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(16 * 3600)
    left = [presence for presence in life.presences() if presence.kind == "goodbye"]
    assert [(p.status, p.reason) for p in left] == [(Status.RESTARTING, "planned")]
    assert left[0].expected_back_by == left[0].since + 15 * MINUTE
    assert life.presences()[-1].kind == "birth"


def test_a_plan_that_is_off_and_a_config_without_hours_restart_nothing(tmp_path: Path) -> None:
    off = live(tmp_path / "off", document(THURSDAY, restart=None), THURSDAY, 2)
    unknown = live(tmp_path / "unknown", document(THURSDAY, open_periods=()), THURSDAY, 2)
    assert off.ordered_at == unknown.ordered_at == ()
    assert off.told == unknown.told == ()


def test_a_machine_that_is_somebodys_own_is_never_restarted(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY, may_restart=False)
    life.desire(document(THURSDAY))
    life.run(3600)
    life.order(JOB)
    life.run(2 * 86_400)
    assert life.lived().ordered_at == ()
    assert len(life.lived().boots) == 1
    assert [(body.state, body.reason) for body in life.bodies(JobEnded)] == [(JobStatus.FAILED, "not_allowed")]
    assert _signal(life).value == "off"


def test_a_booking_before_dawn_is_kept_clear_of(tmp_path: Path) -> None:
    booked = OpenPeriod(local("2026-10-23T03:40"), local("2026-10-23T04:00"))
    lived = live(tmp_path, document(THURSDAY, bookings=(booked,)), THURSDAY, 1)
    assert _said(lived)[0][:2] == ("deferred", ("before_booking",))
    assert lived.told[0].until == booked.opens_at
    assert local_dates(lived.ordered_at) == [date(2026, 10, 23)]
    assert lived.ordered_at[0] >= booked.opens_at, "nobody came to the closed room by then"


@pytest.mark.parametrize("shift_seconds", [-86_400.0, 40_000.0])
def test_a_clock_that_was_moved_restarts_nothing_until_it_is_right_again(
    tmp_path: Path, shift_seconds: float
) -> None:
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(3600)
    life.room.clock.shift_clock(shift_seconds)
    life.run(20 * 3600)
    assert life.lived().ordered_at == ()
    assert _signal(life).reason in ("clock_stepped", "clock_behind")
    life.room.clock.set_clock()
    life.run(24 * 3600)
    lived = life.lived()
    assert local_dates(lived.ordered_at) == [date(2026, 10, 24)]
    skipped = [told.reasons[0] for told in lived.told if told.what == "skipped"]
    assert skipped in (["clock_stepped"], ["clock_behind"])


def test_a_machine_whose_clock_began_anew_restarts_nothing(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(3600)
    life.room.clock.battery_is_dead = True
    life.room.power.cut_power()
    life.room.power.restore_power()
    life.run(24 * 3600)
    assert life.lived().ordered_at == ()
    assert _signal(life).reason == "clock_behind"


def _signal(life: Life, name: str = "boot.restart") -> Any:
    assert life.agent is not None
    return life.agent._parts.sensing.signals[name]


def test_an_order_without_effect_is_given_three_times_and_then_a_person_must_look(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    life.room.power.ignores_restart = True
    life.desire(document(THURSDAY))
    life.run(21 * 3600)
    orders = life.lived().ordered_at
    assert len(orders) == 3
    assert all(later - earlier >= 10 * MINUTE for earlier, later in pairwise(orders))
    assert (_signal(life).state, _signal(life).reason) == (State.FAILED, "order_without_effect")
    skipped = [told.reasons for told in life.lived().told if told.what == "skipped"]
    assert skipped == [("order_without_effect",)]
    assert life.presences()[-1].kind == "birth", "a terminal that lives on is back on its line"


def test_a_loop_stops_every_restart_until_a_person_sets_it_right(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(3600)
    for number in range(3):
        life.run(11 * 60)
        life.order(f"job000000000{number}")
        life.run(30)
    assert [boot.cause for boot in life.lived().boots] == [BootCause.FIRST, *[BootCause.OURS] * 3]
    assert (_signal(life).state, _signal(life).reason) == (State.FAILED, "loop")
    before = len(life.lived().ordered_at)
    life.run(2 * 86_400)
    assert len(life.lived().ordered_at) == before
    life.desire(document(THURSDAY, version=2, released_at=life.time.now()))
    life.run(86_400)
    caught_up_and_next = [date(2026, 10, 24), date(2026, 10, 25)]
    assert local_dates(life.lived().ordered_at[before:]) == caught_up_and_next
    assert _signal(life).state is State.OK


def test_without_an_intent_on_the_disk_nothing_restarts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(14 * 3600)
    assert life.agent is not None
    intents = life.agent._parts.files.intents
    monkeypatch.setattr(intents._cell, "write", full)
    life.run(4 * 3600)
    assert life.lived().ordered_at == ()
    assert len(life.lived().boots) == 1
    assert (_signal(life).state, _signal(life).reason) == (State.FAILED, "disk")
    assert _said(life.lived()) == [("deferred", ("disk",), date(2026, 10, 23))]
    monkeypatch.undo()
    life.run(1800)
    assert local_dates(life.lived().ordered_at) == [date(2026, 10, 23)]


def test_others_are_kept_from_restarting_while_a_customer_is_there_and_no_longer(tmp_path: Path) -> None:
    life, seen = Life(tmp_path, THURSDAY), []
    for happens in (None, life.room.visit.start_visit, life.room.visit.end_visit):
        if happens is not None:
            happens()
        life.run(7200)
        seen.append(life.room.power.is_inhibited)
    assert seen == [False, True, False]


def test_a_machine_that_may_not_be_inhibited_is_asked_again_now_and_then_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, asked = Life(tmp_path, THURSDAY), list[float]()

    def refuse(*, is_on: bool) -> None:
        assert is_on
        asked.append(life.time.elapsed_seconds())
        raise Unavailable("not_permitted")

    monkeypatch.setattr(life.host, "inhibit", refuse)
    life.room.visit.start_visit()
    life.run(3600)
    assert 5 <= len(asked) <= 7
    assert life.agent is not None, "an agent that may not goes on without"


def test_a_lost_file_leads_to_no_second_restart_on_a_local_date(tmp_path: Path) -> None:
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(16 * 3600)
    assert life.agent is not None
    life.agent.break_off()
    (tmp_path / "restarts").write_bytes(b"nothing of ours")
    life.start()
    life.desire(document(THURSDAY, version=2, restart=RestartPlan(at="05:00")))
    life.run(12 * 3600)
    assert local_dates(life.lived().ordered_at) == [date(2026, 10, 23)]
    assert _signal(life).reason == "intents_lost"
    life.run(24 * 3600)
    assert local_dates(life.lived().ordered_at) == [date(2026, 10, 23), date(2026, 10, 24)]


# Jobs: a person orders a restart.


def _job(life: Life, **more: Any) -> list[tuple[JobStatus, str]]:
    life.order(JOB, **more)
    life.run(60)
    return [(state.state, state.reason) for state in life.job_states()]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A terminal on a Thursday at noon, open, up for an hour."""
    life = Life(tmp_path, THURSDAY)
    life.desire(document(THURSDAY))
    life.run(3600)
    return life


@pytest.mark.parametrize("when", ["now", "when_idle"])
def test_an_ordered_restart_of_a_free_room_begins_at_once_and_the_next_boot_says_how_it_ended(
    life: Life, when: str
) -> None:
    assert _job(life, when=when) == [(JobStatus.IN_PROGRESS, "")]
    ended = life.bodies(JobEnded)
    assert [(body.job, body.state) for body in ended] == [(JOB, JobStatus.SUCCEEDED)]
    assert life.lived().boots[-1].cause is BootCause.OURS
    assert [told.kind for told in life.lived().told] == ["job"]
    assert [i.kind for i in Intents(life.folder).intents] == ["job"]


@pytest.mark.parametrize("when", ["now", "when_idle"])
def test_an_ordered_restart_waits_for_the_customer(life: Life, when: str) -> None:
    life.room.visit.start_visit()
    life.run(60)
    assert _job(life, when=when) == [(JobStatus.DEFERRED, "media")]
    life.room.visit.end_visit()
    life.run(30 * 60)
    assert life.lived().boots[-1].cause is BootCause.OURS


def test_an_ordered_restart_that_waited_too_long_expires(life: Life) -> None:
    life.room.visit.start_visit()
    life.run(60)
    _job(life, expires_at=life.time.now() + 10 * MINUTE)
    life.run(20 * 60)
    assert life.job_states()[-1].state is JobStatus.EXPIRED
    assert len(life.lived().boots) == 1


def test_a_restart_ordered_for_the_window_waits_until_the_site_has_closed(life: Life) -> None:
    closes_at = local("2026-10-22T15:00")
    assert _job(life, when="in_the_window", expires_at=closes_at + HOUR) == [(JobStatus.DEFERRED, "open")]
    assert life.job_states()[-1].until == closes_at + MINUTE
    life.run(4 * 3600)
    assert life.lived().boots[-1].cause is BootCause.OURS
    assert life.lived().boots[-1].booted_at >= closes_at + MINUTE


def test_an_ordered_restart_is_refused_while_the_clock_is_in_doubt(life: Life) -> None:
    life.room.clock.shift_clock(600)
    life.run(120)
    assert _job(life) == [(JobStatus.REJECTED, "clock")]


def test_a_machine_that_refuses_a_restart_says_why(life: Life) -> None:
    life.room.power.refuses_restart = "inhibited"
    assert _job(life)[-1][0] is JobStatus.IN_PROGRESS
    life.run(120)
    ended = life.bodies(JobEnded)
    assert [(body.state, body.reason) for body in ended] == [(JobStatus.FAILED, "inhibited")]


def test_an_order_that_the_machine_ignores_has_failed_after_ten_minutes(life: Life) -> None:
    life.room.power.ignores_restart = True
    _job(life)
    life.run(5 * 60)
    assert not life.bodies(JobEnded)
    life.run(6 * 60)
    ended = life.bodies(JobEnded)
    assert [(body.state, body.reason) for body in ended] == [(JobStatus.FAILED, "order_without_effect")]


def test_power_that_goes_right_after_the_order_is_told_as_what_it_was(life: Life) -> None:
    life.room.power.ignores_restart = True
    _job(life)
    life.room.power.cut_power()
    life.room.power.restore_power()
    life.run(60)
    ended = life.bodies(JobEnded)
    assert [(body.state, body.reason) for body in ended] == [(JobStatus.FAILED, "power_cut")]
