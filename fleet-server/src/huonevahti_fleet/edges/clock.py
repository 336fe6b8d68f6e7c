"""The real clock of the office."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant, aware."""
    return datetime.now(UTC)
