"""Whom to call now: the route of an incident's owner, whether it answers, and what to do while it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident, RoomState
from huonevahti_fleet.domain.routes import Route, answering, choose
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk to call: how, and whether somebody answers."""

    name: str
    phone: str
    email: str
    hours: str
    is_open: bool
    outside: str


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call for one incident: `desk` is None without a route, `others` depend on whose specialist it is."""

    desk: Desk | None
    why: str
    edit: str
    others: tuple[tuple[str, Desk], ...] = ()


def calls(visit: Visit, incidents: Iterable[Incident], states: Sequence[RoomState]) -> dict[str, Call]:
    """Return whom to call for each incident, by its key."""
    routes, organisations = visit.store.routes.all(), visit.store.organisations()
    by_slug = {state.room.slug: state for state in states}
    return {i.key: _call(i, by_slug.get(i.room), (routes, organisations), visit.reader) for i in incidents}


def _call(
    incident: Incident,
    state: RoomState | None,
    known: tuple[Sequence[Route], Mapping[str, Mapping[str, str]]],
    reader: Reader,
) -> Call:
    routes, organisations = known
    is_wide = incident.fault.scope == "fleet" or state is None
    site = "" if is_wide or state is None else state.room.site.slug
    organisation = "" if is_wide or state is None else state.room.site.organisation
    chosen = choose(routes, incident.owner, site, organisation)
    others: tuple[tuple[str, Desk], ...] = ()
    if incident.owner is Owner.AUTHORITY:
        apart = [r for r in routes if r.owner is Owner.AUTHORITY and r.organisation and r is not chosen.route]
        fitting = [r for r in apart if r.site in ("", site)]
        others = tuple(
            (reader.name(organisations.get(r.organisation, {}), r.organisation), desk_of(r, reader))
            for r in fitting
        )
    return Call(
        desk=desk_of(chosen.route, reader) if chosen.route else None,
        why=reader.t(f"call.won.{chosen.won}"),
        edit=address(chosen.route, incident.owner, site),
        others=others,
    )


def desk_of(route: Route, reader: Reader) -> Desk:
    """Return a route as a desk to call."""
    now = answering(route, reader.now)
    if now.is_open:
        hours = reader.t("call.until", at=now.closes_at) if now.closes_at else reader.t("call.always")
    else:
        hours = reader.t("call.opens", at=now.opens_at) if now.opens_at else reader.t("call.never")
    outside = (
        reader.t("call.outside", text=route.outside) if route.outside else reader.t("call.outside_unknown")
    )
    return Desk(route.name, route.phone, route.email, hours, now.is_open, "" if now.is_open else outside)


def address(route: Route | None, owner: Owner, site: str = "") -> str:
    """Return where a route is edited, or where one is made for an owner."""
    if route is None:
        return "/routes/edit?" + urlencode({"owner": owner.value, "site": site, "new": "1"})
    names = ("owner", "site", "organisation")
    return "/routes/edit?" + urlencode(dict(zip(names, (route.owner.value, *route.key[1:]), strict=True)))
