"""A route is edited: checked against what is registered, and given a secret of its own when it needs one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.routes import Key, Route, check_routes
from huonevahti_fleet.store import Store


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit: saved, or edited by somebody else meanwhile."""

    is_saved: bool
    route: Route


def with_secrets(routes: Iterable[Route], former: Iterable[Route] = ()) -> tuple[Route, ...]:
    """Return routes of which each one with a webhook has a secret: its own, its former one, or a new one."""
    known = {route.key: route.secret for route in former if route.webhook}
    return tuple(_with_secret(route, known.get(route.key, "")) for route in routes)


def _with_secret(route: Route, former: str) -> Route:
    if not route.webhook or route.secret:
        return route
    return msgspec.structs.replace(route, secret=former or secrets.token_urlsafe(32))


def save_route(store: Store, route: Route, former: Route | None, by: Author) -> Edited:
    """Save a route in place of `former`; nothing is done if that is not how it stands any more."""
    standing = {each.key: each for each in store.routes.all()}
    taken = {route.key, *([former.key] if former else [])}
    expected = {former.key: former} if former else {}
    if any(standing.get(key) != expected.get(key) for key in taken):
        return Edited(is_saved=False, route=route)
    (kept,) = with_secrets([route], [former] if former and former.webhook else [])
    if former and former.webhook and route.webhook and not route.secret:
        kept = msgspec.structs.replace(kept, secret=former.secret)
    store.routes.save(kept, former.key if former else None, by)
    return Edited(is_saved=True, route=kept)


def remove_route(store: Store, key: Key, by: Author) -> None:
    """Delete a route; what it was told stays in the list of messages."""
    store.routes.remove(key, by)


def replace_routes(store: Store, routes: tuple[Route, ...], change: int | None, by: Author) -> bool:
    """Put routes in place of all, or raise `BadRegistry`; False if somebody edited them since `change`."""
    check_routes(routes, [site.slug for site in store.sites()], list(store.organisations()))
    return store.routes.replace(with_secrets(routes, store.routes.all()), change, by)
