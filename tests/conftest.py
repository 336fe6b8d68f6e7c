"""What every test gets: a closed network, a scale for its counts, a free port when it starts a part, and its lane."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

FULL = os.environ.get("HUONEVAHTI_PROVE") == "full"

hypothesis.settings.register_profile("small", max_examples=50, deadline=None)
hypothesis.settings.register_profile("full", max_examples=5_000, deadline=None)
hypothesis.settings.load_profile("full" if FULL else "small")


REAL = ("agent/edges", "agent/hosts", "agent/remedies", "agent/sound", "crash", "demo", "e2e", "kiosk", "restarts")
"""Where tests work real brokers, browsers, sound servers and machines by the clock: these run one at a time."""


class Lanes(LoadScopeScheduling):  # type: ignore[misc]  # it publishes no types
    """Which tests run one after another where several run at once: all that are real, and those of each other file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        is_real = any(file.startswith(f"tests/{folder}/") for folder in REAL)
        return "real" if is_real else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """Let tests run on lanes, whatever `--dist` says."""
    return Lanes(config, log)


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
