"""A room that is not ready: why, what to do, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.routes import Route, choose
from huonevahti_fleet.pages import _night_words as words
from huonevahti_fleet.pages._calls import Desk, desk_of
from huonevahti_fleet.pages._mornings import Opening, Stand
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit

SILENT = frozenset({"nobody_told", "not_back"})


@dataclass(frozen=True, slots=True)
class Unready:
    """One room that is not ready, or of which nobody said that it is."""

    slug: str
    name: str
    opens: str
    shape: str
    word: str
    why: str
    untested: str
    do: str


@dataclass(frozen=True, slots=True)
class Called:
    """What the room's worst incident adds: what it is, its next step, whose move it is, and the desk to call."""

    number: int | None
    title: str
    next_step: str
    owner: str
    desk: Desk | None


def unready(opening: Opening, reader: Reader) -> Unready:
    """Return a room that is not ready."""
    room, record = opening.each.room, opening.record
    is_over = opening.opens_at <= reader.now
    is_silent = record is None or bool(SILENT & set(record.reasons))
    return Unready(
        slug=room.slug,
        name=reader.name(room.name, room.slug),
        opens=reader.t("morning.opened" if is_over else "morning.opens", at=reader.clock(opening.opens_at)),
        shape="unfit" if opening.stand is Stand.NOT_READY else "no_data",
        word=reader.t(f"morning.{opening.stand}"),
        why=words.reasons(record.reasons, reader) if record else reader.t("morning.no_word_why"),
        untested=words.named(record.untested, reader) if record else "",
        do=reader.t("morning.do.silent" if is_silent else "morning.do.open" if is_over else "morning.do.restart"),
    )


def untested(found: Sequence[Opening], reader: Reader) -> tuple[tuple[str, str, str], ...]:
    """Return the rooms that are ready on what could be looked at: slug, name, what could not."""
    return tuple(
        (
            each.each.room.slug,
            reader.name(each.each.room.name, each.each.room.slug),
            words.named(each.record.untested, reader),
        )
        for each in found
        if each.stand is Stand.READY and each.record is not None and each.record.untested
    )


def called(visit: Visit, found: Sequence[Opening]) -> dict[str, Called]:
    """Return by room what its worst incident says and whom to call; without one, those on site."""
    if not found:
        return {}
    states, routes = {state.room.slug: state for state in visit.store.rooms()}, visit.store.routes.all()
    return {
        slug: _called(states[slug], routes, visit.reader)
        for slug in (each.each.room.slug for each in found)
        if slug in states
    }


def _called(state: RoomState, routes: Sequence[Route], reader: Reader) -> Called:
    incident, site = state.main, state.room.site
    owner = incident.owner if incident else Owner.ON_SITE
    route = choose(routes, owner, site.slug, site.organisation).route
    return Called(
        number=incident.number if incident else None,
        title=reader.fault(incident.fault, "title") if incident else "",
        next_step=reader.fault(incident.fault, "next.support") if incident else "",
        owner=reader.owner(incident.fault) if incident else reader.t(f"owner.{owner}"),
        desk=desk_of(route, reader) if route else None,
    )
