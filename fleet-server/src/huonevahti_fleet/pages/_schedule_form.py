"""The form of a schedule: what was typed becomes a layer's word, or stays as typed with what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from huonevahti_fleet.domain.nightly import Edit, Place
from huonevahti_fleet.pages._chosen import Chosen
from huonevahti_wire.plan.calendar import DAYS
from huonevahti_wire.plan.layers import SPANS, Schedule
from huonevahti_wire.schedule import OFF

MINUTES = {
    "latest_minutes": "latest_before_opening_seconds",
    "ready_minutes": "ready_before_opening_seconds",
    "jitter_minutes": "jitter_seconds",
}
"""The fields in minutes, and what of a schedule each is, in seconds."""
TYPED = (
    "is_off",
    "at",
    *MINUTES,
    "exceptions",
    "forget",
    "who",
    *(f"day_{d}" for d in DAYS),
)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
OFF_WORDS = ("off", "ei", "pois", "av", "ingen", "nej", "-", "no")
MOST_EXCEPTIONS = 100


class Wrong(NamedTuple):
    """What was found in a field, and the text that says what was expected."""

    found: str
    expected: str


def typed(word: Schedule) -> dict[str, str]:
    """Return the fields of the form for a layer's word."""
    fields = {"is_off": "" if word.is_off is None else "off" if word.is_off else "on", "at": word.at or ""}
    for name, key in MINUTES.items():
        seconds = getattr(word, key)
        fields[name] = "" if seconds is None else f"{seconds / 60:g}"
    days = {f"day_{day}": "on" for day in word.days or ()}
    lines = (f"{day} {told}" for day, told in sorted(word.exceptions.items()))
    return {**fields, **days, "exceptions": "\n".join(lines), "at": (word.at or "").replace(":", ".")}


def read(form: Mapping[str, str]) -> tuple[Schedule, dict[str, Wrong]]:
    """Return the word that a form says, and its faulty fields; what is blank is no word."""
    faults: dict[str, Wrong] = {}
    at = _clock(form.get("at", ""))
    if form.get("at") and at is None:
        faults["at"] = Wrong(form["at"], "at")
    if form.get("is_off", "") not in ("", "on", "off"):
        faults["is_off"] = Wrong(form["is_off"], "is_off")
    if not form.get("who"):
        faults["who"] = Wrong("", "who")
    days = tuple(day for day in DAYS if form.get(f"day_{day}"))
    word = Schedule(
        is_off={"on": False, "off": True}.get(form.get("is_off", "")),
        at=at,
        days=days or None,
        **{key: _minutes(form, name, SPANS[key], faults) for name, key in MINUTES.items()},
        exceptions=_exceptions(form.get("exceptions", ""), faults),
    )
    return word, faults


def edits(chosen: Chosen, word: Schedule, standing: Mapping[Place, Schedule], *, forget: bool) -> list[Edit]:
    """Return the edits that a form asks for.

    One layer says afterwards what the form says, nothing when that is blank. Of several rooms each keeps its own word
    where the form is blank, unless it is to forget it first.
    """
    if chosen.kind != "rooms":
        return [Edit(chosen.kind, chosen.slug, None if word == Schedule() else word)]
    found = []
    for each in chosen.rooms:
        own = Schedule() if forget else standing.get(("room", each.room.slug), Schedule())
        merged = _merged(own, word)
        found.append(Edit("room", each.room.slug, None if merged == Schedule() else merged))
    return found


def _merged(own: Schedule, word: Schedule) -> Schedule:
    fields = ("is_off", "at", "days", *MINUTES.values())
    given = {name: value for name in fields if (value := getattr(word, name)) is not None}
    return replace(own, **given, exceptions={**own.exceptions, **word.exceptions})


def _clock(text: str) -> str | None:
    match = _CLOCK.fullmatch(text)
    return f"{int(match[1]):02}:{match[2]}" if match else None


def _minutes(
    form: Mapping[str, str], name: str, span: tuple[int, int], faults: dict[str, Wrong]
) -> int | None:
    text = form.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and span[0] <= int(text[:6]) * 60 <= span[1]):
        faults[name] = Wrong(text, name)
        return None
    return int(text) * 60


def _exceptions(text: str, faults: dict[str, Wrong]) -> dict[date, str]:
    found: dict[date, str] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        day, told = _exception(line)
        if day is None or told is None or day in found:
            faults["exceptions"] = Wrong(line, "exceptions_twice" if day in found else "exceptions")
            return {}
        found[day] = told
    if len(lines) > MOST_EXCEPTIONS:
        faults["exceptions"] = Wrong(str(len(lines)), "exceptions_many")
    return found


def _exception(line: str) -> tuple[date | None, str | None]:
    first, _, rest = line.partition(" ")
    match, told = _DATE.fullmatch(first), rest.strip().lower()
    if match is None:
        return None, None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return None, None
    return on, OFF if told in OFF_WORDS else _clock(told)
