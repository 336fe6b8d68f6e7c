"""How well the promise is kept: openings met, customers' minutes lost, and what the daily restart cures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from huonevahti_fleet.api.answers import answer, answers_with
from huonevahti_fleet.api.restart_shapes import CuredItem, KeptItem, PromiseAnswer
from huonevahti_fleet.domain.lost import lost_minutes
from huonevahti_fleet.domain.promises import CURES, cured, kept, share
from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.store import Store

router = APIRouter(tags=["restarts"])
NIGHTS, MOST_ROOMS, MOST_INCIDENTS = timedelta(days=7), 200, 10_000
LONGEST = timedelta(days=366)


@router.get("/promises", **answers_with("PromiseAnswer"))
def promises(
    request: Request,
    since: Annotated[date | None, Query(description="Openings from this day on; 90 days unless told.")] = None,
) -> Response:
    """Show the share of openings met, by site and month; minutes lost by owner; what last week's restarts cured."""
    store, now = request.app.state.store, request.app.state.clock()
    start_at = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else now - timedelta(days=90)
    start_at = max(start_at, now - LONGEST)
    counted = kept(store.readiness(start_at), (state.room for state in store.rooms()), now)
    states = (IncidentState.OPEN, IncidentState.RESOLVED, IncidentState.CLOSED)
    incidents = store.incidents(states, MOST_INCIDENTS)
    lost = lost_minutes(incidents, store.openings.hours(start_at), (start_at, now)) if start_at < now else {}
    return answer(
        request,
        PromiseAnswer(
            share=share(counted),
            by_site=tuple(KeptItem(each.site, each.month, each.openings, each.ready) for each in counted),
            lost_minutes={owner.value: round(minutes, 1) for owner, minutes in lost.items()},
            cured=_cured(store, now),
        ),
    )


def _cured(store: Store, now: datetime) -> tuple[CuredItem, ...]:
    nights = [night for night in store.nights((now - NIGHTS).date()) if night.back_at is not None]
    rooms = list(dict.fromkeys(night.room for night in nights))[:MOST_ROOMS]
    span = now - NIGHTS - timedelta(days=1), now
    found = (cured(name, nights, store.openings.samples(name, rooms, span)) for name in CURES)
    return tuple(CuredItem(each.name, each.before, each.after, each.restarts) for each in found if each is not None)
