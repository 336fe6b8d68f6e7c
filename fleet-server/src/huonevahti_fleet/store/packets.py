"""Packets handed out under links, and what was answered to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.packets import Decision, Handover, Standing
from huonevahti_fleet.store import post_tables
from huonevahti_fleet.store.commit import add_to_counters
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

PACKET, DECISION = (table(t) for t in (post_tables.PacketRow, post_tables.DecisionRow))
MOST_DECISIONS = 20
"""Answers to one packet: enough for every change of mind, too few to fill a disk through a link."""


class Packets:
    """Reads and writes of packets."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    def of_incident(self, number: int) -> tuple[Handover, ...]:
        """Return the packets of an incident, the oldest first."""
        return self._find(PACKET.c.incident == number)

    def latest(self, numbers: Iterable[int]) -> dict[int, Handover]:
        """Return the newest packet that was not revoked of each of these incidents."""
        wanted = list(numbers)
        found = self._find(PACKET.c.incident.in_(wanted), PACKET.c.revoked_at.is_(None)) if wanted else ()
        return {handover.incident: handover for handover in found}

    def counts(self) -> Counter[Standing]:
        """Return how many packets whose link was not ended there are, by the last answer to them."""
        last = (
            select(DECISION.c.packet, func.max(DECISION.c.row).label("row")).group_by(DECISION.c.packet).subquery()
        )
        said = select(last.c.packet, DECISION.c.answer).join(DECISION, DECISION.c.row == last.c.row).subquery()
        query = select(said.c.answer, func.count()).select_from(PACKET).outerjoin(
            said, said.c.packet == PACKET.c.packet
        )
        with self._reads() as connection:
            rows = connection.execute(query.where(PACKET.c.revoked_at.is_(None)).group_by(said.c.answer)).all()
        return Counter({answer or "not_yet_accepted": int(count) for answer, count in rows})

    def by_token(self, token: str) -> Handover | None:
        """Return the packet behind a link."""
        return next(iter(self._find(PACKET.c.token == token)), None)

    def by_id(self, packet: str) -> Handover | None:
        """Return a packet by its id."""
        return next(iter(self._find(PACKET.c.packet == packet)), None)

    def add(self, handover: Handover) -> None:
        """Save a new packet."""
        names = (
            "packet",
            "token",
            "incident",
            "handed_to",
            "made_at",
            "expires_at",
            "revoked_at",
            "document",
        )
        row = {name: getattr(handover, name) for name in names}
        with self._writes() as connection:
            connection.execute(PACKET.insert().values(owner=handover.owner.value, **row))
            add_to_counters(connection, {"change": 1})

    def decide(self, packet: str, decision: Decision) -> bool:
        """Add an answer; False if there were too many already."""
        count = select(func.count()).where(DECISION.c.packet == packet)
        row = {name: getattr(decision, name) for name in ("at", "answer", "desk", "reason", "text")}
        with self._writes() as connection:
            if (connection.execute(count).scalar() or 0) >= MOST_DECISIONS:
                return False
            connection.execute(DECISION.insert().values(packet=packet, **row))
            add_to_counters(connection, {"change": 1})
        return True

    def revoke(self, packet: str, now: datetime) -> bool:
        """End a link; False if there is none, or it was ended before."""
        query = update(PACKET).where(PACKET.c.packet == packet, PACKET.c.revoked_at.is_(None))
        with self._writes() as connection:
            add_to_counters(connection, {"change": 1})
            return bool(connection.execute(query.values(revoked_at=now)).rowcount)

    def _find(self, *conditions: ColumnElement[bool]) -> tuple[Handover, ...]:
        with self._reads() as connection:
            query = select(PACKET).where(*conditions).order_by(PACKET.c.made_at, PACKET.c.packet)
            rows = connection.execute(query).all()
            answers = _decisions(connection, [row.packet for row in rows])
        return tuple(_handover(row, answers.get(row.packet, ())) for row in rows)


def prune(connection: Connection, until: datetime) -> None:
    """Delete packets and their answers that are older than they may become."""
    old = select(PACKET.c.packet).where(PACKET.c.made_at < until)
    connection.execute(DECISION.delete().where(DECISION.c.packet.in_(old)))
    connection.execute(PACKET.delete().where(PACKET.c.made_at < until))


def _decisions(connection: Connection, packets: list[str]) -> dict[str, tuple[Decision, ...]]:
    found: dict[str, tuple[Decision, ...]] = {}
    if packets:
        query = select(DECISION).where(DECISION.c.packet.in_(packets)).order_by(DECISION.c.row)
        for row in connection.execute(query):
            decision = Decision(row.at, row.answer, row.desk, row.reason, row.text)
            found[row.packet] = (*found.get(row.packet, ()), decision)
    return found


def _handover(row: Any, decisions: tuple[Decision, ...]) -> Handover:
    names = ("packet", "token", "incident", "handed_to", "made_at", "expires_at", "document", "revoked_at")
    plain = {name: getattr(row, name) for name in names}
    return Handover(owner=Owner(row.owner), decisions=decisions, **plain)
