"""Places with their hours, holidays, closures and restart times, and what their people change over the years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from huonevahti_wire.plan import layers
from huonevahti_wire.plan.calendar import DAYS, Calendar, Closure, Season, Week, checked, expand
from huonevahti_wire.plan.layers import Schedule

if TYPE_CHECKING:
    from huonevahti_wire.messages import OpenPeriod
    from huonevahti_wire.schedule import RestartPlan

FINNISH = "Europe/Helsinki"
ZONES = (FINNISH,) * 12 + ("Europe/Stockholm", "Europe/London", "Atlantic/Azores", "America/New_York", "Asia/Kolkata",
                           "Australia/Lord_Howe")  # fmt: skip
DAY = timedelta(days=1)
_FIVE = DAYS[:5]
WEEKS: tuple[Week, ...] = (
    dict.fromkeys(_FIVE, ("09:00-15:00",)),
    dict.fromkeys(_FIVE, ("08:00-16:15",)),
    {**dict.fromkeys(DAYS[:6], ("10:00-18:00",)), "thu": ("10:00-13:00", "14:00-20:00")},
    dict.fromkeys(_FIVE, ("06:30-22:00",)),
    {"tue": ("12:00-16:00",), "thu": ("12:00-16:00",)},
    {**dict.fromkeys(DAYS, ("11:00-24:00",)), "sun": ("00:00-03:00", "12:00-24:00")},
)
"""The pilot's, two of service points, a library's, a village's, and one that is open into the night."""
EXTRA: tuple[tuple[str, ...], ...] = (("10:00-14:00",), ("12:00-17:30",), ())
TIMES = ("03:30",) * 6 + ("02:30", "03:00", "03:10", "05:00", "00:10", "23:45")
SUMMER = ("06-15", "08-09")


@dataclass(frozen=True)
class Notice:
    """From an instant on something is known: a closure, or a schedule of the place."""

    at: datetime
    closure: Closure | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Place:
    """A site as its people know it."""

    slug: str
    zone: str
    week: Week
    summer: Week | None
    extra: dict[date, tuple[str, ...]]
    notices: tuple[Notice, ...]
    expanded: dict[tuple[date, int], tuple[OpenPeriod, ...]] = field(default_factory=dict, compare=False)
    """What was expanded already: the rooms of one place share it."""

    def stretches_on(self, day: date) -> tuple[str, ...]:
        """Return when the place is truly open on a date, told by its people and not by any calendar of ours."""
        if day in self.extra:
            return self.extra[day]
        shut = any(n.closure.first <= day <= n.closure.last for n in self.notices if n.closure)
        if shut or day in self.public(day.year):
            return ()
        is_summer = self.summer is not None and (6, 15) <= (day.month, day.day) <= (8, 9)
        week = self.summer if is_summer and self.summer is not None else self.week
        return week.get(DAYS[day.weekday()], ())

    def public(self, year: int) -> dict[date, str]:
        """Return the public holidays of a year: Finland's, elsewhere none."""
        return _finnish(year) if self.zone == FINNISH else {}

    def periods(self, now: datetime) -> tuple[OpenPeriod, ...]:
        """Return the hours as the office expands them for its terminals, by what it knows now."""
        first, closures = now.astimezone(ZoneInfo(self.zone)).date(), self._closures(now)
        key = (first, len(closures))
        if key not in self.expanded:
            seasons = (Season(*SUMMER, self.summer),) if self.summer is not None else ()
            calendar = checked(self.slug, Calendar(self.week, seasons, self.extra, closures))
            public = {day: name for year in range(3) for day, name in self.public(first.year + year).items()}
            self.expanded[key] = expand(calendar, public, ZoneInfo(self.zone), first - 2 * DAY)
        return self.expanded[key]

    def plan(self, now: datetime) -> RestartPlan | None:
        """Return the restart plan as the office resolves it from its layers."""
        known = [n.schedule for n in self.notices if n.schedule is not None and n.at <= now]
        return layers.plan_for(layers.resolve({"site": known[-1]} if known else {}), self.slug)

    def _closures(self, now: datetime) -> tuple[Closure, ...]:
        return tuple(n.closure for n in self.notices if n.closure is not None and n.at <= now)


def drawn(slug: str, seed: int, years: range) -> Place:
    """Return a place as its seed has it, for some years."""
    rng = Random(f"{seed}/{slug}/place")
    zone = rng.choice(ZONES)
    week = rng.choice(WEEKS)
    summer: Week | None = dict.fromkeys(_FIVE, ("10:00-14:00",)) if rng.random() < 0.3 else None
    extra: dict[date, tuple[str, ...]] = {_date(rng, years): rng.choice(EXTRA) for _ in years}
    notices = [Notice(_ever(rng, years.start), schedule=_schedule(rng, week, years))]
    for year in years:
        if rng.random() < 0.6:
            notices.append(_closing(rng, _date(rng, range(year, year + 1))))
        if rng.random() < 0.5:
            notices.append(Notice(_moment(rng, year), schedule=_schedule(rng, week, years)))
    return Place(slug, zone, week, summer, extra, tuple(sorted(notices, key=lambda notice: notice.at)))


def _schedule(rng: Random, week: Week, years: range) -> Schedule:
    is_early = any(stretch < "07" for stretches in week.values() for stretch in stretches if stretch >= "04")
    exceptions = {_date(rng, years): rng.choice(("off", "04:20")) for _ in range(2 * len(years))}
    return Schedule(
        at=rng.choice(TIMES),
        days=_FIVE if rng.random() < 0.1 else DAYS,
        latest_before_opening_seconds=1800 if is_early else rng.choice((3600, 7200)),
        jitter_seconds=rng.choice((0, 1800, 3600)),
        exceptions=exceptions,
    )


def _closing(rng: Random, first: date) -> Notice:
    told_at = datetime(first.year, first.month, first.day, 10, tzinfo=UTC) - rng.randint(1, 20) * DAY
    return Notice(told_at, closure=Closure(first, first + rng.randint(0, 9) * DAY, "closed"))


def _ever(rng: Random, year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC) - rng.randint(3, 9) * DAY


def _moment(rng: Random, year: int) -> datetime:
    """Some moment of a year, at night as well: a time that is changed around the restart must not restart twice."""
    return datetime(year, 1, 3, tzinfo=UTC) + timedelta(minutes=rng.randrange(360 * 24 * 60))


def _date(rng: Random, years: range) -> date:
    return date(years.start, 1, 1) + rng.randrange(365 * len(years)) * DAY


@lru_cache(maxsize=64)
def _finnish(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("FI", years=year).items())
