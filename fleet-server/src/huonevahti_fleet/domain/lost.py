"""Minutes that customers lost: opening hours in which a room could not serve, by whose fault it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from huonevahti_fleet.domain.ahead import within
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import CLOSED, Hours
from huonevahti_fleet.domain.rooms import Incident


def lost_minutes(
    incidents: Iterable[Incident], hours: Mapping[str, Hours], span: tuple[datetime, datetime]
) -> dict[Owner, float]:
    """Return by owner the open minutes within a span that incidents took; a minute counts once, for the first of them.

    An incident counts from its opening to its resolving, where its fault leaves the room unfit.
    """
    lost: dict[Owner, float] = {}
    covered: dict[str, datetime] = {}
    unfit = [each for each in incidents if each.fault.unfits and each.opened_at is not None]
    for each in sorted(unfit, key=lambda each: each.opened_at or span[0]):
        ends_at = min(each.resolved_at or each.closed_at or span[1], span[1])
        for room in each.rooms or (each.room,):
            starts_at = max(each.opened_at or span[0], span[0], covered.get(room, span[0]))
            if starts_at < ends_at:
                covered[room] = ends_at
                minutes = _open_minutes(hours.get(room, CLOSED), starts_at, ends_at)
                lost[each.owner] = lost.get(each.owner, 0.0) + minutes
    return {owner: minutes for owner, minutes in lost.items() if minutes}


def _open_minutes(hours: Hours, start_at: datetime, end_at: datetime) -> float:
    shared = (
        min(period.closes_at, end_at) - max(period.opens_at, start_at)
        for period in within(hours.periods, start_at, end_at)
    )
    return sum(stretch.total_seconds() for stretch in shared) / 60
