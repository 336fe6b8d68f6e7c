"""Whether a terminal's clock may be believed: what restarts a room by its clock must know that the clock is right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from huonevahti_wire.plan.hours import EXPANDED_DAYS
from huonevahti_wire.signals import Instant

SLACK = timedelta(minutes=1)
"""A clock that is set right moves by less than this; quartz drifts by it in a month (20 millionths)."""
RETURN = timedelta(minutes=15)
"""A machine that restarts by our order is back within this, by a clock that runs on meanwhile."""


class Clock(Struct, frozen=True, omit_defaults=True):
    """What speaks for a clock and against it.

    `newest_known_at` is the newest time that was signed by the server or stored by the terminal itself.
    `is_confirmed`: since this boot the server's or the network's time agreed with it. `is_stepped`: since it was last
    confirmed it moved against the monotonic clock. `is_continuous`: this boot came of our own restart, ordered by a
    believed clock, and within `RETURN` of it. `hardware_clock` was `kept` when it agreed with a believed clock before
    the power went and its battery has held since, `lost` when it has not.
    """

    newest_known_at: Instant | None = None
    is_confirmed: bool = False
    is_stepped: bool = False
    is_continuous: bool = False
    hardware_clock: Literal["kept", "lost", "unknown"] = "unknown"


def doubt(clock: Clock, now: datetime) -> str:
    """Return the code of what speaks against the clock, empty when it may be believed."""
    newest = clock.newest_known_at
    if newest is not None and now < newest - SLACK:
        return "clock_behind"
    if newest is not None and now > newest + timedelta(days=EXPANDED_DAYS):
        return "clock_ahead"
    if clock.is_stepped:
        return "clock_stepped"
    if clock.is_confirmed or clock.is_continuous or clock.hardware_clock == "kept":
        return ""
    return "clock_unconfirmed"
