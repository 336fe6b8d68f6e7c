"""Sites and terminals."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from huonevahti_fleet.api import shapes, words
from huonevahti_fleet.api.answers import Cursor, Language, Limit, answer, answers_with, language_of, paged
from huonevahti_fleet.domain.rooms import Site

router = APIRouter(tags=["places"])


@router.get("/sites", **answers_with("Page_SiteItem_"))
def sites(request: Request, limit: Limit = 100, cursor: Cursor = None, lang: Language = None) -> Response:
    """List sites by slug, each with its rooms."""
    store, language = request.app.state.store, language_of(request, lang)
    rooms: dict[str, list[str]] = {}
    for state in store.rooms():
        rooms.setdefault(state.room.site.slug, []).append(state.room.slug)
    found = [site for site in store.sites() if cursor is None or site.slug > cursor]
    shown = paged(lambda s: _site(s, language, rooms), found, limit, lambda s: str(s.slug))
    return answer(request, shown)


def _site(site: Site, language: str, rooms: dict[str, list[str]]) -> shapes.SiteItem:
    name, of_site = words.named(site.name, language, site.slug), tuple(rooms.get(site.slug, ()))
    return shapes.SiteItem(site.slug, name, site.organisation, site.time_zone, of_site)


@router.get("/terminals", **answers_with("Page_TerminalItem_"))
def terminals(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List terminals by id, each with its connection."""
    found = [
        s for s in request.app.state.store.terminals() if cursor is None or (s.room.terminal or "") > cursor
    ]
    return answer(request, paged(words.terminal, found, limit, lambda s: str(s.room.terminal)))
