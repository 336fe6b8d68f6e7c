"""Cards of rooms, and what was pressed on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from huonevahti_fleet.domain.cards import Card, Press, Result
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.store import complaint_tables, orders
from huonevahti_fleet.store.commit import add_to_counters
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

CARD, PRESS = (table(t) for t in (complaint_tables.CardRow, complaint_tables.CardPressRow))
Decide = Callable[[datetime | None], tuple[Result, Job | None]]


class Cards:
    """Reads and writes of cards."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    def of_room(self, room: str) -> tuple[Card, ...]:
        """Return the cards of a room that work, the oldest first."""
        return self._find(CARD.c.room == room, CARD.c.revoked_at.is_(None))

    def by_token(self, token: str) -> Card | None:
        """Return the card behind a link, None when there is none or it was revoked."""
        return next(iter(self._find(CARD.c.token == token, CARD.c.revoked_at.is_(None))), None)

    def add(self, card: Card) -> None:
        """Save a new card; one of the same room and form that worked until now is revoked by it."""
        row = {name: getattr(card, name) for name in Card.__slots__}
        former = update(CARD).where(
            CARD.c.room == card.room, CARD.c.form == card.form, CARD.c.revoked_at.is_(None)
        )
        with self._writes() as connection:
            connection.execute(former.values(revoked_at=card.made_at))
            connection.execute(CARD.insert().values(**row))
            add_to_counters(connection, {"change": 1})

    def revoke(self, card: str, now: datetime) -> bool:
        """End a card; False if there is none, or it was ended before."""
        query = update(CARD).where(CARD.c.card == card, CARD.c.revoked_at.is_(None))
        with self._writes() as connection:
            add_to_counters(connection, {"change": 1})
            return bool(connection.execute(query.values(revoked_at=now)).rowcount)

    def press(self, press: Press, decide: Decide) -> Press:
        """Save a press with what `decide` makes of it, told when the room was last measured from a card.

        All of it is one transaction, and the room's cards are locked in it, so that of two at once only one measures.
        """
        lock = select(CARD.c.card).where(CARD.c.room == press.room).with_for_update()
        last = select(func.max(PRESS.c.at)).where(PRESS.c.room == press.room, PRESS.c.result == "ordered")
        with self._writes() as connection:
            connection.execute(lock).all()
            result, job = decide(connection.execute(last).scalar())
            done = Press(
                press.at, press.card, press.room, press.kind, result, press.incident, job.job if job else ""
            )
            row = {name: getattr(done, name) for name in Press.__slots__}
            connection.execute(PRESS.insert().values(**row))
            if job is not None:
                orders.add_job(connection, job)
            add_to_counters(connection, {"change": 1, "jobs": int(job is not None)})
        return done

    def presses(self, room: str, limit: int = 10) -> tuple[Press, ...]:
        """Return what was pressed on a room's cards, the newest first."""
        query = select(PRESS).where(PRESS.c.room == room).order_by(PRESS.c.row.desc()).limit(limit)
        with self._reads() as connection:
            return tuple(map(_press, connection.execute(query)))

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how many presses there were, by kind and result."""
        query = select(PRESS.c.kind, PRESS.c.result, func.count()).group_by(PRESS.c.kind, PRESS.c.result)
        with self._reads() as connection:
            rows = connection.execute(query).all()
        return Counter({(kind, result): int(count) for kind, result, count in rows})

    def _find(self, *conditions: ColumnElement[bool]) -> tuple[Card, ...]:
        query = select(CARD).where(*conditions).order_by(CARD.c.made_at, CARD.c.card)
        with self._reads() as connection:
            return tuple(
                Card(r.card, r.token, r.room, r.form, r.made_at, r.revoked_at) for r in connection.execute(query)
            )


def prune(connection: Connection, until: datetime) -> None:
    """Delete presses older than they may become, and cards revoked that long ago."""
    connection.execute(PRESS.delete().where(PRESS.c.at < until))
    connection.execute(CARD.delete().where(CARD.c.revoked_at < until))


def _press(row: Row[Any]) -> Press:
    return Press(row.at, row.card, row.room, row.kind, row.result, row.incident, row.job)
