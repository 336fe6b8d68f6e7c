"""The independent checker: was any restart wrong, was any night left out, and why, by the world's own log alone.

It knows the rules that docs/reference/restarts.md states and nothing of the planner: no code is shared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from huonevahti_fleet.restarts.due import (
    LEAST_MARGIN,
    MINUTE,
    SLACK,
    Night,
    due_on,
    last_due,
    margin,
    night_on,
    nights_about,
)
from huonevahti_fleet.restarts.facts import RoomLog, sorted_by_room
from huonevahti_fleet.restarts.held import Held, clear, held, held_by_date
from huonevahti_fleet.restarts.log import Line, Ordered, Terms
from huonevahti_fleet.restarts.walls import DAY, date_at

PROMPT = 10 * MINUTE
"""A restart that nothing held for this long within its window had its opportunity."""
BACK = 10 * MINUTE
"""A restarted terminal is back within this."""
NOON = timedelta(hours=12)
Wrong = Literal["in_session", "while_open", "doubled", "unexplained"]
FAULTS = ("cameras", "hung")
"""What a remedy boot mends."""


class Found(Struct, frozen=True):
    """Something wrong or missed, and why: of what is wrong the rule that was broken, else what held or befell it."""

    room: str
    at: datetime
    what: Literal["in_session", "while_open", "doubled", "unexplained", "night", "opening"]
    cause: str


class Checked(Struct, frozen=True):
    """What came of some rooms' logs."""

    nights: int = 0
    with_opportunity: int = 0
    done_with_opportunity: int = 0
    done: int = 0
    remedies: int = 0
    openings: int = 0
    openings_met: int = 0
    found: tuple[Found, ...] = ()


def check(lines: Iterable[Line]) -> Iterator[Checked]:
    """Yield what came of each room; raise `BadOrder` where a log cannot have happened."""
    for log in sorted_by_room(lines).values():
        yield _of_room(log)


def _of_room(log: RoomLog) -> Checked:
    found = [*_wrong_orders(log), *_doubled(log)]
    with_opportunity = done_with_opportunity = done = 0
    nights = list(_nights(log))
    for night, until in nights:
        went = _went(log, night, until)
        found += went.found
        with_opportunity += went.had_opportunity
        done_with_opportunity += went.had_opportunity and went.is_done
        done += went.is_done
    openings = list(_openings(log))
    missed = [(opens_at, cause) for opens_at in openings if (cause := _not_ready(log, opens_at))]
    found += [Found(log.room, opens_at, "opening", cause) for opens_at, cause in missed]
    found += [
        Found(log.room, at, "unexplained", f"{cause}_not_mended")
        for at, cause in missed
        if _was_mendable(log, at, cause)
    ]
    remedies = sum(order.kind == "remedy" and order.has_effect for order, _ in log.ordered)
    met = len(openings) - len(missed)
    return Checked(
        len(nights), with_opportunity, done_with_opportunity, done, remedies, len(openings), met, tuple(found)
    )


# What was ordered


def _wrong_orders(log: RoomLog) -> Iterator[Found]:
    for order, lasting in log.ordered:
        if "session" in lasting:
            yield Found(log.room, order.at, "in_session", order.kind)
        if any(log.during("open", order.at, order.at + BACK)):
            yield Found(log.room, order.at, "while_open", order.kind)
        if why := _broken(log, order, lasting):
            yield Found(log.room, order.at, "unexplained", why)


def _broken(log: RoomLog, order: Ordered, lasting: frozenset[str]) -> str:
    """Return what forbade an order, empty when nothing did: what held it, or that nothing was due or to be mended."""
    holds = {what for what in lasting if what not in (*FAULTS, "untold", "person", "session")}
    holds |= {
        what
        for what, since, until in held(log, order.at - 2 * SLACK, order.at + SLACK, is_certain=True)
        if _covers(order.at, since, until)
    }
    if holds := holds - {"untold"} - ({"disk_full"} - lasting) - ({"session"} & lasting):
        return min(holds)
    terms = log.terms_at(order.at)
    if terms is None:
        return "not_told"
    return _no_remedy(log, order, lasting, terms) if order.kind == "remedy" else _not_due(log, order, terms)


