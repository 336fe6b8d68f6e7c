"""A specialist's browser leaves what it found, under a code that support can look up for an hour."""

from __future__ import annotations

from datetime import datetime

from huonevahti_fleet.domain.checks import KEPT_FOR, Check, CheckResult, digest, new_code, read_code
from huonevahti_fleet.store import Store


def keep_check(store: Store, result: CheckResult, now: datetime) -> str | None:
    """Keep a result and return its code; None when too many are kept already."""
    code = new_code()
    return code if store.checks.add(digest(code), Check(now, now + KEPT_FOR, result)) else None


def look_up(store: Store, typed: str, now: datetime) -> Check | None:
    """Return the result under a code as it was typed, None when there is none."""
    code = read_code(typed)
    return store.checks.find(digest(code), now) if code else None
