"""Results of specialists' own checks, each under the digest of its code, for an hour."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from huonevahti_fleet.domain.checks import Check, CheckResult
from huonevahti_fleet.store import complaint_tables
from huonevahti_fleet.store.columns import to_text
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

CHECK = table(complaint_tables.CheckRow)
_RESULT = msgspec.json.Decoder(CheckResult)
MOST = 2_000
"""Results kept at once: more than an hour of all specialists, too few to fill a disk."""


class Checks:
    """Reads and writes of checks; what has expired is deleted by each of them."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    def add(self, digest: str, check: Check) -> bool:
        """Save a result; False when as many as may be are kept already."""
        row = {"digest": digest, "made_at": check.made_at, "expires_at": check.expires_at}
        with self._writes() as connection:
            prune(connection, check.made_at)
            if (connection.execute(select(func.count()).select_from(CHECK)).scalar() or 0) >= MOST:
                return False
            connection.execute(CHECK.insert().values(**row, body=to_text(check.result)))
        return True

    def count(self) -> int:
        """Return how many results are kept."""
        with self._reads() as connection:
            return int(connection.execute(select(func.count()).select_from(CHECK)).scalar() or 0)

    def find(self, digest: str, now: datetime) -> Check | None:
        """Return the result under a code's digest, None when there is none or it has expired."""
        query = select(CHECK).where(CHECK.c.digest == digest, CHECK.c.expires_at > now)
        with self._reads() as connection:
            row = connection.execute(query).one_or_none()
        return Check(row.made_at, row.expires_at, _RESULT.decode(row.body)) if row else None


def prune(connection: Connection, now: datetime) -> None:
    """Delete what has expired."""
    connection.execute(CHECK.delete().where(CHECK.c.expires_at <= now))
