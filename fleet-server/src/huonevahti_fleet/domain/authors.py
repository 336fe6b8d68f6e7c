"""Who edits what people may edit, as they call themselves, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WHO_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Author:
    """A person by the name they typed, empty when they typed none or a program edits; nobody has proven it."""

    who: str
    at: datetime


def author(typed: str, now: datetime) -> Author:
    """Return the author of an edit made now, the name cut to 80 characters on one line."""
    return Author(" ".join(typed.split())[:WHO_CHARACTERS], now)
