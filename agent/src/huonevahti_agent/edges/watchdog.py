"""Telling systemd that the agent is ready and still turns; silent where nobody asked."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Watchdog:
    """The notify socket of the environment, if there is one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Read where to notify and how often systemd expects it (it gives microseconds)."""
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        asked = environment.get("WATCHDOG_USEC", "")
        is_for_us = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.interval_seconds = int(asked) / 2_000_000 if asked.isdigit() and is_for_us else float("inf")

    def notify(self, message: str) -> None:
        """Send READY=1, WATCHDOG=1 or STOPPING=1; a socket that is gone is no harm."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(message.encode(), self._address)
