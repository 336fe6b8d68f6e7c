"""Opening hours: by weekday and season, exception days, closures, public holidays; what cannot be is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.calendar import DAYS, Calendar, Closure, Season, Week, checked, expand
from huonevahti_wire.plan.civil import BadValue, instant, last_instant, local_day, zone_named
from huonevahti_wire.plan.hours import EXPANDED_DAYS, is_open

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKLY: Week = dict.fromkeys(DAYS[:5], ("08:00-16:15",))
YEAR = Calendar(
    weekly=WEEKLY,
    seasons=(
        Season("06-15", "08-09", {"tue": ("10:00-14:00",)}),
        Season("12-20", "01-03", {"mon": ("12:00-13:00",)}),
    ),
    days={date(2026, 12, 6): ("10:00-12:00", "13.00-24.00"), date(2026, 11, 3): ()},
    closures=(Closure(date(2026, 11, 5), date(2026, 11, 6), "inventory"),),
)
PUBLIC = {
    date(2026, 12, 6): "Independence Day",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 6, 23): "a feast",
}


@pytest.mark.parametrize(
    ("day", "stretches"),
    [
        ("2026-11-02", ("08:00-16:15",)),
        ("2026-11-01", ()),
        ("2026-11-03", ()),
        ("2026-11-05", ()),
        ("2026-11-07", ()),
        ("2026-12-06", ("10:00-12:00", "13.00-24.00")),
        ("2026-12-25", ()),
        ("2026-06-16", ("10:00-14:00",)),
        ("2026-06-17", ()),
        ("2026-06-23", ()),
        ("2026-08-10", ("08:00-16:15",)),
        ("2026-12-21", ("12:00-13:00",)),
        ("2026-01-03", ()),
        ("2027-01-04", ("08:00-16:15",)),
    ],
    ids=["a Monday", "a Sunday", "closed by exception", "closure", "after it", "open on a holiday", "a holiday",
         "summer", "closed in summer", "a holiday in summer", "summer over", "Christmas hours", "New Year",
         "hours again"],
)  # fmt: skip
def test_the_narrowest_word_about_a_day_holds(day: str, stretches: tuple[str, ...]) -> None:
    assert YEAR.stretches(date.fromisoformat(day), PUBLIC) == stretches


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


def test_hours_are_expanded_in_utc_for_as_long_as_a_terminal_may_be_alone() -> None:
    periods = expand(YEAR, PUBLIC, HELSINKI, date(2026, 10, 23))
    assert periods[0] == OpenPeriod(_at("2026-10-23T08:00"), _at("2026-10-23T16:15"))
    assert periods[1].opens_at == datetime(2026, 10, 26, 6, tzinfo=UTC), "an hour later by the sun in winter"
    assert periods[-1].closes_at.date() <= date(2026, 10, 23) + timedelta(days=EXPANDED_DAYS)


def test_what_touches_is_one_period() -> None:
    always = Calendar(weekly=dict.fromkeys(DAYS, ("00:00-24:00",)))
    (whole,) = expand(always, {}, HELSINKI, date(2026, 3, 1))
    skipped_forward_twice_back_once = timedelta(hours=-1)
    assert whole.closes_at - whole.opens_at == timedelta(days=EXPANDED_DAYS) + skipped_forward_twice_back_once


def test_a_night_of_changing_clocks_keeps_what_is_left_of_a_stretch() -> None:
    assert expand(Calendar(days={date(2026, 3, 29): ("03:30-05:00",)}), {}, HELSINKI, date(2026, 3, 1)) == (
        OpenPeriod(_at("2026-03-29T04:30"), _at("2026-03-29T05:00")),
    )
    assert expand(Calendar(days={date(2026, 3, 29): ("03:30-04:10",)}), {}, HELSINKI, date(2026, 3, 1)) == ()
    (autumn,) = expand(Calendar(days={date(2026, 10, 25): ("03:10-03:50",)}), {}, HELSINKI, date(2026, 10, 1))
    assert autumn.closes_at - autumn.opens_at == timedelta(minutes=100), "both comings of the hour are open"


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no time": ({"weekly": {"mon": ("8-16",)}}, "hours.weekly.mon", "found '8-16'"),
    "no such time": ({"weekly": {"mon": ("08:00-25:00",)}}, "hours.weekly.mon", "found '08:00-25:00'"),
    "signs": ({"weekly": {"mon": ("+8:00-16:00",)}}, "hours.weekly.mon", "from and to such as 08:00-16:15"),
    "backwards": ({"weekly": {"mon": ("16:00-08:00",)}}, "hours.weekly.mon", "an end after the beginning"),
    "nothing": ({"weekly": {"tue": ("08:00-08:00",)}}, "hours.weekly.tue", "an end after the beginning"),
    "overlapping": ({"weekly": {"mon": ("08:00-12:00", "11:59-13:00")}}, "hours.weekly.mon",
                    "'08:00-12:00' and '11:59-13:00', which overlap"),
    "no weekday": ({"weekly": {"maanantai": ()}}, "hours.weekly", "one of mon, tue"),
    "an exception day": ({"days": {date(2026, 12, 6): ("x",)}}, "hours.days.2026-12-06", "found 'x'"),
    "season's day": ({"seasons": (Season("02-30", "03-01", {}),)}, "hours.seasons.0.first", "'02-30'"),
    "season's form": ({"seasons": (Season("6-1", "03-01", {}),)}, "hours.seasons.0.first", "such as 06-01"),
    "season's week": ({"seasons": (Season("06-01", "07-01", {"x": ()}),)}, "hours.seasons.0.weekly", "one of mon"),
    "seasons overlap": ({"seasons": (Season("06-01", "07-01", {}), Season("07-01", "01-31", {}))},
                        "hours.seasons.1", "07-01 in season 0 too"),
    "closure": ({"closures": (Closure(date(2026, 2, 2), date(2026, 2, 1)),)}, "hours.closures.0.last",
                "a day not before 2026-02-02"),
    "endless closure": ({"closures": (Closure(date(2026, 2, 2), date(2036, 2, 1)),)}, "hours.closures.0.last",
                        "at most"),
}  # fmt: skip


@pytest.mark.parametrize("row", BAD)
def test_hours_that_cannot_be_are_refused_with_the_place_and_what_was_expected(row: str) -> None:
    values, where, told = BAD[row]
    with pytest.raises(BadValue) as refused:
        checked("hours", Calendar(**values))
    assert refused.value.where == where
    assert told in str(refused.value)


def test_hours_that_can_be_are_not_refused() -> None:
    assert checked("hours", YEAR) is YEAR


@pytest.mark.parametrize("name", ["Europe/Helsingfors", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(BadValue, match="a time zone such as Europe/Helsinki"):
        zone_named("sites.0.time_zone", name)
    assert zone_named("sites.0.time_zone", "Europe/Helsinki") == HELSINKI


@given(
    st.dates(date(2026, 1, 1), date(2039, 12, 1)), st.sampled_from(["Europe/Helsinki", "Australia/Lord_Howe"])
)
def test_periods_stand_in_order_and_apart_and_follow_the_wall_clock(first: date, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    calendar = Calendar(weekly=dict.fromkeys(DAYS, ("01:45-02:15", "02:30-03:15", "22:00-24:00")))
    periods = expand(calendar, {}, zone, first)
    edges = [edge for period in periods for edge in (period.opens_at, period.closes_at)]
    assert edges == sorted(set(edges))
    evening = first + timedelta(days=9)
    for hour, expected in ((21, False), (22, True), (23, True)):
        at = datetime(evening.year, evening.month, evening.day, hour, 30, tzinfo=zone)
        assert is_open(periods, at) is expected


@given(
    st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.times(), st.sampled_from(["Europe/Helsinki", "UTC"])
)
def test_an_instant_of_a_local_time_is_shown_by_that_clock_or_moved_on_by_what_is_skipped(
    day: date, at: time, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    found = instant(day, at, zone)
    shown = found.astimezone(zone).replace(tzinfo=None)
    assert shown - datetime.combine(day, at) in (timedelta(), timedelta(hours=1))
    assert local_day(found, zone) == day or at.hour == 23
    assert last_instant(day, at, zone) - found in (timedelta(), timedelta(hours=1))


def test_a_time_written_with_a_full_stop_stands_where_the_clock_has_it() -> None:
    mixed = Calendar(days={date(2026, 11, 24): ("08.30-09:00", "08:00-08.15")})
    assert expand(mixed, {}, HELSINKI, date(2026, 11, 24)) == (
        OpenPeriod(_at("2026-11-24T08:00"), _at("2026-11-24T08:15")),
        OpenPeriod(_at("2026-11-24T08:30"), _at("2026-11-24T09:00")),
    )
