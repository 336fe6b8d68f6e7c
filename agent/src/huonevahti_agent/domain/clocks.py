"""What a terminal knows of its clock from boot to boot, and what follows from that for its restarts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from huonevahti_wire.plan.clock import SLACK, Clock

if TYPE_CHECKING:
    from collections.abc import Iterable


class Believed(Struct, frozen=True, omit_defaults=True):
    """When the clock was last believed: on which boot, and how far it stood from the seconds of that boot.

    `is_confirmed`: server or network had agreed with it on that boot. `hardware_agrees`: so did the hardware clock.
    """

    boot_id: str
    at: datetime
    offset_seconds: float
    is_confirmed: bool = False
    hardware_agrees: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """What is read of the clocks now; `hardware_at` is None where there is no hardware clock.

    `is_confirmed`: somebody agrees with the clock at this very moment. `is_continuous` is as `plan.clock.Clock` has it.
    """

    boot_id: str
    at: datetime
    offset_seconds: float
    is_confirmed: bool
    hardware_at: datetime | None
    is_continuous: bool


def clock(reading: Reading, believed: Believed | None, others: Iterable[datetime | None]) -> Clock:
    """Return what speaks for and against the clock; `others` are times that were signed, or stored beside this one."""
    same_boot = believed is not None and believed.boot_id == reading.boot_id
    moved_seconds = reading.offset_seconds - believed.offset_seconds if believed is not None and same_boot else 0.0
    is_stepped = abs(moved_seconds) > SLACK.total_seconds() and not reading.is_confirmed
    newest = [at for at in (believed.at if believed else None, *others) if at is not None]
    return Clock(
        newest_known_at=max(newest, default=None),
        is_confirmed=reading.is_confirmed or (believed is not None and same_boot and believed.is_confirmed),
        is_stepped=is_stepped,
        is_continuous=reading.is_continuous,
        hardware_clock=_hardware(reading, believed),
    )


def next_believed(reading: Reading, former: Believed | None) -> Believed:
    """Return what is to be kept of a clock that is believed now."""
    was_confirmed = former is not None and former.boot_id == reading.boot_id and former.is_confirmed
    return Believed(
        reading.boot_id,
        reading.at,
        reading.offset_seconds,
        is_confirmed=reading.is_confirmed or was_confirmed,
        hardware_agrees=_agrees(reading),
    )


def _agrees(reading: Reading) -> bool:
    return reading.hardware_at is not None and abs(reading.hardware_at - reading.at) <= SLACK


def _hardware(reading: Reading, believed: Believed | None) -> Literal["kept", "lost", "unknown"]:
    """A battery that failed lets its clock begin anew, long before anything that is known."""
    if believed is None or reading.hardware_at is None:
        return "unknown"
    if reading.hardware_at < believed.at - SLACK:
        return "lost"
    return "kept" if believed.hardware_agrees and _agrees(reading) else "unknown"


def is_worth_keeping(now: Believed, kept: Believed | None, after: timedelta) -> bool:
    """Return whether what is known of the clock has changed, or has grown old."""
    if kept is None or kept.boot_id != now.boot_id or now.at - kept.at >= after:
        return True
    is_moved = abs(now.offset_seconds - kept.offset_seconds) > SLACK.total_seconds()
    return is_moved or (now.is_confirmed, now.hardware_agrees) != (kept.is_confirmed, kept.hardware_agrees)
