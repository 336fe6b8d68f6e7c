"""What befalls a site whatever its rooms do: power cuts, cut lines, an office that is away, moves to another place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from huonevahti_fleet.restarts.places import Place, drawn

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LONGEST_OUTAGE = timedelta(days=31)


@dataclass(frozen=True)
class Spans:
    """Stretches of true time, in order and apart."""

    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]

    def holds(self, at: datetime) -> datetime | None:
        """Return the end of the stretch that an instant falls in, None when it falls in none."""
        place = bisect_right(self.begins, at) - 1
        return self.ends[place] if place >= 0 and at < self.ends[place] else None


@dataclass(frozen=True)
class Fate:
    """Where a site's rooms stand, when it has no power, and when its rooms cannot hear the office or the time."""

    places: tuple[tuple[datetime, Place], ...]
    dark: Spans
    deaf: Spans
    """No line at all: neither the office nor the network's time."""
    office_away: Spans

    def is_told(self, at: datetime) -> bool:
        """Whether the office reaches the site."""
        return self.deaf.holds(at) is None and self.office_away.holds(at) is None

    def told_from(self, at: datetime) -> datetime:
        """Return the first instant from one on at which the office reaches the site."""
        while end := self.deaf.holds(at) or self.office_away.holds(at):
            at = end
        return at


def of_site(site: int, seed: int, years: range) -> Fate:
    """Return a site's fate as its seed has it; the same for each of its rooms."""
    rng = Random(f"{seed}/{site}/fate")
    deaf = _spans(rng, years, 4.0, (0.1, 30.0))
    if rng.random() < 0.3:
        start = _moment(rng, years)
        deaf = _joined([*zip(deaf.begins, deaf.ends, strict=True), (start, start + LONGEST_OUTAGE)])
    office_away = _spans(Random(f"{seed}/office"), years, 6.0, (0.2, 60.0))
    dark = _spans(rng, years, 3.0, (0.02, 14.0))
    places = [
        (datetime(years.start, 1, 1, tzinfo=UTC) - timedelta(days=2), drawn(f"site-{site}", seed, years))
    ]
    for year in years:
        if rng.random() < 0.1:
            at = _moment(rng, range(year, year + 1))
            places.append((at, drawn(f"site-{site}-{year}", seed, years)))
    return Fate(tuple(places), dark, deaf, office_away)


def _spans(rng: Random, years: range, a_year: float, hours: tuple[float, float]) -> Spans:
    """So many a year; most are short, the median the root of shortest times longest."""
    found = []
    for _ in range(round(a_year * len(years) + rng.random() - 0.5)):
        begins = _moment(rng, years)
        length = hours[0] * (hours[1] / hours[0]) ** rng.random()
        found.append((begins, begins + length * HOUR))
    return _joined(found)


def _joined(found: list[tuple[datetime, datetime]]) -> Spans:
    spans: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(found):
        if spans and begins <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(ends, spans[-1][1]))
        else:
            spans.append((begins, ends))
    return Spans(tuple(b for b, _ in spans), tuple(e for _, e in spans))


def _moment(rng: Random, years: range) -> datetime:
    return datetime(years.start, 1, 2, tzinfo=UTC) + timedelta(
        minutes=rng.randrange(364 * len(years) * 24 * 60)
    )
