"""Morning: which rooms are ready for their opening, whom to call for the others, and how well the promise is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.pages import _mornings as mornings
from huonevahti_fleet.pages import _tonight as tonight
from huonevahti_fleet.pages._as_before import as_before
from huonevahti_fleet.pages._cured import cured
from huonevahti_fleet.pages._lost import lost
from huonevahti_fleet.pages._mornings import Opening, Stand
from huonevahti_fleet.pages._promise import MONTHS, month_met, promise, table
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of
from huonevahti_fleet.pages._unready import Unready, called, unready, untested

router = APIRouter()
SHAPES = {Stand.READY: "fit", Stand.NOT_READY: "unfit", Stand.NO_WORD: "no_data", Stand.WAITING: "onboarding"}


@dataclass(frozen=True, slots=True)
class Group:
    """The rooms that open at one time: so many of how many are ready, and how many stand how, for a bar."""

    at: str
    told: str
    counts: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows of a day's openings."""

    heading: str
    lead: str
    groups: tuple[Group, ...]
    unready: tuple[Unready, ...]
    untested: tuple[tuple[str, str, str], ...]


def view(found: Sequence[Opening], sites: tuple[str, ...], month: str, reader: Reader) -> View:
    """Return the page of a day's openings; `sites` narrows it where it is not empty."""
    chosen = [each for each in found if not sites or each.each.room.site.slug in sites]
    return View(
        heading=heading(chosen, reader),
        lead=month,
        groups=tuple(groups(chosen, reader)),
        unready=tuple(unready(each, reader) for each in chosen if each.stand in (Stand.NOT_READY, Stand.NO_WORD)),
        untested=untested(chosen, reader),
    )


def heading(found: Sequence[Opening], reader: Reader) -> str:
    """Return the morning in one sentence."""
    counts = Counter(each.stand for each in found)
    if not found:
        return reader.t("morning.none")
    local = reader.local(found[0].opens_at)
    day = "" if local.date() == reader.local(reader.now).date() else texts.day(reader.language, local)
    bad, waiting = counts[Stand.NOT_READY] + counts[Stand.NO_WORD], counts[Stand.WAITING]
    if waiting == len(found):
        return reader.t("morning.all_waiting", n=waiting, day=day or reader.t("morning.today"))
    if not bad:
        told = reader.t("morning.all_ready" if not waiting else "morning.so_far_ready", n=counts[Stand.READY])
    else:
        told = reader.t("morning.some_ready", n=bad, ready=counts[Stand.READY], total=len(found) - waiting)
    return reader.t("morning.and_waiting", told=told, n=waiting) if waiting else told


def groups(found: Sequence[Opening], reader: Reader) -> list[Group]:
    """Return the rooms by the time at which they open."""
    times = list(dict.fromkeys(each.opens_at for each in found))
    return [_group(at, [each for each in found if each.opens_at == at], reader) for at in times]


def _group(at: datetime, found: Sequence[Opening], reader: Reader) -> Group:
    counts = Counter(each.stand for each in found)
    told = [reader.t("morning.of", n=counts[Stand.READY], total=len(found))]
    told += [reader.t(f"morning.count.{s}", n=counts[s]) for s in list(Stand)[1:] if counts[s]]
    return Group(
        reader.clock(at), ", ".join(told), tuple((SHAPES[s], counts[s]) for s in Stand if counts[s]), len(found)
    )


def content(visit: Visit) -> dict[str, Any]:
    """Return what the template needs for one visit."""
    store, reader, zone = visit.store, visit.reader, ZoneInfo(visit.reader.zone)
    every: tuple[Ahead, ...] = tonight.read(store, reader.now)
    day, site = mornings.day_shown(every, reader.now, zone), visit.query.get("site", "")
    found = as_before(store, ("morning", day), reader.now, lambda: _found(visit, every, day))
    places = {each.room.site.slug: each.room.site for each in every}
    return {
        "view": view(found, (site,) if site in places else (), month_met(store, reader), reader),
        "calls": called(visit, [each for each in found if each.stand in (Stand.NOT_READY, Stand.NO_WORD)]),
        "sites": sorted(((s, reader.name(p.name, s)) for s, p in places.items()), key=lambda p: p[1].casefold()),
        "site": site if site in places else "",
        "promise": as_before(
            store, ("promise", reader.language), reader.now, lambda: table(promise(store, reader), every, reader)
        ),
        "months": MONTHS,
        "lost": lost(store, reader),
        "cured": cured(store, reader.local(reader.now).date(), reader),
    }


def _found(visit: Visit, every: Sequence[Ahead], day: date) -> list[Opening]:
    since = mornings.noon(day, ZoneInfo(visit.reader.zone)) - timedelta(hours=14)
    records = {(r.room, r.opens_at): r for r in visit.store.readiness(since)}
    return mornings.openings(every, day, records, visit.reader.now)


@router.get("/morning")
def morning(request: Request) -> HTMLResponse:
    """Show the morning."""
    return render(request, "morning.html", "morning", **content(visit_of(request)))
