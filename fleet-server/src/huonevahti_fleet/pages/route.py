"""Route: the form in which one is made, edited or removed, whole without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huonevahti_fleet import texts
from huonevahti_fleet.domain.authors import WHO_CHARACTERS, Author, author
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import WEEKDAYS
from huonevahti_fleet.domain.routes import Key, Route
from huonevahti_fleet.flows.edit_routes import remove_route, save_route
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import render, visit_of
from huonevahti_fleet.pages._route_form import key_in, mark, read, typed
from huonevahti_fleet.store import Store

router = APIRouter()
PARTS = (
    ("whose", ("owner", "site", "organisation")),
    ("how", ("name", "phone", "email", "webhook", "secret")),
    ("when", ("hours", "holidays", "time_zone", "outside")),
    ("messages", ("language", "quiet")),
)
HINTED = (
    "site",
    "organisation",
    "name",
    "phone",
    "email",
    "webhook",
    "secret",
    "hours",
    "time_zone",
    "outside",
    "quiet",
)


def view(
    fields: Mapping[str, str], faults: Mapping[str, str], former: Route | None, said: str
) -> dict[str, Any]:
    """Return what the template needs: fields as typed, the faulty ones, which route is edited, what went wrong."""
    return {
        "fields": fields,
        "faults": {name: f"route.wrong.{code}" for name, code in faults.items()},
        "parts": PARTS,
        "days": [(day, f"hours_{day}") for day in WEEKDAYS],
        "hinted": HINTED,
        "former": former,
        "who_characters": WHO_CHARACTERS,
        "seen": mark(former),
        "said": f"route.{said}" if said else "",
    }


def choices(store: Store, fields: Mapping[str, str], reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Return the options of each list of the form; a place that is set but left the registry stays an option."""
    anywhere, any_other = ("", reader.t("routes.anywhere")), ("", "\N{EN DASH}")
    sites = [anywhere, *((s.slug, reader.name(s.name, s.slug)) for s in store.sites())]
    organisations = [any_other, *((o, reader.name(n, o)) for o, n in store.organisations().items())]
    for options, name in ((sites, "site"), (organisations, "organisation")):
        slug = fields.get(name, "")
        if slug not in [value for value, _ in options]:
            options.append((slug, reader.t("routes.gone", slug=slug)))
    return {
        "owner": [(o.value, reader.t(f"owner.{o}")) for o in Owner],
        "site": sites,
        "organisation": organisations,
        "language": list(texts.LANGUAGES.items()),
    }


def _standing(store: Store, key: Key | None) -> Route | None:
    return next((route for route in store.routes.all() if route.key == key), None)


def _author(request: Request, form: Mapping[str, str]) -> Author:
    return author(form.get("who", ""), request.app.state.clock())


def _form(request: Request, shown: dict[str, Any], status: int = 200) -> HTMLResponse:
    store, reader = request.app.state.store, visit_of(request).reader
    options = choices(store, shown["fields"], reader)
    return render(request, "route.html", "route", status=status, options=options, **shown)


@router.get("/routes/edit")
def route(request: Request) -> HTMLResponse:
    """Show the form of a route, or of a new one."""
    query = request.query_params
    former = _standing(request.app.state.store, key_in(query))
    if former is None and key_in(query) is not None and "new" not in query:
        raise HTTPException(404)
    return _form(request, view(typed(former, query), {}, former, ""))


@router.post("/routes/edit")
async def save(request: Request) -> Response:
    """Save what was typed, or show it again with what was expected."""
    form, store = await form_of(request), request.app.state.store
    former = _standing(store, key_in(form, "former_"))
    sites = [site.slug for site in store.sites()]
    found, faults = read(form, sites, list(store.organisations()), former)
    if found is None:
        return _form(request, view(form, faults, former, ""), 422)
    if mark(former) != form.get("seen", ""):
        return _form(request, view(form, {}, former, "stale"), 409)
    if not save_route(store, found, former, _author(request, form)).is_saved:
        return _form(request, view(form, {}, former, "taken"), 409)
    return RedirectResponse("/routes?said=saved", 303)


@router.post("/routes/remove")
async def remove(request: Request) -> Response:
    """Delete a route and go back to the list."""
    form = await form_of(request)
    key = key_in(form, "former_")
    if key is None:
        raise HTTPException(404)
    remove_route(request.app.state.store, key, _author(request, form))
    return RedirectResponse("/routes?said=removed", 303)
