"""Complaints, what the record said to them, and what their owners answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from huonevahti_fleet.domain.clear import Answer, Clearance, outcome
from huonevahti_fleet.domain.complaints import Complaint, Reply
from huonevahti_fleet.domain.symptoms import Symptom
from huonevahti_fleet.store import complaint_tables, faults_json
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.commit import add_to_counters
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

COMPLAINT, REPLY = (table(t) for t in (complaint_tables.ComplaintRow, complaint_tables.ComplaintReplyRow))
_ANSWER = msgspec.json.Decoder(Answer)
MOST_REPLIES = 20


class Complaints:
    """Reads and writes of complaints."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    def add(self, complaint: Complaint) -> int:
        """Save a new complaint and return its number."""
        row = {
            **{name: getattr(complaint, name) for name in ("room", "at", "made_at", "source")},
            "symptom": complaint.symptom.value,
            "outcome": outcome(type(complaint.answer)),
            "owner": complaint.owner.value,
            "answer": to_text(complaint.answer),
            "fault": faults_json.to_text(complaint.fault) if complaint.fault else "",
            "replied": False,
        }
        with self._writes() as connection:
            key = connection.execute(COMPLAINT.insert().values(**row)).inserted_primary_key
            add_to_counters(connection, {"change": 1})
        return int(key[0]) if key else 0

    def of_number(self, number: int) -> Complaint | None:
        """Return a complaint by its number."""
        found = self._find(COMPLAINT.c.number == number) if 0 < number < 2**31 else ()
        return found[0] if found else None

    def open(self, limit: int = 50) -> tuple[Complaint, ...]:
        """Return the complaints that no owner has answered, the newest first."""
        return self._find(COMPLAINT.c.replied.is_(False), limit=limit)

    def all(
        self, limit: int = 50, before: int | None = None, *, only_open: bool = False
    ) -> tuple[Complaint, ...]:
        """Return complaints, the newest number first, below `before`."""
        older = () if before is None else (COMPLAINT.c.number < before,)
        return self._find(*older, *((COMPLAINT.c.replied.is_(False),) if only_open else ()), limit=limit)

    def alike(self, room: str, symptom: Symptom, since_at: datetime) -> Complaint | None:
        """Return the newest complaint of the same symptom in a room that was made since an instant."""
        same = (COMPLAINT.c.room == room, COMPLAINT.c.symptom == symptom.value, COMPLAINT.c.made_at >= since_at)
        return next(iter(self._find(*same, limit=1)), None)

    def elsewhere(self, room: str, symptom: Symptom, since_at: datetime) -> int:
        """Return how many other rooms were cleared of the same symptom since an instant."""
        query = select(func.count(func.distinct(COMPLAINT.c.room))).where(
            COMPLAINT.c.room != room,
            COMPLAINT.c.symptom == symptom.value,
            COMPLAINT.c.outcome == outcome(Clearance),
            COMPLAINT.c.at >= since_at,
        )
        with self._reads() as connection:
            return int(connection.execute(query).scalar() or 0)

    def counts(self) -> Counter[tuple[str, bool]]:
        """Return how many complaints there are by outcome and whether they were answered."""
        query = select(COMPLAINT.c.outcome, COMPLAINT.c.replied, func.count())
        with self._reads() as connection:
            rows = connection.execute(query.group_by(COMPLAINT.c.outcome, COMPLAINT.c.replied)).all()
        return Counter({(found, bool(replied)): int(count) for found, replied, count in rows})

    def answer(self, number: int, reply: Reply) -> bool:
        """Save an owner's answer; False if there is no such complaint, or it was answered too often already."""
        count = select(func.count()).where(REPLY.c.complaint == number)
        row = {"complaint": number, "at": reply.at, "kind": reply.kind, "reason": reply.reason}
        with self._writes() as connection:
            if (connection.execute(count).scalar() or 0) >= MOST_REPLIES:
                return False
            is_known = update(COMPLAINT).where(COMPLAINT.c.number == number).values(replied=True)
            if not connection.execute(is_known).rowcount:
                return False
            connection.execute(REPLY.insert().values(**row))
            add_to_counters(connection, {"change": 1})
        return True

    def _find(self, *conditions: ColumnElement[bool], limit: int = 50) -> tuple[Complaint, ...]:
        query = select(COMPLAINT).where(*conditions).order_by(COMPLAINT.c.number.desc()).limit(limit)
        with self._reads() as connection:
            rows = connection.execute(query).all()
            replies = _replies(connection, [row.number for row in rows])
        return tuple(_complaint(row, replies.get(row.number, ())) for row in rows)


def prune(connection: Connection, until: datetime) -> None:
    """Delete complaints and their answers that are older than they may become."""
    old = select(COMPLAINT.c.number).where(COMPLAINT.c.made_at < until)
    connection.execute(REPLY.delete().where(REPLY.c.complaint.in_(old)))
    connection.execute(COMPLAINT.delete().where(COMPLAINT.c.made_at < until))


def _replies(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Reply, ...]]:
    found: dict[int, tuple[Reply, ...]] = {}
    query = select(REPLY).where(REPLY.c.complaint.in_(numbers)).order_by(REPLY.c.row)
    for row in connection.execute(query) if numbers else ():
        found[row.complaint] = (*found.get(row.complaint, ()), Reply(row.at, row.kind, row.reason))
    return found


def _complaint(row: Row[Any], replies: tuple[Reply, ...]) -> Complaint:
    return Complaint(
        number=row.number,
        room=row.room,
        symptom=Symptom(row.symptom),
        at=row.at,
        made_at=row.made_at,
        source=row.source,
        answer=_ANSWER.decode(row.answer),
        fault=faults_json.from_text(row.fault) if row.fault else None,
        replies=replies,
    )
