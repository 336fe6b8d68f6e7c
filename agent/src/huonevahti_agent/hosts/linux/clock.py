"""The wall clock, a clock that never goes back, and whether the kernel's clock is disciplined."""

from __future__ import annotations

import ctypes
import time
from datetime import UTC, datetime, timedelta

from huonevahti_agent.host import Unavailable

_TIME_ERROR = 5
_STA_UNSYNC = 0x40
_TIMEX_BYTES = 256
"""struct timex is 208 bytes on 64-bit Linux; the kernel writes no further than that."""
_STATUS_AT_BYTE = 40 if ctypes.sizeof(ctypes.c_long) == 8 else 20


def now() -> datetime:
    """Return the wall clock in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds since the machine booted, suspended time included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def booted_at() -> datetime:
    """Return when this boot began by the wall clock of now, to the second."""
    return (now() - timedelta(seconds=monotonic())).replace(microsecond=0)


def is_synchronised() -> bool:
    """Return whether the kernel says that a time service disciplines its clock (adjtimex with no change)."""
    timex = ctypes.create_string_buffer(_TIMEX_BYTES)
    state = ctypes.CDLL(None, use_errno=True).adjtimex(timex)
    if state < 0:
        raise Unavailable("not_permitted")
    status = ctypes.c_int.from_buffer(timex, _STATUS_AT_BYTE).value
    return bool(state != _TIME_ERROR and not status & _STA_UNSYNC)
