"""Who edits what people may edit, as they call themselves, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WHO_CHARACTERS = 80
What = Literal["route", "schedule", "restart_loop"]
"""What people edit that a record is kept of."""


@dataclass(frozen=True, slots=True)
class Author:
    """A person by the name they typed, empty when they typed none or a program edits; nobody has proven it."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EditRecord:
    """An edit as it is recorded: its subject within what was edited, and its JSON before and after, empty for none."""

    number: int
    what: What
    subject: str
    before: str
    after: str
    by: Author


def author(typed: str, now: datetime) -> Author:
    """Return the author of an edit made now, the name cut to 80 characters on one line."""
    return Author(" ".join(typed.split())[:WHO_CHARACTERS], now)
