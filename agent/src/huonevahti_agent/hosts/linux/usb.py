"""Enumerating a USB device anew, by the kernel's own switch; it takes root's right, or a rule that grants it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from huonevahti_agent.host import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

OFF_SECONDS = 0.3
"""A driver lets go of its nodes within a few milliseconds; a hub wants a moment between two states of a port."""


def reenumerate(root: Path, port: str) -> None:
    """Switch the device at a port off and on again; `not_permitted`, `missing` or `failed` when that cannot be."""
    switch = root / "sys/bus/usb/devices" / port / "authorized"
    try:
        switch.write_text("0", encoding="ascii")
        time.sleep(OFF_SECONDS)
        switch.write_text("1", encoding="ascii")
    except PermissionError:
        raise Unavailable("not_permitted") from None
    except FileNotFoundError:
        raise Unavailable("missing") from None
    except OSError:
        raise Unavailable("failed") from None
