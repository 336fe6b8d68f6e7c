"""Ratings: how meetings worked technically, pooled, and how often a low answer found a fault of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.ratings import Pool
from huonevahti_fleet.flows.take_rating import PERIODS_DAYS, RatingReport, rating_report
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import render, visit_of

router = APIRouter()
Named = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One pool as a row; `widths` are the shares of the answers 1 to 5, for the bar."""

    name: str
    count: int
    mean: str
    each: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows."""

    days: int
    periods: tuple[int, ...]
    whole: Row | None
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    found: str
    found_any: str
    by_owner: tuple[tuple[str, int], ...]


def view(report: RatingReport, organisations: Named, rooms: Named, reader: Reader) -> View:
    """Return the page of a report; names by slug."""
    found = report.found
    tables = (("organisation", report.by_organisation, organisations), ("room", report.by_room, rooms))
    told = {}
    if found:
        share = reader.amount(found.with_ours / found.low, "ratio")
        told = {"low": found.low, "ours": found.with_ours, "share": share}
    return View(
        days=report.days,
        periods=PERIODS_DAYS,
        whole=_row(report.whole, {}, reader) if report.whole else None,
        tables=tuple((kind, _rows(pools, names, reader)) for kind, pools, names in tables),
        found=reader.t("ratings.found", **told) if found else reader.t("ratings.found_none"),
        found_any=reader.t("ratings.found_any", some=found.with_any) if found else "",
        by_owner=tuple((reader.t(f"owner.{o}"), n) for o, n in found.by_owner.items()) if found else (),
    )


def _rows(pools: Sequence[Pool], names: Named, reader: Reader) -> tuple[Row, ...]:
    return tuple(_row(pool, names, reader) for pool in pools)


def _row(pool: Pool, names: Named, reader: Reader) -> Row:
    name = reader.name(names.get(pool.slug, {}), pool.slug) if pool.slug else reader.t("ratings.rest")
    return Row(name, pool.count, reader.number(pool.mean, 2), pool.each)


@router.get("/ratings")
def ratings(request: Request) -> HTMLResponse:
    """Show the ratings of a period."""
    visit, asked = visit_of(request), request.query_params.get("days", "")
    days = next((d for d in PERIODS_DAYS if str(d) == asked), 90)
    rooms = {state.room.slug: state.room.name for state in visit.store.rooms()}
    report = rating_report(visit.store, days, visit.reader.now)
    shown = view(report, visit.store.organisations(), rooms, visit.reader)
    return render(request, "ratings.html", "ratings", view=shown)
