"""Tonight and the coming week of a room as lanes, in shares of their width, with the same told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from huonevahti_fleet import texts
from huonevahti_fleet.domain.ahead import Ahead, next_opening, nights_between, within
from huonevahti_fleet.domain.nightly import Booking
from huonevahti_fleet.pages._night_spans import EVENING, WEEK_DAYS, Span
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan.civil import instant
from huonevahti_wire.plan.nights import Night

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a lane: a stretch with its width, or an instant without, in per cent of the lane."""

    kind: str
    x: float
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with the same told in words."""

    marks: tuple[Mark, ...]
    told: str


def night_lane(each: Ahead, booked: Sequence[Booking], span: Span, reader: Reader) -> Lane:
    """Return what is planned for one room tonight."""
    nights = [each.night] if each.night and each.restarts else []
    return Lane(
        (*_hours(each, booked, span), *_restarts(each, nights, span)), night_told(each, booked, span, reader)
    )


def night_told(each: Ahead, booked: Sequence[Booking], span: Span, reader: Reader) -> str:
    """Return the same in words."""
    told = [reader.t("restarts.lane.none", why=reader.t(f"restarts.why.{each.why}"))] if each.why else []
    if each.night and not each.why:
        told.append(reader.t("restarts.lane.restart", at=reader.clock(each.night.begins_at)))
        told.append(reader.t("restarts.lane.latest", at=reader.clock(each.night.latest_at)))
        if each.opens_at:
            told.append(reader.t("restarts.lane.ready", at=reader.clock(each.ready_by(each.opens_at))))
    for period in within(each.hours.periods, span.start_at, span.end_at):
        ends = {"a": reader.clock(period.opens_at), "b": reader.clock(period.closes_at)}
        told.append(reader.t("restarts.lane.open", **ends))
    here = [b for b in booked if span.start_at < b.ends_at and b.starts_at < span.end_at]
    told += [reader.t("restarts.lane.booked", n=len(here))] if here else []
    return ", ".join(told)


def week_lane(each: Ahead, booked: Sequence[Booking], span: Span, reader: Reader) -> Lane:
    """Return what is planned for one room in the coming week."""
    plan, periods = each.scheduled.plan, each.hours.periods
    is_known = plan is not None and each.room.terminal is not None and bool(periods)
    found = (
        nights_between(plan, span.zone, periods, (span.start_at, span.end_at)) if plan and is_known else ()
    )
    going = [night for night in found if night.begins_at < night.latest_at]
    days = [span.start_at.astimezone(span.zone).date() + at * _DAY for at in range(WEEK_DAYS)]
    without = [day for day in days if day not in {night.day for night in going}]
    told = reader.t("restarts.week.told", n=len(going), days=WEEK_DAYS)
    if without and going:
        names = ", ".join(
            texts.day(reader.language, datetime.combine(d, EVENING, span.zone)) for d in without
        )
        told = reader.t("restarts.week.without", told=told, days=names)
    off = tuple(Mark("off", span.x(instant(d, each_time(each), span.zone))) for d in without)
    return Lane((*_hours(each, booked, span), *_restarts(each, going, span), *off), told)


def each_time(each: Ahead) -> time:
    """Return the local time at which a room would restart."""
    return time.fromisoformat((each.scheduled.schedule.at or "03:30").replace(".", ":"))


def _hours(each: Ahead, booked: Sequence[Booking], span: Span) -> Iterator[Mark]:
    for period in within(each.hours.periods, span.start_at, span.end_at):
        yield _stretch("open", period.opens_at, period.closes_at, span)
    for booking in booked:
        if span.start_at < booking.ends_at and booking.starts_at < span.end_at:
            yield _stretch("booked", booking.starts_at, booking.ends_at, span)


def _restarts(each: Ahead, nights: Sequence[Night], span: Span) -> Iterator[Mark]:
    for night in nights:
        opens_at = next_opening(each.hours.periods, night.begins_at)
        if opens_at is not None and span.holds(each.ready_by(opens_at)):
            yield Mark("ready", span.x(each.ready_by(opens_at)))
        if span.holds(night.latest_at):
            yield Mark("latest", span.x(night.latest_at))
        if span.holds(night.begins_at):
            yield Mark("restart", span.x(night.begins_at))


def _stretch(kind: str, start_at: datetime, end_at: datetime, span: Span) -> Mark:
    x, end = max(0.0, span.x(start_at)), min(100.0, span.x(end_at))
    return Mark(kind, x, round(end - x, 2))
