"""What every test gets: a closed network, a scale for its counts, and a free port when it starts a part of its own."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest

FULL = os.environ.get("HUONEVAHTI_PROVE") == "full"

hypothesis.settings.register_profile("small", max_examples=50, deadline=None)
hypothesis.settings.register_profile("full", max_examples=5_000, deadline=None)
hypothesis.settings.load_profile("full" if FULL else "small")


@pytest.fixture(scope="session")
def scaled() -> Callable[[int, int], int]:
    """`scaled(small, full)` is the count to run: small in `make test`, full in `make prove`."""
    return lambda small, full: full if FULL else small


@pytest.fixture
def free_port() -> int:
    """A TCP port of loopback that nobody listens on."""
    return free_loopback_port()


def free_loopback_port() -> int:
    """Lets the system choose a port of loopback, and gives it back at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection of this process that would leave the machine."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(call: Callable[..., Any]) -> Callable[..., Any]:
    def only_loopback(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test connects to {address[0]}:{address[1]}, expected loopback only")
        return call(self, address)

    return only_loopback


def _is_loopback(name: str) -> bool:
    if name in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
