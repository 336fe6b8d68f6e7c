"""Why a machine booted: by our order or somebody else's, by a fault, or for want of power."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from huonevahti_wire.messages import BootCause
from huonevahti_wire.plan.clock import RETURN
from huonevahti_wire.signals import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN_FOR = RETURN
"""A clean end this long after our order is not of our order: somebody else restarted a machine that would not."""


class Intent(Struct, frozen=True, omit_defaults=True):
    """A restart as it was written down before it was ordered, on the boot that it was to end.

    `day` is the local day it was due on, None for one that no plan asked for; `on` is the local date it was ordered.
    """

    kind: Literal["planned", "remedy", "job"]
    boot_id: str
    at: Instant
    on: date
    day: date | None = None


class Boot(Struct, frozen=True):
    """A boot and why it was."""

    boot_id: str
    booted_at: Instant
    cause: BootCause


class Traces(Protocol):
    """What the last boot left behind; None where it cannot be read."""

    @property
    def clean_shutdown(self) -> bool | None:
        """Whether a shutdown was written down before this boot."""
        ...

    @property
    def panic_files(self) -> int | None:
        """How many files of a kernel panic were kept."""
        ...

    @property
    def watchdog_fired(self) -> bool | None:
        """Whether a watchdog restarted the machine."""
        ...


class Before(Struct, frozen=True, omit_defaults=True):
    """What the terminal had written down of the boot before this one.

    `was_hung`: the last that was written is that the kiosk no longer answered. `ended_at` is when a clean end was
    written down, None where that is not known.
    """

    boot_id: str
    intents: tuple[Intent, ...] = ()
    was_hung: bool = False
    ended_at: Instant | None = None


def cause(traces: Traces, before: Before | None) -> BootCause:
    """Return why the machine booted; `before` is None when nothing was written, as on the first boot.

    A clean end shortly after our order is ours. A farewell outranks a panic's files, which may be of an older boot. An
    order that power or a panic forestalled caused nothing. Without a farewell, a panic or a watchdog the power went;
    when the kiosk had hung by then, somebody pulled the plug for it.
    """
    if before is None:
        return BootCause.FIRST
    if traces.clean_shutdown:
        return _by_order(before) or BootCause.FOREIGN_CLEAN
    if traces.panic_files:
        return BootCause.PANIC
    if traces.watchdog_fired:
        return BootCause.WATCHDOG
    if traces.clean_shutdown is None:
        return _by_order(before) or BootCause.UNKNOWN
    return BootCause.HUNG if before.was_hung else BootCause.POWER_CUT


def _by_order(before: Before) -> BootCause | None:
    order = latest(intent for intent in before.intents if intent.boot_id == before.boot_id)
    if order is None or (before.ended_at is not None and before.ended_at - order.at > OWN_FOR):
        return None
    return BootCause.REMEDY if order.kind == "remedy" else BootCause.OURS


def latest(intents: Iterable[Intent]) -> Intent | None:
    """Return the newest of some, None of none."""
    return max(intents, key=lambda intent: intent.at, default=None)


def is_continuous(boot_cause: BootCause, order: Intent | None, booted_at: datetime) -> bool:
    """Return whether the clock ran on over a boot: it came of our order, within `RETURN` of it."""
    if order is None or boot_cause not in (BootCause.OURS, BootCause.REMEDY):
        return False
    return order.at <= booted_at <= order.at + RETURN