def _covers(at: datetime, since: datetime, until: datetime) -> bool:
    """Whether a hold covers an instant even by a clock that is a minute wrong; an order does not hold itself."""
    return since < at < until - SLACK and at - since >= min(SLACK, (until - since) / 2)


def _not_due(log: RoomLog, order: Ordered, terms: Terms) -> str:
    night = _window(log, order, terms)
    if night is None:
        return "not_due"
    return "done_already" if log.boots(night.due_at + SLACK, order.at) else ""


def _window(log: RoomLog, order: Ordered, terms: Terms) -> Night | None:
    """Return the night in whose window an order falls, by a clock that may be a minute wrong; of two the later."""
    begun = [night for night in nights_about(log, terms, order.at) if night.begins_at - SLACK <= order.at]
    night = max(begun, key=lambda night: night.due_at, default=None)
    return night if night is not None and order.at < night.ends_at + SLACK else None


def _night_of(log: RoomLog, order: Ordered) -> date | None:
    """Return the night that a planned restart was for, by what the terminal had been told then."""
    terms = log.terms_at(order.at)
    if terms is None or order.kind != "planned" or not order.has_effect:
        return None
    night = _window(log, order, terms)
    return night.on if night else None


def _no_remedy(log: RoomLog, order: Ordered, lasting: frozenset[str], terms: Terms) -> str:
    """Rule 12."""
    if not lasting.intersection(FAULTS):
        return "nothing_to_mend"
    opening = log.opening(order.at)
    if opening is None:
        return ""
    if order.at >= opening[0] - margin(terms) + SLACK:
        return "after_latest"
    if "untold" in lasting:
        return ""  # by the hours that it was told the opening may come before the daily restart
    today = date_at(order.at, ZoneInfo(terms.zone))
    dues = (due_on(terms, today + n * DAY) for n in range((opening[0] - order.at).days + 3))
    return "planned_comes" if any(due and order.at + SLACK < due < opening[0] - SLACK for due in dues) else ""


def _doubled(log: RoomLog) -> Iterator[Found]:
    """Rules 3 and 12: by the zone of now and by each order's own."""
    before: list[tuple[Ordered, str]] = []
    for order, _ in log.ordered:
        if not order.has_effect:
            continue
        zone = _zone(log, order.at)
        shift = NOON if order.kind == "remedy" else timedelta()
        for former, other in before:
            is_same = any(
                _date(order, z, shift) == _date(former, y, shift) for z, y in ((zone, zone), (zone, other))
            )
            is_same = is_same or (_night_of(log, order) or 0) == _night_of(log, former)
            if former.kind == order.kind and is_same:
                yield Found(log.room, order.at, "doubled", order.kind)
                break
        before = [pair for pair in before if order.at - pair[0].at < 3 * DAY] + [(order, zone)]


def _date(order: Ordered, zone: str, shift: timedelta) -> date:
    return (order.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + shift).date()


def _zone(log: RoomLog, at: datetime) -> str:
    terms = log.terms_at(at)
    return terms.zone if terms else "UTC"


# What was due


class _Went(Struct, frozen=True):
    """How a night went."""

    is_done: bool
    had_opportunity: bool
    found: tuple[Found, ...] = ()


def _nights(log: RoomLog) -> Iterator[tuple[Night, datetime]]:
    """Each night whose window lies under some terms, and until when these stood."""
    if log.ends_at is None:
        return
    for place, terms in enumerate(log.terms):
        until = log.terms[place + 1].at if place + 1 < len(log.terms) else log.ends_at
        zone = ZoneInfo(terms.zone)
        on, last = date_at(terms.at, zone) - DAY, date_at(until, zone)
        while on <= last:
            night = night_on(log, terms, on)
            if (
                night
                and terms.at <= night.due_at < until
                and max(night.ends_at, night.begins_at) + BACK < log.ends_at
            ):
                yield night, until
            on += DAY


