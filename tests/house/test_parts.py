"""The real parts that tests run against are here; a missing one is a failure and never a skip."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

PROGRAMS = (
    "chromium",
    "debootstrap",
    "ip",
    "mosquitto",
    "mosquitto_passwd",
    "pactl",
    "pulseaudio",
    "systemd-nspawn",
    "udevadm",
    "umockdev-run",
)
POSTGRESQL = Path("/usr/lib/postgresql")


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_real_part_is_installed(program: str) -> None:
    path = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    assert shutil.which(program, path=path), f"{program}: found nowhere on {path}, run `make tools`"


def test_postgresql_is_installed() -> None:
    assert list(POSTGRESQL.glob("*/bin/postgres")), f"{POSTGRESQL}: found no server, run `make tools`"
