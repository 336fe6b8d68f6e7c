"""What a scenario's author cannot have meant: values that are each in order, and do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.happenings import Wide
from huonevahti_fleet.scenarios.plans import plans
from huonevahti_fleet.scenarios.telling import ANSWERS
from huonevahti_wire.plan.mending import TREATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from huonevahti_fleet.scenarios.happenings import AnyHappening, Happening
    from huonevahti_fleet.scenarios.story import Expected, Written

Wrong = tuple[tuple[str, ...], str]
"""The keys that lead to a value, and what was found there and expected."""
_LISTED = 60
BETWEEN = "expected a time between start and end"
WORDS: dict[str, Collection[str]] = {
    "fault": [*(rule.__module__.rpartition(".")[2] for rule in RULES), *ANSWERS],
    "owner": list(Owner),
    "severity": list(Harm),
    "confidence": list(Confidence),
    "mended_by": list(TREATED),
}
"""What an expectation may name."""


def of_happenings(written: Written) -> Iterator[Wrong]:
    """Yield each value of a happening that fits neither the rooms nor the time nor its other values."""
    length = written.scenario.lasts
    if length is not None and not times.seconds(length):
        yield ("lasts",), f"found {length}, expected a time that passes"
    listed = plans(written)
    slugs, sites = [plan.slug for plan in listed], sorted({plan.site for plan in listed})
    services = sorted({name for plan in listed for name in plan.profile.endpoints})
    for index, each in enumerate(written.scenario.happens):
        keys = ("happens", str(index))
        for key, told in (*_when(each, written), *each.contradictions()):
            yield (*keys, *key), told
        if isinstance(each, Wide):
            continue
        for key, told in (*_where(each, slugs, sites), *_services(each, services)):
            yield (*keys, *key), told


def of_expected(expected: Sequence[Expected], written: Written) -> Iterator[Wrong]:
    """Yield each value of an expectation that no run of the scenario could ever meet."""
    slugs = [plan.slug for plan in plans(written)]
    for index, each in enumerate(expected):
        known = {"room": slugs, **WORDS}
        for key, words in known.items():
            found = getattr(each, key)
            if found is not None and found not in words:
                yield ("expect", str(index), key), f"found {found!r}, expected one of {_list(words)}"
        if each.by is not None:
            yield from ((("expect", str(index), *key), told) for key, told in _within(each.by, "by", written))


def _when(each: AnyHappening, written: Written) -> Iterator[Wrong]:
    yield from _within(each.at, "at", written)
    lasts = getattr(each, "lasts", None)
    if lasts is not None and not times.seconds(lasts):
        yield ("for",), f"found {lasts}, expected a time that passes, or no for"


def _within(when: str, key: str, written: Written) -> Iterator[Wrong]:
    try:
        since_start = (written.at(when) - written.start_at).total_seconds()
        is_within = 0 <= since_start <= written.length_seconds()
    except (ValueError, OverflowError) as error:
        yield (key,), f"found {when}: {error}, expected a time that was"
        return
    if not is_within:
        yield (key,), f"found {when}, {BETWEEN}"


def _where(each: Happening, slugs: list[str], sites: list[str]) -> Iterator[Wrong]:
    if each.room is not None and each.room not in slugs:
        yield ("room",), f"found {each.room!r}, expected one of {_list(slugs)}"
    if each.site is not None and each.site not in sites:
        yield ("site",), f"found {each.site!r}, expected one of {_list(sites)}"
    places = (each.room is not None) + (each.site is not None) + each.everywhere
    if places > 1:
        yield (), "found several of room, site and everywhere, expected one"
    if each.share != 1.0 and each.site is None and not each.everywhere:
        yield ("share",), f"found {each.share:g} of one room, expected site or everywhere beside it"
    if not each.share:
        yield ("share",), "found 0, expected a number above 0 to 1"


def _services(each: Happening, services: list[str]) -> Iterator[Wrong]:
    one = getattr(each, "endpoint", None)
    if one is not None and one not in services:
        yield ("endpoint",), f"found {one!r}, expected one of {_list(services)}"
    for index, name in enumerate(getattr(each, "endpoints", ())):
        if name not in services:
            yield ("endpoints", str(index)), f"found {name!r}, expected one of {_list(services)}"


def _list(words: Collection[str]) -> str:
    return ", ".join(str(word) for word in list(words)[:_LISTED])
