"""Rooms in virtual time, site by site, in as many processes as there are; each room's log is checked and let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from msgspec import Struct

from huonevahti_fleet.restarts.checker import Checked, Found, check
from huonevahti_fleet.restarts.fates import of_site
from huonevahti_fleet.restarts.life import lived
from huonevahti_fleet.restarts.log import Line

FIRST_YEAR = 2026
ROOMS_A_SITE = 3
WRONGS = ("in_session", "while_open", "doubled", "unexplained")


class Asked(Struct, frozen=True):
    """Rooms from a first one on, of one site."""

    site: int
    rooms: int
    years: int
    seed: int


class Summary(Struct, frozen=True):
    """The last line: what was wrong, and how many of the nights and openings were met."""

    rooms: int
    nights: int
    with_opportunity: int
    done: int
    remedies: int
    openings: int
    in_session: int
    while_open: int
    doubled: int
    unexplained: int
    done_ratio: float
    openings_met_ratio: float
    missed_nights: dict[str, int]
    missed_openings: dict[str, int]

    @property
    def is_right(self) -> bool:
        """Whether every promise was kept."""
        return (
            not (self.in_session or self.while_open or self.doubled or self.unexplained)
            and self.done_ratio >= 0.99
        )


def logs(asked: Asked) -> Iterator[list[Line]]:
    """Yield the world's log of each room of a site."""
    years = range(FIRST_YEAR, FIRST_YEAR + asked.years)
    fate = of_site(asked.site, asked.seed, years)
    until = datetime(years.stop, 1, 1, tzinfo=UTC)
    for room in range(asked.rooms):
        yield lived(f"room-{asked.site * ROOMS_A_SITE + room}", asked.seed, fate, until)


def checked(asked: Asked) -> list[Checked]:
    """Return what came of each room of a site."""
    return [result for lines in logs(asked) for result in check(lines)]


def simulate(rooms: int, years: int, seed: int, processes: int) -> Iterator[Checked]:
    """Yield what came of each room."""
    sites = [
        Asked(site, min(ROOMS_A_SITE, rooms - site * ROOMS_A_SITE), years, seed)
        for site in range(-(-rooms // ROOMS_A_SITE))
    ]
    if processes <= 1:
        for site in sites:
            yield from checked(site)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for results in pool.map(checked, sites):
            yield from results


def total(results: Iterable[Checked]) -> Summary:
    """Return what came of all rooms."""
    listed = list(results)
    wrong = {what: sum(found.what == what for r in listed for found in r.found) for what in WRONGS}
    with_opportunity = sum(r.with_opportunity for r in listed)
    openings = sum(r.openings for r in listed)
    return Summary(
        rooms=len(listed),
        nights=sum(r.nights for r in listed),
        with_opportunity=with_opportunity,
        done=sum(r.done for r in listed),
        remedies=sum(r.remedies for r in listed),
        openings=openings,
        in_session=wrong["in_session"],
        while_open=wrong["while_open"],
        doubled=wrong["doubled"],
        unexplained=wrong["unexplained"],
        done_ratio=_ratio(sum(r.done_with_opportunity for r in listed), with_opportunity),
        openings_met_ratio=_ratio(sum(r.openings_met for r in listed), openings),
        missed_nights=dict(_counted(listed, "night")),
        missed_openings=dict(_counted(listed, "opening")),
    )


def _counted(results: list[Checked], what: str) -> Counter[str]:
    found: Iterator[Found] = (found for result in results for found in result.found)
    return Counter(each.cause for each in found if each.what == what)


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 1.0
