"""The real host, and an authority whose certificates it trusts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from huonevahti_agent.hosts.linux import LinuxHost
from tests.agent.hosts.services import Authority


@pytest.fixture
def host() -> Iterator[LinuxHost]:
    """The machine this runs on."""
    host = LinuxHost()
    yield host
    host.close()


@pytest.fixture
def authority(host: LinuxHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that the system trusts, and no other."""
    authority = Authority("Room Services CA 1", "Room Services", host.now())
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write_own(tmp_path / "trusted.pem")))
    return authority
