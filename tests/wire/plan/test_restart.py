"""The daily restart: when it may begin, what holds it, and that no date, zone or hours break a stated rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from huonevahti_wire.messages import BootCause, OpenPeriod
from huonevahti_wire.plan.boots import Boot, Intent
from huonevahti_wire.plan.calendar import DAYS, Calendar, expand
from huonevahti_wire.plan.clock import Clock
from huonevahti_wire.plan.guard import Booking, Sign, Source, Verdict, judge_at
from huonevahti_wire.plan.guard import Situation as Room
from huonevahti_wire.plan.nights import TAKES
from huonevahti_wire.plan.restart import Decision, Kind, Situation, decide, intent_of, night_date
from huonevahti_wire.schedule import RestartPlan

HELSINKI = "Europe/Helsinki"
ZONES = (
    HELSINKI, "Europe/Stockholm", "Europe/London", "Atlantic/Azores", "America/New_York", "America/St_Johns",
    "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata", "Africa/Casablanca", "UTC",
)  # fmt: skip
FIRST, LAST = date(2026, 1, 1), date(2040, 12, 31)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEKDAYS = Calendar(weekly=dict.fromkeys(DAYS[:5], ("09:00-15:00",)))
SURE = Clock(is_confirmed=True)
THIS, LAST_BOOT = "b0000001", "b0000000"


def _local(text: str, zone: str = HELSINKI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _situation(on: date, zone: str = HELSINKI, **facts: Any) -> Situation:
    """A room that opens on weekdays 9 to 15 and was last booted in the night before."""
    room = {"signs": (), "bookings": (), "session_ended_at": None, "emptied_at": None}
    given_room = {key: facts.pop(key) for key in tuple(facts) if key in room}
    periods = facts.pop("periods", None) or expand(WEEKDAYS, {}, ZoneInfo(zone), on - 3 * DAY)
    values: dict[str, Any] = {
        "plan": RestartPlan(at="03:30"),
        "time_zone": zone,
        "room": Room(open_periods=periods, **given_room),
        "hours_until": periods[-1].closes_at,
        "boot_id": THIS,
        "clock": SURE,
        "boots": (Boot(THIS, _local(f"{on - DAY}T04:00", zone), BootCause.OURS),),
    }
    return Situation(**(values | facts))


TUESDAY = date(2026, 11, 24)
DUE = _local("2026-11-24T03:30")
LATEST = _local("2026-11-24T08:00")
NEXT_DUE = _local("2026-11-25T03:30")


def _boot(minutes_ago: float, cause: BootCause = BootCause.POWER_CUT, of: datetime = DUE) -> Boot:
    return Boot(f"{minutes_ago:08.0f}", of - minutes_ago * MINUTE, cause)


def _intent(
    at: datetime, boot_id: str = LAST_BOOT, kind: Any = "planned", day: date | None = TUESDAY
) -> Intent:
    return Intent(kind, boot_id, at, at.astimezone(ZoneInfo(HELSINKI)).date(), day)


FLAPS = tuple(_boot(minutes) for minutes in (50, 40, 30))
OWN = tuple(_boot(minutes, BootCause.OURS) for minutes in (500, 480, 450))
ROWS: dict[str, tuple[dict[str, Any], datetime, Kind, tuple[str, ...], datetime | None]] = {
    "before it is due": ({}, DUE - MINUTE, Kind.WAIT, (), DUE),
    "due": ({}, DUE, Kind.RESTART, (), None),
    "caught up": ({}, LATEST - MINUTE, Kind.RESTART, (), None),
    "too late": ({}, LATEST, Kind.SKIPPED, ("nobody_asked",), NEXT_DUE),
    "off": ({"plan": None}, DUE, Kind.WAIT, ("off",), None),
    "not on Tuesdays": ({"plan": RestartPlan(at="03:30", weekdays=(2,))}, DUE, Kind.WAIT, (), NEXT_DUE),
    "not that day": ({"plan": RestartPlan(at="03:30", exceptions={TUESDAY: "off"})}, DUE, Kind.WAIT, (), NEXT_DUE),
    "later that day": ({"plan": RestartPlan(at="03:30", exceptions={TUESDAY: "05:00"})}, DUE + MINUTE, Kind.WAIT, (),
                       DUE + 90 * MINUTE),
    "its site begins later": ({"plan": RestartPlan(at="03:30", offset_seconds=600)}, DUE, Kind.WAIT, (),
                              DUE + 10 * MINUTE),
    "power was out all night": ({"boots": (_boot(-180),)}, DUE + 181 * MINUTE, Kind.WAIT, ("done",), NEXT_DUE),
    "a clock that ran ahead told of a boot": ({"boots": (_boot(-500), _boot(-510), _boot(-520))}, DUE, Kind.RESTART, (),
                                              None),
    "was restarted": ({"intents": (_intent(DUE),)}, DUE + 9 * MINUTE, Kind.WAIT, ("done",), NEXT_DUE),
    "booted shortly before": ({"boots": (_boot(4),)}, DUE, Kind.DEFERRED, ("just_booted",), DUE + 6 * MINUTE),
    "ordered just now": ({"intents": (_intent(DUE, THIS),)}, DUE + MINUTE, Kind.DEFERRED, ("restarting",),
                         DUE + 10 * MINUTE),
    "ordered without effect": ({"intents": (_intent(DUE, THIS),)}, DUE + 10 * MINUTE, Kind.RESTART, (), None),
    "ordered thrice without effect": ({"intents": tuple(_intent(DUE + n * 10 * MINUTE, THIS) for n in range(3))},
                                      DUE + HOUR, Kind.DEFERRED, ("order_without_effect",), LATEST),
    "power flapped": ({"boots": FLAPS}, DUE, Kind.DEFERRED, ("many_boots",), DUE + 10 * MINUTE),
    "loops": ({"boots": OWN}, DUE, Kind.DEFERRED, ("loop",), LATEST),
    "loops, and nobody can tell why": ({"boots": tuple(replace(b, cause=BootCause.UNKNOWN) for b in OWN)}, DUE,
                                       Kind.DEFERRED, ("loop",), LATEST),
    "looped, and was set right": ({"boots": OWN, "released_at": DUE - 400 * MINUTE}, DUE, Kind.RESTART, (), None),
    "restarted that date": ({"intents": (_intent(DUE - 200 * MINUTE, day=TUESDAY - DAY),)}, DUE, Kind.DEFERRED,
                            ("once_a_day",), LATEST),
    "restarted within a minute of that date": ({"intents": (_intent(DUE - 210.5 * MINUTE, day=TUESDAY - DAY),)}, DUE,
                                               Kind.DEFERRED, ("once_a_day",), LATEST),
    "restarted the evening before": ({"intents": (_intent(DUE - 212 * MINUTE, day=TUESDAY - DAY),)}, DUE, Kind.RESTART,
                                     (), None),
    "restarted that minute of each date": (
        {"plan": RestartPlan(at="00:00"), "intents": (_intent(_local("2026-11-23T00:00:30"), day=TUESDAY - DAY),)},
        _local("2026-11-24T00:00:30"), Kind.DEFERRED, ("once_a_day",), _local("2026-11-24T00:01")),
    "ordered thrice in vain the day before": ({"intents": tuple(_intent(DUE - n * HOUR, THIS) for n in (23, 22, 21))},
                                              DUE, Kind.DEFERRED, ("order_without_effect",), DUE + HOUR),
    "a call": ({"signs": (Sign("media", DUE - 5 * HOUR),)}, DUE, Kind.DEFERRED, ("media",), DUE + 5 * MINUTE),
    "a call that ended": ({"session_ended_at": DUE - MINUTE}, DUE, Kind.DEFERRED, ("after_session",), DUE + 9 * MINUTE),
    "a hung browser": ({"signs": (Sign("camera", DUE - 9 * HOUR),)}, DUE, Kind.RESTART, (), None),
    "cleaned": ({"signs": (Sign("camera", DUE - 9 * HOUR), Sign("touch", DUE - 20 * MINUTE))}, DUE, Kind.DEFERRED,
                ("camera",), DUE + 40 * MINUTE),
    "cannot tell since just now": ({"signs": (Sign("media", DUE - MINUTE, is_readable=False),)}, DUE, Kind.DEFERRED,
                                   ("media_unreadable",), DUE + 29 * MINUTE),
    "cannot tell for long": ({"signs": (Sign("media", DUE - HOUR, is_readable=False),)}, DUE, Kind.RESTART, (), None),
    "a booking begins soon": ({"bookings": (Booking(DUE + 14 * MINUTE, DUE + HOUR),)}, DUE, Kind.DEFERRED,
                              ("before_booking",), DUE + 14 * MINUTE),
    "clock not confirmed": ({"clock": Clock()}, DUE, Kind.WAIT, ("clock_unconfirmed",), None),
    "clock kept by hardware": ({"clock": Clock(hardware_clock="kept")}, DUE, Kind.RESTART, (), None),
    "clock of our own restart": ({"clock": Clock(is_continuous=True)}, DUE, Kind.RESTART, (), None),
    "clock behind": ({"clock": Clock(DUE + 2 * MINUTE, True)}, DUE, Kind.WAIT, ("clock_behind",), None),
    "clock ahead": ({"clock": Clock(DUE - 401 * DAY, True)}, DUE, Kind.WAIT, ("clock_ahead",), None),
    "clock moved": ({"clock": Clock(is_confirmed=True, is_stepped=True)}, DUE, Kind.WAIT, ("clock_stepped",), None),
    "hours no longer known": ({"hours_until": DUE}, DUE, Kind.WAIT, ("hours_unknown",), None),
    "hours never told": ({"hours_until": None}, DUE, Kind.WAIT, ("hours_unknown",), None),
    "held all night": ({"former": decide(_situation(TUESDAY, signs=(Sign("media", DUE),)), DUE)}, LATEST, Kind.SKIPPED,
                       ("media",), NEXT_DUE),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_restart_is_decided(row: str) -> None:
    facts, now, kind, reasons, until = ROWS[row]
    decision = decide(_situation(TUESDAY, **facts), now)
    assert (decision.kind, decision.reasons, decision.until) == (kind, reasons, until)


def test_a_month_without_server_and_network_changes_nothing() -> None:
    asked = _situation(TUESDAY, clock=Clock(DUE - 31 * DAY, is_continuous=True))
    assert decide(asked, DUE).kind == Kind.RESTART


NINE_TO_NIGHT = tuple(
    OpenPeriod(_local(f"{TUESDAY + n * DAY}T09:00"), _local(f"{TUESDAY + n * DAY}T23:30"))
    for n in range(-3, 9)
)


@pytest.mark.parametrize(
    ("at", "now", "kind", "reasons", "until"),
    [
        ("23:00", "2026-11-24T23:10", Kind.DEFERRED, ("open",), "2026-11-24T23:31"),
        ("23:00", "2026-11-24T23:30", Kind.DEFERRED, ("open",), "2026-11-24T23:31"),
        ("23:00", "2026-11-24T23:31", Kind.RESTART, (), None),
        ("23:30", "2026-11-24T23:30", Kind.DEFERRED, ("open",), "2026-11-24T23:31"),
        ("23:00", "2026-11-25T07:59", Kind.RESTART, (), None),
        ("23:00", "2026-11-25T08:00", Kind.SKIPPED, ("nobody_asked",), "2026-11-25T23:00"),
        ("08:30", "2026-11-24T08:30", Kind.SKIPPED, ("open",), "2026-11-25T08:30"),
    ],
    ids=["due while open", "just closed", "then closed", "due at closing", "all night", "over", "due after the latest"],
)
def test_a_restart_waits_until_the_room_closes(
    at: str, now: str, kind: Kind, reasons: tuple[str, ...], until: str | None
) -> None:
    asked = _situation(TUESDAY, periods=NINE_TO_NIGHT, plan=RestartPlan(at=at))
    decision = decide(asked, _local(now))
    expected = None if until is None else _local(until)
    assert (decision.kind, decision.reasons, decision.until) == (kind, reasons, expected)


REMEDIES: dict[str, tuple[dict[str, Any], str, Kind]] = {
    "after the daily one": ({"intents": (_intent(DUE),)}, "2026-11-24T05:00", Kind.REMEDY),
    "the daily one comes first": ({}, "2026-11-24T02:00", Kind.WAIT),
    "the daily one is it": ({}, "2026-11-24T03:30", Kind.RESTART),
    "once a night": ({"intents": (_intent(DUE), _intent(DUE + HOUR, "b1", "remedy", None))},
                     "2026-11-24T06:00", Kind.WAIT),
    "not of the night before": ({"intents": (_intent(DUE), _intent(DUE - 16 * HOUR, "b1", "remedy", None))},
                                "2026-11-24T06:00", Kind.REMEDY),
    "too late": ({"intents": (_intent(DUE),)}, "2026-11-24T08:00", Kind.WAIT),
    "while open": ({"intents": (_intent(DUE),)}, "2026-11-24T12:00", Kind.WAIT),
    "just closed": ({"plan": None}, "2026-11-24T15:00:59", Kind.WAIT),
    "closed by any clock": ({"plan": None}, "2026-11-24T15:01", Kind.REMEDY),
    "in a call": ({"intents": (_intent(DUE),), "signs": (Sign("media", DUE),)}, "2026-11-24T05:00", Kind.DEFERRED),
    "where the daily one is off": ({"plan": None}, "2026-11-24T05:00", Kind.REMEDY),
    "by a clock in doubt": ({"plan": None, "clock": Clock()}, "2026-11-24T05:00", Kind.WAIT),
}  # fmt: skip


@pytest.mark.parametrize("row", REMEDIES)
def test_a_remedy_boot_is_a_kind_of_its_own(row: str) -> None:
    facts, now, kind = REMEDIES[row]
    assert decide(_situation(TUESDAY, remedy="camera.order", **facts), _local(now)).kind == kind


@pytest.mark.parametrize(
    ("facts", "now", "until"),
    [
        ({"plan": None}, "2026-11-24T14:00", "2026-11-24T15:01"),
        ({"plan": None, "intents": (_intent(DUE, "b1", "remedy", None),)}, "2026-11-24T05:00", "2026-11-24T12:00"),
        ({}, "2026-11-24T02:00", "2026-11-24T03:30"),
    ],
    ids=["while open", "when one was given", "when the daily one comes first"],
)
def test_a_remedy_boot_that_may_not_be_yet_is_asked_for_again(facts: dict[str, Any], now: str, until: str) -> None:
    decision = decide(_situation(TUESDAY, remedy="camera.order", **facts), _local(now))
    assert (decision.kind, decision.until) == (Kind.WAIT, _local(until))


# Dates and zones


def _dates() -> Iterator[date]:
    return (FIRST + n * DAY for n in range((LAST - FIRST).days + 1))


def _told(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The due instant, found without the plan: the first instant of the day whose wall clock is not before it."""
    naive = datetime.combine(on, at)
    offsets = {(naive + hours * HOUR).replace(tzinfo=UTC).astimezone(zone).utcoffset() for hours in (-24, 24)}
    instants = sorted((naive - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None)
    coming = [i for i in instants if i.astimezone(zone).replace(tzinfo=None) == naive]
    return coming[0] if coming else instants[-1]


def _restarts(asked: Situation, begins: datetime, ends: datetime) -> list[tuple[Intent, Decision]]:
    """Let a terminal live by what is decided, asking when it is told to; each restart takes three minutes."""
    done: list[tuple[Intent, Decision]] = []
    now = begins
    while now < ends:
        decision = decide(asked, now)
        if decision.kind in (Kind.RESTART, Kind.REMEDY):
            intent = intent_of(asked, decision, now)
            done.append((intent, decision))
            now += 3 * MINUTE
            boot = Boot(f"c{len(done):07}", now, BootCause.OURS)
            asked = replace(
                asked, boot_id=boot.boot_id, boots=(*asked.boots, boot), intents=(*asked.intents, intent)
            )
        else:
            assert decision.until is None or decision.until > now
            now = decision.until or ends
        asked = replace(asked, former=decision)
    return done


def _open_from_ten(on: date, zone: ZoneInfo) -> OpenPeriod:
    return OpenPeriod(_told(on, time(10), zone), _told(on, time(15), zone))


@lru_cache
def _changes(zone: str) -> set[date]:
    """The dates on which the clocks change."""
    there = ZoneInfo(zone)
    found = set()
    for on in _dates():
        noon = datetime.combine(on, time(12), there)
        if noon.utcoffset() != (noon + DAY).utcoffset():
            found.add(on + DAY)
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", ["00:00", "02:30", "03:30", "23:50"])
def test_on_each_local_date_a_terminal_restarts_once_and_when_its_clock_says(
    zone: str, at: str, scaled: Callable[[int, int], int]
) -> None:
    every = scaled(97, 1)
    edges = _changes(zone) | {
        date(y, m, d) for y in range(2026, 2041) for m, d in ((1, 1), (2, 28), (12, 31))
    }
    chosen = [on for n, on in enumerate(_dates()) if n % every == 0 or on in edges]
    there = ZoneInfo(zone)
    for on in chosen:
        periods = tuple(_open_from_ten(on + n * DAY, there) for n in range(-3, 6))
        plan = RestartPlan(at=at, offset_seconds=120.0)
        asked = _situation(on, zone, periods=periods, plan=plan)
        noon = _told(on - DAY, time(12), there)
        done = _restarts(asked, noon, noon + 3 * DAY)
        expected = [_told(on + n * DAY, time.fromisoformat(at), there) + 2 * MINUTE for n in range(-1, 4)]
        assert [i.at for i, _ in done] == [i for i in expected if noon <= i < noon + 3 * DAY], (zone, on)
        assert len({i.day for i, _ in done}) == len(done) == 3


DATES = st.dates(FIRST, LAST)
TIMES = st.times().map(lambda at: f"{at:%H:%M}")
STRETCHES = st.tuples(st.integers(0, 1438), st.integers(1, 1439)).filter(lambda pair: pair[0] < pair[1])
WEEKS = st.dictionaries(st.integers(0, 6), STRETCHES, min_size=1)
PLANS = st.builds(
    RestartPlan, at=TIMES, offset_seconds=st.integers(0, 14_400).map(float),
    latest_before_opening_seconds=st.integers(900, 43_200).map(float),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    exceptions=st.just({}),
)  # fmt: skip
MINUTES = st.integers(-2000, 4000)
SOURCES: tuple[Source, ...] = ("media", "camera", "page", "touch")
SIGNS = st.lists(st.tuples(st.sampled_from(SOURCES), MINUTES, st.booleans()), max_size=3)
BOOKINGS = st.lists(st.tuples(MINUTES, st.integers(1, 120)), max_size=3)


def _week(spans: dict[int, tuple[int, int]]) -> Calendar:
    """One stretch a weekday, from and to in minutes."""
    told = {DAYS[day]: "-".join(f"{m // 60:02}:{m % 60:02}" for m in span) for day, span in spans.items()}
    return Calendar(weekly={day: (stretch,) for day, stretch in told.items()})


@st.composite
def _lives(draw: st.DrawFn) -> tuple[Situation, datetime]:
    on, zone = draw(DATES), draw(st.sampled_from(ZONES))
    periods = expand(_week(draw(WEEKS)), {}, ZoneInfo(zone), on - 3 * DAY)
    begins = _told(on, time(12), ZoneInfo(zone))
    asked = _situation(
        on, zone, periods=periods[:40], plan=draw(PLANS), remedy=draw(st.sampled_from(["", "camera.order"])),
        bookings=tuple(Booking(begins + a * MINUTE, begins + (a + n) * MINUTE) for a, n in draw(BOOKINGS)),
        signs=tuple(Sign(s, begins + m * MINUTE, is_readable=r) for s, m, r in draw(SIGNS)),
    )  # fmt: skip
    return asked, begins


@given(_lives())
def test_no_date_zone_hours_bookings_or_signs_break_a_rule(life: tuple[Situation, datetime]) -> None:
    asked, begins = life
    zone, plan = ZoneInfo(asked.time_zone), asked.plan
    assert plan is not None
    done = _restarts(asked, begins, begins + 6 * DAY)
    periods = asked.room.open_periods or ()
    planned = [i for i, d in done if d.kind is Kind.RESTART]
    remedies = [i for i, d in done if d.kind is Kind.REMEDY]
    assert len({i.at.astimezone(zone).date() for i in planned}) == len(planned), "once a local date"
    assert len({i.day for i in planned}) == len(planned), "once for each night"
    assert len({night_date(i.at, zone) for i in remedies}) == len(remedies), "a remedy once a night"
    margin = max(timedelta(seconds=plan.latest_before_opening_seconds), TAKES)
    for intent, _ in done:
        assert not any(p.opens_at - margin <= intent.at < p.closes_at for p in periods), (
            "closed, and by the latest"
        )
        assert judge_at(asked.room, intent.at).verdict is Verdict.FREE, "nobody in the room"
        assert not any(b.starts_at - 15 * MINUTE <= intent.at < b.starts_at for b in asked.room.bookings)


@given(_lives(), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_a_decision_holds_until_its_instant(life: tuple[Situation, datetime], parts: list[float]) -> None:
    asked, now = life
    for part in parts:
        decision = decide(asked, now)
        if decision.until is None:
            break
        between = now + (decision.until - now) * part * 0.999
        if decision.kind is Kind.WAIT:
            assert decide(asked, between).kind in (Kind.WAIT, Kind.SKIPPED)
        now = decision.until


@given(_lives(), SIGNS, st.floats(0, 1))
def test_whatever_is_seen_nothing_restarts_while_the_plan_says_wait(
    life: tuple[Situation, datetime], seen: list[tuple[Any, int, bool]], part: float
) -> None:
    asked, begins = replace(life[0], remedy=""), life[1]
    decision = decide(asked, begins)
    assume(decision.kind is Kind.WAIT and decision.until is not None)
    assert decision.until is not None
    at = begins + (decision.until - begins) * part * 0.999
    signs = tuple(Sign(s, begins + m * MINUTE, is_readable=r) for s, m, r in seen)
    assert decide(replace(asked, room=replace(asked.room, signs=signs)), at).kind is not Kind.RESTART


@given(_lives())
def test_every_doubt_about_the_clock_keeps_a_terminal_from_restarting(
    life: tuple[Situation, datetime],
) -> None:
    asked, begins = life
    for clock in (Clock(), Clock(begins + 30 * DAY, True), Clock(is_confirmed=True, is_stepped=True)):
        assert _restarts(replace(asked, clock=clock), begins, begins + 4 * DAY) == []


@given(_lives(), st.sampled_from(ZONES))
def test_office_and_terminal_decide_alike_in_whatever_zone_they_reckon(
    life: tuple[Situation, datetime], zone: str
) -> None:
    asked, begins = life
    assert decide(asked, begins.astimezone(ZoneInfo(zone))) == decide(asked, begins)
