"""Routes: who is told of each owner's faults and how, who is missing, and which one wins at a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Site
from huonevahti_fleet.domain.routes import Route, answering, choose
from huonevahti_fleet.flows.prove_route import send_test
from huonevahti_fleet.pages._calls import address
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, render, visit_of
from huonevahti_fleet.pages._route_form import key_in
from huonevahti_fleet.pages._route_words import Named, edited, hours, place

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One route as a row."""

    owner: str
    place: str
    name: str
    ways: tuple[str, ...]
    hours: str
    is_open: bool
    edit: str
    key: tuple[str, str, str]
    can_test: bool


@dataclass(frozen=True, slots=True)
class Winner:
    """Which route wins for an owner at the site that is looked at."""

    owner: str
    name: str
    why: str
    edit: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `missing` are owners without a route for all sites."""

    rows: tuple[Row, ...]
    missing: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str], ...]
    site: str
    winners: tuple[Winner, ...]


def view(
    routes: Sequence[Route],
    sites: Sequence[Site],
    organisations: Mapping[str, Named],
    asked: str,
    reader: Reader,
) -> View:
    """Return the page of these routes; `asked` is the site whose winners are shown, the first one unless known."""
    order = list(Owner)
    ordered = sorted(routes, key=lambda r: (order.index(r.owner), r.site, r.organisation))
    everywhere = {r.owner for r in routes if not r.site and not r.organisation}
    named = sorted((reader.name(s.name, s.slug), s.slug) for s in sites)
    known = {site.slug: site for site in sites}
    site = known.get(asked) or (known[named[0][1]] if named else None)
    without = [owner for owner in order if owner not in everywhere and owner is not Owner.UNDECIDED]
    return View(
        rows=tuple(_row(route, known, organisations, reader) for route in ordered),
        missing=tuple((reader.t(f"owner.{owner}"), address(None, owner)) for owner in without),
        sites=tuple((slug, name) for name, slug in named),
        site=site.slug if site else "",
        winners=tuple(_winner(owner, site, routes, reader) for owner in order) if site else (),
    )


def content(visit: Visit) -> dict[str, Any]:
    """Return what the template needs for one visit."""
    store, asked = visit.store, visit.query.get("site", "")
    shown = view(store.routes.all(), store.sites(), store.organisations(), asked, visit.reader)
    return {"view": shown, "told": _told(visit), "edited": edited(store.routes.last_edits(), visit.reader)}


@router.get("/routes")
def routes(request: Request) -> HTMLResponse:
    """Show all routes."""
    return render(request, "routes.html", "routes", **content(visit_of(request)))


@router.post("/routes/test")
async def test(request: Request) -> RedirectResponse:
    """Put a test message into the post and go back to the page."""
    state, key = request.app.state, key_in(await form_of(request))
    found = next((r for r in state.store.routes.all() if r.key == key), None)
    public_url = state.settings.public_url if hasattr(state, "settings") else ""
    count = send_test(state.store, found, public_url, state.clock()) if found else 0
    return RedirectResponse(f"/routes?tested={count}", 303)


def _told(visit: Visit) -> str:
    said, tested = visit.query.get("said", ""), visit.query.get("tested", "")
    if said in ("saved", "removed"):
        return visit.reader.t(f"routes.{said}")
    if tested.isascii() and tested.isdigit() and len(tested) == 1:
        return (
            visit.reader.t("routes.tested", n=int(tested))
            if int(tested)
            else visit.reader.t("routes.not_tested")
        )
    return ""


def _row(route: Route, sites: Mapping[str, Site], organisations: Mapping[str, Named], reader: Reader) -> Row:
    ways = [way for way in (route.phone, route.email) if way]
    ways += [reader.t("routes.webhook")] if route.webhook else []
    if route.channels == ("copy",):
        ways.append(reader.t("routes.copy"))
    return Row(
        owner=reader.t(f"owner.{route.owner}"),
        place=place(route, sites, organisations, reader),
        name=route.name,
        ways=tuple(ways),
        hours=hours(route, reader),
        is_open=answering(route, reader.now).is_open,
        edit=address(route, route.owner),
        key=(route.owner.value, route.site, route.organisation),
        can_test=route.channels != ("copy",),
    )


def _winner(owner: Owner, site: Site, routes: Sequence[Route], reader: Reader) -> Winner:
    chosen = choose(routes, owner, site.slug, site.organisation)
    name = chosen.route.name if chosen.route else ""
    why, edit = reader.t(f"call.won.{chosen.won}"), address(chosen.route, owner, site.slug)
    return Winner(reader.t(f"owner.{owner}"), name, why, edit)
