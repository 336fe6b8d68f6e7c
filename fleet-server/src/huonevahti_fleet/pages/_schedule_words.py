"""A schedule in words: what each key says, and which layer said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from huonevahti_fleet import texts
from huonevahti_fleet.domain.nightly import Place, SetSchedule, by_place
from huonevahti_fleet.pages._chosen import Chosen
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan.calendar import DAYS
from huonevahti_wire.plan.civil import clock
from huonevahti_wire.plan.layers import SHIPPED, Schedule, resolve
from huonevahti_wire.schedule import OFF

KEYS = ("is_off", "at", "days", "latest_before_opening_seconds", "ready_before_opening_seconds", "jitter_seconds")


@dataclass(frozen=True, slots=True)
class Won:
    """What rules a key, and who said so."""

    value: str
    layer: str


def value(key: str, schedule: Schedule, reader: Reader) -> str:
    """Return what a schedule says of a key, in words."""
    if key == "is_off":
        return reader.t("schedule.off" if schedule.is_off else "schedule.on")
    if key == "at":
        return texts.clock(reader.language, datetime.combine(date.min, clock(schedule.at or "03:30")))
    if key == "days":
        days = schedule.days or DAYS
        every = len(days) == len(DAYS)
        return reader.t("schedule.every_day") if every else ", ".join(reader.t(f"day.{day}") for day in days)
    seconds = getattr(schedule, key) or 0
    return texts.duration(reader.language, seconds) if seconds else reader.t("schedule.no_spread")


def exception(day: date, told: str, reader: Reader) -> str:
    """Return what a schedule says of one date."""
    named = texts.day(reader.language, datetime.combine(day, time(12)))
    if told == OFF:
        return reader.t("schedule.exception_off", day=named)
    at = texts.clock(reader.language, datetime.combine(day, clock(told)))
    return reader.t("schedule.exception_at", day=named, at=at)


def exceptions_turned(before: Schedule, after: Schedule, reader: Reader) -> Iterator[str]:
    """Yield of each date that turned what is said of it now, or that nothing is any more."""
    for day in sorted({*before.exceptions, *after.exceptions}):
        told = after.exceptions.get(day)
        if told == before.exceptions.get(day):
            continue
        named = texts.day(reader.language, datetime.combine(day, time(12)))
        yield exception(day, told, reader) if told else reader.t("schedule.exception_gone", day=named)


def winners(
    chosen: Chosen, said: Sequence[SetSchedule], reader: Reader
) -> tuple[dict[str, Won], tuple[Won, ...]]:
    """Return what rules each key where an edit is for one layer, and each exception, with the layer that won."""
    places: dict[str, Place] = {"all": ("all", "")}
    if chosen.kind in ("site", "room") and chosen.rooms:
        places["site"] = "site", chosen.rooms[0].room.site.slug
    if chosen.kind == "room":
        places["room"] = "room", chosen.slug
    known, by = by_place(said), {each.place: each for each in said}
    resolved = resolve({layer: known[place] for layer, place in places.items() if place in known})

    def told(key: str) -> str:
        layer = resolved.won[key]
        who = by[places[layer]].who if layer != SHIPPED else ""
        named = reader.t(f"schedule.won.{layer}")
        return reader.t("schedule.won_by", layer=named, who=who) if who else named

    keys = {key: Won(value(key, resolved.schedule, reader), told(key)) for key in KEYS}
    days = sorted(resolved.schedule.exceptions.items())
    return keys, tuple(Won(exception(day, at, reader), told(f"exceptions.{day}")) for day, at in days)
