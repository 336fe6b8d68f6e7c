"""How values lie in a column: instants as microseconds, structured ones as JSON text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, type_coerce
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(at: datetime) -> int:
    """Return an aware instant as microseconds since 1970."""
    return (at - EPOCH) // _MICROSECOND


def to_instant(microseconds: int) -> datetime:
    """Return microseconds since 1970 as an aware instant in UTC."""
    return EPOCH + timedelta(microseconds=microseconds)


class At(TypeDecorator[datetime]):
    """An aware instant in a BIGINT, the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's
        """Return what is written."""
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        """Return what was written."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


def raw(columns: Iterable[Any]) -> list[Any]:
    """Return columns as the database holds them: comparing numbers is cheaper than making instants."""
    return [type_coerce(c, BigInteger).label(c.name) if isinstance(c.type, At) else c for c in columns]


def maybe_instant(microseconds: int | None) -> datetime | None:
    """Return the instant in a raw column, None when there is none."""
    return None if microseconds is None else to_instant(microseconds)


def to_text(value: Any) -> str:
    """Return a value as JSON text."""
    return msgspec.json.encode(value).decode()
