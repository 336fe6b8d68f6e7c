"""Which remedies may still be tried today, and whether a try made anything worse."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from huonevahti_wire.signals import Signal, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DAY = timedelta(days=1)
PAUSE = timedelta(minutes=15)
"""After a try that came to nothing the same one is not tried again at once."""
TOO_OFTEN, WORSE = "too_often", "worse"
Outcome = Literal["", "done", "undone", "failed", "refused"]


class Attempt(Struct, frozen=True, omit_defaults=True):
    """One try, as it is kept on the disk; without an outcome while it goes on, or when a crash ended it.

    One that was refused changed nothing and counts for no cap.
    """

    number: int
    remedy: str
    role: str
    at: datetime
    treated: tuple[str, ...] = ()
    outcome: Outcome = ""
    reason: str = ""
    is_told: bool = False


def hindrance(attempts: Iterable[Attempt], key: tuple[str, str], cap: int, now: datetime) -> str:
    """Return why the remedy `key[0]` may not be tried on the role `key[1]`: worse, too_often or pause; empty: it may.

    Counted are the tries of 24 hours on either side of now, for a clock may be put back between two of them.
    """
    own = [a for a in attempts if (a.remedy, a.role) == key and abs(now - a.at) < DAY]
    if any(attempt.outcome == "undone" or attempt.reason == WORSE for attempt in own):
        return WORSE
    if sum(attempt.outcome != "refused" for attempt in own) >= cap:
        return TOO_OFTEN
    newest = max(own, key=lambda attempt: attempt.number, default=None)
    is_vain = newest is not None and newest.outcome != "done"
    return "pause" if is_vain and newest is not None and abs(now - newest.at) < PAUSE else ""


def made_worse(
    before: Mapping[str, Signal], after: Mapping[str, Signal], treated: Iterable[str]
) -> tuple[str, ...]:
    """Return the signals that were good before a try and have failed now; what it was for is judged by itself."""
    known = frozenset(treated)
    return tuple(
        name
        for name, signal in after.items()
        if name not in known
        and signal.state is State.FAILED
        and (former := before.get(name)) is not None
        and former.state is State.OK
    )
