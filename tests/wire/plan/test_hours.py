"""Opening hours: expanded to instants they agree with the clock on the wall, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire.messages import OpenPeriod
from huonevahti_wire.plan.calendar import DAYS, Calendar, Week, expand
from huonevahti_wire.plan.hours import is_open, next_opening

HELSINKI = ZoneInfo("Europe/Helsinki")
WORKWEEK: Week = dict.fromkeys(DAYS[:5], ("09:00-15:00",))
WEEKDAYS = Calendar(weekly=WORKWEEK)
NURMES = Calendar(weekly={**WORKWEEK, "fri": ("09:00-14:00",), "sat": ("10:00-11:00", "12:00-13:30")})
NIGHTS = Calendar(weekly=dict.fromkeys(DAYS, ("00:00-06:00", "22:00-24:00")))
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def _local(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HELSINKI, fold=fold)


def _is_open_by_the_wall_clock(week: Week, closed: set[date], now: datetime) -> bool:
    wall = now.astimezone(HELSINKI)
    stretches = week.get(DAYS[wall.weekday()], ())
    return wall.date() not in closed and any(s[:5] <= f"{wall:%H:%M}" < s[6:] for s in stretches)


@pytest.mark.parametrize("year", range(2026, 2041))
def test_every_quarter_of_an_hour_of_every_day_agrees_with_the_clock_on_the_wall(year: int) -> None:
    first = date(year, 1, 1)
    closed = {date(year, 1, 1): "new year", date(year, 1, 6): "epiphany", date(year, 12, 24): "eve"}
    periods = expand(NURMES, closed, HELSINKI, first)
    by_day: dict[date, list[OpenPeriod]] = {}
    for period in periods:
        by_day.setdefault(period.opens_at.date(), []).append(period)
    start = datetime(year, 1, 1, tzinfo=UTC)
    for quarter in range(365 * 96):
        now = start + timedelta(minutes=15 * quarter)
        today = by_day.get(now.date(), ())
        assert is_open(today, now) == _is_open_by_the_wall_clock(NURMES.weekly, set(closed), now), now


def test_the_rooms_of_the_pilot_open_at_nine_on_the_wall_on_both_sides_of_a_clock_change() -> None:
    periods = expand(WEEKDAYS, {}, HELSINKI, date(2026, 10, 23))
    assert [period.opens_at.hour for period in periods[:2]] == [6, 7]
    assert {period.opens_at.astimezone(HELSINKI).hour for period in periods} == {9}


@pytest.mark.parametrize("first", [SPRING, AUTUMN])
def test_hours_that_run_past_midnight_through_a_clock_change_neither_overlap_nor_vanish(first: date) -> None:
    night = expand(NIGHTS, {}, HELSINKI, first - timedelta(days=1))[1]
    change = timedelta(hours=1 if first == AUTUMN else -1)
    assert night.closes_at - night.opens_at == timedelta(hours=8) + change


@pytest.mark.parametrize(
    ("day", "stretch", "opens_utc", "closes_utc"),
    [
        (SPRING, "03:30-09:00", "01:30", "06:00"),
        (SPRING, "01:00-03:30", "23:00", "01:30"),
        (SPRING, "03:15-03:45", "01:15", "01:45"),
        (AUTUMN, "03:30-09:00", "00:30", "07:00"),
        (AUTUMN, "01:00-03:30", "22:00", "01:30"),
        (AUTUMN, "03:15-03:45", "00:15", "01:45"),
    ],
)
def test_a_time_that_is_skipped_moves_on_and_one_that_comes_twice_counts_from_first_to_last(
    day: date, stretch: str, opens_utc: str, closes_utc: str
) -> None:
    (period,) = expand(Calendar(days={day: (stretch,)}), {}, HELSINKI, day)
    assert (f"{period.opens_at:%H:%M}", f"{period.closes_at:%H:%M}") == (opens_utc, closes_utc)
    assert period.opens_at < period.closes_at
    assert period.opens_at.tzinfo is period.closes_at.tzinfo is UTC


def test_the_twice_told_hour_is_told_apart_although_the_wall_clock_says_the_same() -> None:
    (period,) = [OpenPeriod(_local(AUTUMN, 3, 0, fold=1), _local(AUTUMN, 4))]
    assert not is_open([period], _local(AUTUMN, 3, 30, fold=0))
    assert is_open([period], _local(AUTUMN, 3, 30, fold=1))
    assert next_opening([period], _local(AUTUMN, 3, 30, fold=0)) == _local(AUTUMN, 3, 0, fold=1)


@given(
    st.dates(date(2026, 1, 1), date(2040, 12, 31)),
    st.datetimes(datetime(2026, 1, 1), datetime(2042, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # bounds are naive by contract
)
def test_the_next_opening_is_the_first_one_ahead(first: date, now: datetime) -> None:
    periods = expand(WEEKDAYS, {}, HELSINKI, first)
    found = next_opening(periods, now)
    ahead = [period.opens_at for period in periods if period.opens_at > now]
    assert found == (min(ahead) if ahead else None)
    if found is not None:
        assert is_open(periods, found)
        assert not is_open(periods, found - timedelta(microseconds=1))


def test_closed_days_have_no_hours_and_no_hours_means_never_open() -> None:
    holiday = date(2026, 12, 24)
    periods = expand(WEEKDAYS, {holiday: "eve"}, HELSINKI, holiday)
    assert not is_open(periods, _local(holiday, 10))
    assert next_opening(periods, _local(holiday, 10)) == _local(date(2026, 12, 25), 9)
    assert not is_open((), _local(holiday, 10))
    assert next_opening((), _local(holiday, 10)) is None
