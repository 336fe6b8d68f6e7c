"""systemd is told that the agent turns, at half the interval it asks for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from huonevahti_agent.edges.watchdog import Watchdog


def test_the_notify_socket_hears_what_is_said(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(5)
        watchdog = Watchdog(
            {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}
        )
        watchdog.notify("WATCHDOG=1")
        assert systemd.recv(100) == b"WATCHDOG=1"
    assert watchdog.interval_seconds == 15.0
    watchdog.notify("WATCHDOG=1")  # the socket is gone, which is no harm


def test_where_nobody_asked_nothing_is_said_and_nothing_is_due() -> None:
    assert Watchdog({}).interval_seconds == float("inf")
    assert Watchdog({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}).interval_seconds == float("inf")
    Watchdog({}).notify("READY=1")