def _went(log: RoomLog, night: Night, until: datetime) -> _Went:
    ends_at = min(night.ends_at, until)
    boots = log.boots(night.due_at - SLACK, max(night.ends_at, night.begins_at) + BACK)
    ordered = next(
        (
            o
            for o in log.orders(night.begins_at - SLACK, night.ends_at)
            if o.kind == "planned" and o.has_effect
        ),
        None,
    )
    tried_until = min(
        [ends_at, *(boot.at for boot in boots[:1]), *(order.at for order in [ordered] if order)]
    )
    holds = [] if tried_until <= night.begins_at else [*_held(log, night, tried_until)]
    is_missed = clear(holds, night.begins_at, tried_until) >= PROMPT
    found: list[Found] = []
    if is_missed:
        found.append(Found(log.room, night.due_at, "unexplained", "late" if boots else "left_out"))
    if not boots:
        cause = "unexplained" if is_missed else "not_back" if ordered else _cause(holds, night, until)
        found.append(Found(log.room, night.due_at, "night", cause))
    return _Went(bool(boots), is_missed or ordered is not None, tuple(found))


def _held(log: RoomLog, night: Night, ends_at: datetime) -> Iterator[Held]:
    zone = ZoneInfo(_zone(log, night.due_at))
    yield from held(log, night.begins_at, ends_at)
    yield from held_by_date(log, night.begins_at, ends_at, zone)
    for order in log.orders(night.due_at - 3 * DAY, night.begins_at - SLACK):
        if night.on == _night_of(log, order):
            yield "once_a_night", night.begins_at, ends_at


def _cause(holds: list[Held], night: Night, until: datetime) -> str:
    """What held a night for longest."""
    if night.ends_at <= night.begins_at:
        return "no_window"
    ends_at = min(night.ends_at, until)
    lasted: dict[str, timedelta] = {}
    for what, since, to in holds:
        shared = min(to, ends_at) - max(since, night.begins_at)
        if shared > timedelta():
            lasted[what] = lasted.get(what, timedelta()) + shared
    if lasted:
        return max(lasted, key=lambda what: lasted[what])
    return "schedule_changed" if until < night.ends_at else "short_window"


# What was opened


def _openings(log: RoomLog) -> Iterator[datetime]:
    if log.terms and log.ends_at is not None:
        first_at = log.terms[0].at + DAY
        yield from (opens_at for opens_at, _ in log.openings if first_at < opens_at < log.ends_at)


def _not_ready(log: RoomLog, opens_at: datetime) -> str:
    """Why a room was not ready when it opened; empty when it was."""
    return next((what for what in ("moving", "down", *FAULTS) if log.since(what, opens_at)), "")


def _was_mendable(log: RoomLog, opens_at: datetime, cause: str) -> bool:
    """Whether a remedy boot could have mended in time what kept a room from being ready, and none came (rule 12)."""
    terms, since = log.terms_at(opens_at), log.since(cause, opens_at)
    if cause not in FAULTS or terms is None or since is None:
        return False
    latest_at = opens_at - margin(terms)
    if any(order.kind == "remedy" for order in log.orders(latest_at - DAY, opens_at)):
        return False
    closed_at = max((closes for _, closes in log.openings if closes < opens_at), default=since)
    from_at = max(since, closed_at + SLACK, terms.at)
    if night := last_due(log, terms, opens_at):
        boots = log.boots(night.due_at, opens_at)
        from_at = max(from_at, boots[0].at if boots else night.ends_at)
    return from_at < latest_at and clear([*held(log, from_at, latest_at)], from_at, latest_at) >= LEAST_MARGIN
