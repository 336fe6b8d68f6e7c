"""What the boot before left behind, read from files written as the system writes them."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import boot

BOOTED_AT = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251  # files made by the test carry the real time
REBOOT, SHUTDOWN, LOGIN = (2, "reboot"), (1, "shutdown"), (7, "kiosk")


def _wtmp(root: Path, *records: tuple[int, str]) -> None:
    """Records as glibc lays them out (utmp(5)), 384 bytes each."""
    file = root / "var/log/wtmp"
    file.parent.mkdir(parents=True)
    layout = "=hxxi32s4s32s256shhiii4i20s"
    packed = (
        struct.pack(layout, kind, 0, b"~", b"~~", user.encode(), b"6.1", 0, 0, 0, at, 0, 0, 0, 0, 0, b"")
        for at, (kind, user) in enumerate(records, start=1_795_500_000)
    )
    file.write_bytes(b"".join(packed))


@pytest.mark.parametrize(
    ("records", "clean"),
    [
        pytest.param([REBOOT, LOGIN, SHUTDOWN, REBOOT, LOGIN], True, id="a farewell before the last boot"),
        pytest.param([REBOOT, SHUTDOWN, REBOOT, LOGIN, REBOOT], False, id="two boots in a row"),
        pytest.param([REBOOT, LOGIN], None, id="one boot on record"),
        pytest.param([LOGIN], None, id="no boot on record"),
        pytest.param([], None, id="an empty file"),
    ],
)
def test_a_clean_shutdown_is_read_from_wtmp(
    tmp_path: Path, records: list[tuple[int, str]], clean: bool | None
) -> None:
    _wtmp(tmp_path, *records)
    assert boot.traces(tmp_path, BOOTED_AT).clean_shutdown is clean


def test_it_is_told_when_the_shutdown_was_written(tmp_path: Path) -> None:
    _wtmp(tmp_path, SHUTDOWN, REBOOT, LOGIN, SHUTDOWN, REBOOT)
    assert boot.traces(tmp_path, BOOTED_AT).ended_at == datetime.fromtimestamp(1_795_500_003, UTC)


def test_what_was_cut_off_ended_at_no_known_time(tmp_path: Path) -> None:
    _wtmp(tmp_path, SHUTDOWN, REBOOT, LOGIN, REBOOT)
    assert boot.traces(tmp_path, BOOTED_AT).ended_at is None


def test_a_torn_record_at_the_end_does_not_disturb(tmp_path: Path) -> None:
    _wtmp(tmp_path, REBOOT, SHUTDOWN, REBOOT)
    with (tmp_path / "var/log/wtmp").open("ab") as file:
        file.write(b"\2\0torn")
    assert boot.traces(tmp_path, BOOTED_AT).clean_shutdown is True


def test_only_a_long_tail_of_wtmp_is_read(tmp_path: Path) -> None:
    _wtmp(tmp_path, *[LOGIN] * 5000, REBOOT, SHUTDOWN, REBOOT)
    assert boot.traces(tmp_path, BOOTED_AT).clean_shutdown is True


def test_a_panic_leaves_files_in_pstore_or_put_away_since_boot(tmp_path: Path) -> None:
    (tmp_path / "sys/fs/pstore").mkdir(parents=True)
    assert boot.traces(tmp_path, BOOTED_AT).panic_files == 0
    (tmp_path / "sys/fs/pstore/dmesg-efi-1").touch()
    (tmp_path / "sys/fs/pstore/console-ramoops-0").touch()
    put_away = tmp_path / "var/lib/systemd/pstore/1700000000"
    put_away.mkdir(parents=True)
    (put_away / "dmesg.txt").touch()
    assert boot.traces(tmp_path, BOOTED_AT).panic_files == 2
    assert boot.traces(tmp_path, BOOTED_AT + timedelta(days=1)).panic_files == 1


@pytest.mark.parametrize(
    ("text", "fired"),
    [("0\n", False), ("32\n", True), ("33\n", True), ("1\n", False), ("0x20\n", True), ("what?\n", None)],
)
def test_the_watchdogs_mark_is_read(tmp_path: Path, text: str, fired: bool | None) -> None:
    file = tmp_path / "sys/class/watchdog/watchdog0/bootstatus"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert boot.traces(tmp_path, BOOTED_AT).watchdog_fired is fired


def test_a_machine_that_keeps_nothing_tells_nothing(tmp_path: Path) -> None:
    traces = boot.traces(tmp_path, BOOTED_AT)
    assert (traces.clean_shutdown, traces.panic_files, traces.watchdog_fired) == (None, None, None)
    with pytest.raises(Unavailable, match="failed"):
        boot.boot_id(tmp_path)
