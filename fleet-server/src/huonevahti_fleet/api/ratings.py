"""Ratings: how meetings worked technically, taken from the application and shown only pooled."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, HTTPException, Query, Request, Response

from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.bodies import body_of, takes
from huonevahti_fleet.api.post_shapes import LowFound, PoolItem, RatingAnswer, RatingOrder, RatingTaken
from huonevahti_fleet.domain.ratings import Pool, Rating
from huonevahti_fleet.flows.take_rating import (
    PERIODS_DAYS,
    BadRating,
    RatingReport,
    rating_report,
    take_rating,
)

router = APIRouter(tags=["ratings"])
Days = Annotated[
    int, Query(description="How many days back.", json_schema_extra={"enum": list(PERIODS_DAYS)})
]
Key = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=128, description="The same at every try.")
]


@router.post(
    "/rooms/{slug}/ratings",
    status_code=201,
    openapi_extra=takes("RatingOrder"),
    **answers_with("RatingTaken", 201),
)
async def rate(request: Request, slug: str, idempotency_key: Key) -> Response:
    """Take a rating; a key that was taken within two days adds nothing and is answered with 200."""
    state, asked = request.app.state, await body_of(request, RatingOrder)
    if all(room.room.slug != slug for room in state.store.rooms()):
        raise HTTPException(404, f"no room {slug!r}")
    if asked.hour.tzinfo is None:
        raise HTTPException(
            422, f"body: hour: {asked.hour.isoformat()}, an instant with its zone was expected"
        )
    rating = Rating(slug, asked.organisation, asked.hour, asked.rating)
    try:
        is_new = take_rating(state.store, rating, idempotency_key, state.clock())
    except BadRating as error:
        raise HTTPException(422, f"body: {error}") from error
    return answer(request, RatingTaken(is_new), 201 if is_new else 200)


@router.get("/ratings", **answers_with("RatingAnswer"))
def ratings(request: Request, days: Days = 90) -> Response:
    """Show ratings pooled, never fewer than ten together, and how often a low one found a fault of ours."""
    return answer(request, _shown(_report(request, days)))


@router.get("/ratings.csv", responses={200: {"content": {"text/csv": {}}, "description": "The same as CSV."}})
def ratings_csv(request: Request, days: Days = 90) -> Response:
    """Give the pools as CSV: UTF-8 with its mark and semicolons, as a Finnish Excel reads it."""
    report = _report(request, days)
    headers = {
        "Content-Disposition": f'attachment; filename="ratings-{days}-days.csv"',
        "Cache-Control": "no-store",
    }
    return Response("\N{ZERO WIDTH NO-BREAK SPACE}" + table(report), headers=headers, media_type="text/csv")


def _report(request: Request, days: int) -> RatingReport:
    """Return the report of one of few periods: between many, the answers of one day could be told."""
    if days not in PERIODS_DAYS:
        told = ", ".join(map(str, PERIODS_DAYS))
        raise HTTPException(422, f"days: {days}, one of {told} was expected")
    return rating_report(request.app.state.store, days, request.app.state.clock())


def table(report: RatingReport) -> str:
    """Return the report as lines of CSV, one a pool; the last ones count low answers by whose fault lay there."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["pool", "slug", "answers", "mean", *(f"rated_{n}" for n in range(1, 6))])
    pools = [("all", report.whole)] if report.whole else []
    pools += [("organisation", p) for p in report.by_organisation] + [("room", p) for p in report.by_room]
    for kind, pool in pools:
        writer.writerow(
            [kind, pool.slug or "(rest)", pool.count, f"{pool.mean:.2f}".replace(".", ","), *pool.each]
        )
    if report.found:
        found = report.found
        for name, count in (("low", found.low), ("low_ours", found.with_ours), ("low_any", found.with_any)):
            writer.writerow([name, "", count])
        for owner, count in found.by_owner.items():
            writer.writerow(["low_owner", owner, count])
    return out.getvalue()


def _pool(pool: Pool) -> PoolItem:
    return PoolItem(pool.slug, pool.count, round(pool.mean, 2), pool.each)


def _shown(report: RatingReport) -> RatingAnswer:
    found = report.found
    return RatingAnswer(
        since_at=report.since_at,
        days=report.days,
        whole=_pool(report.whole) if report.whole else None,
        by_organisation=tuple(map(_pool, report.by_organisation)),
        by_room=tuple(map(_pool, report.by_room)),
        low_found=msgspec.convert(found, LowFound, from_attributes=True) if found else None,
    )
