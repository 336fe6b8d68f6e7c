"""The routes as they stand, read and edited by people, by programs and by the registry file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.routes import Key, Route
from huonevahti_fleet.store import audit, post_tables
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.commit import add_to_counters, insert_new, upsert
from huonevahti_fleet.store.reading import counter
from huonevahti_fleet.store.tables import table

Opening = Callable[[], AbstractContextManager[Connection]]
ROUTE = table(post_tables.RouteRow)
_ROUTE = msgspec.json.Decoder(Route)


class Routes:
    """Reads and writes of the routes; `change` counts the edits, so that one does not overwrite another unseen."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes
        self._known: tuple[int, tuple[Route, ...]] = (-1, ())

    def all(self) -> tuple[Route, ...]:
        """Return every route, by owner and place."""
        with self._reads() as connection:
            number = counter(connection, "routes")
            if number != self._known[0]:
                self._known = (number, _load(connection))
        return self._known[1]

    def change(self) -> int:
        """Return a number that grows with every edit."""
        with self._reads() as connection:
            return counter(connection, "routes")

    def last_edits(self) -> Mapping[str, Author]:
        """Return who edited each route last by `subject`; what the registry file has brought nobody edited."""
        with self._reads() as connection:
            return audit.latest(connection, "route")

    def save(self, route: Route, former: Key | None = None, by: Author | None = None) -> None:
        """Put a route in place of the one of its key, and of the one it was before its place was changed."""
        with self._editing(by) as connection:
            if former is not None and former != route.key:
                _remove(connection, former)
            connection.execute(upsert("route", connection.dialect.name), [_row(route)])
            _edited(connection)

    def remove(self, key: Key, by: Author | None = None) -> None:
        """Delete a route."""
        with self._editing(by) as connection:
            _remove(connection, key)
            _edited(connection)

    def replace(self, routes: Iterable[Route], change: int | None, by: Author | None = None) -> bool:
        """Put these routes in place of all; False if they were edited since `change`, and nothing was done."""
        with self._editing(by) as connection:
            if change is not None and counter(connection, "routes") != change:
                return False
            connection.execute(delete(ROUTE))
            seed(connection, routes)
            _edited(connection)
        return True

    @contextmanager
    def _editing(self, by: Author | None) -> Iterator[Connection]:
        """Give a connection to write by, and note what became other than it was, if somebody edits."""
        with self._writes() as connection:
            before = _load(connection) if by else ()
            yield connection
            if by is not None:
                audit.note(connection, "route", _differences(before, _load(connection)), by)

    def seed(self, routes: Iterable[Route]) -> None:
        """Add the routes whose place has none yet: what people have edited stays as it is."""
        with self._writes() as connection:
            seed(connection, routes)
            _edited(connection)


def seed(connection: Connection, routes: Iterable[Route]) -> None:
    """Add the routes whose place has none yet."""
    if rows := [_row(route) for route in routes]:
        connection.execute(insert_new("route", connection.dialect.name), rows)


def subject(key: Key) -> str:
    """Return what the record of edits calls a route."""
    return "/".join(key)


def _differences(before: Iterable[Route], after: Iterable[Route]) -> list[tuple[str, str, str]]:
    """Each route that was made, changed or removed, with its text before and after; a secret is in neither."""
    was, now = ({route.key: route for route in routes} for routes in (before, after))
    changed = [key for key in sorted({*was, *now}) if was.get(key) != now.get(key)]
    return [(subject(key), _open_text(was.get(key)), _open_text(now.get(key))) for key in changed]


def _open_text(route: Route | None) -> str:
    return to_text(msgspec.structs.replace(route, secret="")) if route else ""


def _load(connection: Connection) -> tuple[Route, ...]:
    query = select(ROUTE.c.body).order_by(ROUTE.c.owner, ROUTE.c.site, ROUTE.c.organisation)
    return tuple(_ROUTE.decode(body) for (body,) in connection.execute(query))


def _row(route: Route) -> dict[str, Any]:
    owner, site, organisation = route.key
    return {"owner": owner.value, "site": site, "organisation": organisation, "body": to_text(route)}


def _remove(connection: Connection, key: Key) -> None:
    owner, site, organisation = key
    connection.execute(
        delete(ROUTE).where(
            ROUTE.c.owner == owner.value, ROUTE.c.site == site, ROUTE.c.organisation == organisation
        )
    )


def _edited(connection: Connection) -> None:
    add_to_counters(connection, {"routes": 1, "change": 1})
