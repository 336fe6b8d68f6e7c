"""Changes: who edited routes and schedules or set a restart loop right, when, from what into what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.authors import EditRecord
from huonevahti_fleet.pages import _schedule_words as schedule_words
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show
from huonevahti_wire.plan.layers import Schedule

NEWEST = 100
router = APIRouter()
Names = Mapping[str, str]
"""What sites and rooms are called, by slug."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change: when, by whom, of what, and what turned into what."""

    time: str
    who: str
    what: str
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows, the newest first."""

    rows: tuple[Row, ...]


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    reader, rooms = visit.reader, [state.room for state in visit.store.rooms()]
    names = {room.site.slug: reader.name(room.site.name, room.site.slug) for room in rooms}
    names |= {room.slug: reader.name(room.name, room.slug) for room in rooms}
    return {"view": View(tuple(row(changed, names, reader) for changed in visit.store.edits(NEWEST)))}


def row(changed: EditRecord, names: Names, reader: Reader) -> Row:
    """Return a change in words; who typed no name or was a program is not named."""
    what = reader.t(f"changes.what.{changed.what}", whom=_whom(changed, names, reader))
    return Row(
        reader.when(changed.by.at),
        changed.by.who or reader.t("changes.nobody"),
        what,
        _turns(changed, reader),
    )


@router.get("/changes")
def changes(request: Request) -> HTMLResponse:
    """Show the newest changes."""
    return show(request, "changes", content)


def _whom(changed: EditRecord, names: Names, reader: Reader) -> str:
    """Return whom a change is for; a route's subject is owner, site and organisation, any but the first empty."""
    first, *rest = changed.subject.split("/")
    if changed.what == "restart_loop":
        return names.get(first, first)
    named = [names.get(part, part) for part in rest if part]
    if changed.what == "route":
        named = [reader.t(f"owner.{first}"), *named]
    return ", ".join(named) or reader.t("schedule.for.all")


def _turns(changed: EditRecord, reader: Reader) -> tuple[str, ...]:
    if changed.what == "schedule":
        return tuple(_schedule_turns(changed, reader))
    if changed.what == "restart_loop":
        return ()
    kind = "made" if not changed.before else "removed" if not changed.after else "edited"
    return (reader.t(f"changes.{kind}"),)


def _schedule_turns(changed: EditRecord, reader: Reader) -> Iterator[str]:
    before, after = (
        msgspec.json.decode(text, type=Schedule) if text else Schedule()
        for text in (changed.before, changed.after)
    )
    for key in schedule_words.KEYS:
        a, b = _said(key, before, reader), _said(key, after, reader)
        if a != b:
            yield reader.t("changes.turned", key=reader.t(f"schedule.key.{key}"), a=a, b=b)
    yield from schedule_words.exceptions_turned(before, after, reader)


def _said(key: str, word: Schedule, reader: Reader) -> str:
    if getattr(word, key) is None:
        return reader.t("changes.unsaid")
    return schedule_words.value(key, word, reader)
