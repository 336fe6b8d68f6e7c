"""What the boot before this one left behind: its farewell in wtmp, a panic's files, a watchdog's mark."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from huonevahti_agent.host import BootTraces, Unavailable

_RECORD = struct.Struct("=hxxi32s4s32s256shhiii4i20s")
"""struct utmp of glibc, 384 bytes (utmp(5))."""
_SECONDS_PLACE = 9
_RUN_LEVEL, _BOOT = 1, 2
_TAIL_BYTES = _RECORD.size * 4096
_CARD_RESET = 0x20
"""WDIOF_CARDRESET of linux/watchdog.h: the watchdog restarted the machine."""


def boot_id(root: Path) -> str:
    """Return the kernel's id of this boot."""
    try:
        return (root / "proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError as error:
        raise Unavailable("failed") from error


def traces(root: Path, booted_at: datetime) -> BootTraces:
    """Return the traces, each None where it cannot be read."""
    is_clean, ended_at = _farewell(root / "var/log/wtmp")
    return BootTraces(
        clean_shutdown=is_clean,
        panic_files=_panic_files(root, booted_at),
        watchdog_fired=_watchdog_fired(root / "sys/class/watchdog/watchdog0/bootstatus"),
        ended_at=ended_at,
    )


def _farewell(wtmp: Path) -> tuple[bool | None, datetime | None]:
    """Whether and when a shutdown was written between the last two boots; the newest boot record is this boot's."""
    try:
        with wtmp.open("rb") as records:
            records.seek(max(0, wtmp.stat().st_size - _TAIL_BYTES))
            tail = records.read(_TAIL_BYTES)
    except OSError:
        return None, None
    whole = len(tail) // _RECORD.size * _RECORD.size
    unpacked = list(_RECORD.iter_unpack(tail[:whole]))
    happenings = [_happening(fields) for fields in unpacked]
    boots = [place for place, happening in enumerate(happenings) if happening == "boot"]
    if len(boots) < 2:
        return None, None
    ends = [place for place in range(boots[-2], boots[-1]) if happenings[place] == "shutdown"]
    return bool(ends), _written_at(unpacked[ends[-1]]) if ends else None


def _written_at(fields: tuple[object, ...]) -> datetime | None:
    """When a record was written; seconds since 1970 are 32 bits there, without a sign as of 2038."""
    seconds = fields[_SECONDS_PLACE]
    return datetime.fromtimestamp(seconds & 0xFFFFFFFF, UTC) if isinstance(seconds, int) and seconds else None


def _happening(fields: tuple[object, ...]) -> str:
    kind, user = fields[0], fields[4]
    if kind == _BOOT:
        return "boot"
    if kind == _RUN_LEVEL and isinstance(user, bytes) and user.startswith(b"shutdown\0"):
        return "shutdown"
    return ""


def _panic_files(root: Path, booted_at: datetime) -> int | None:
    """Counts what the kernel kept of a panic: still in pstore, or put away by systemd since this boot began."""
    kept = root / "sys/fs/pstore"
    archived = root / "var/lib/systemd/pstore"
    try:
        waiting = [entry for entry in kept.iterdir() if entry.name.startswith("dmesg-")]
    except OSError:
        return None
    try:
        put_away = [
            entry for entry in archived.rglob("dmesg*") if _changed_at(entry) >= booted_at.timestamp()
        ]
    except OSError:
        put_away = []
    return len(waiting) + len(put_away)


def _changed_at(path: Path) -> float:
    return path.stat().st_ctime


def _watchdog_fired(bootstatus: Path) -> bool | None:
    try:
        return bool(int(bootstatus.read_text(encoding="ascii").strip(), 0) & _CARD_RESET)
    except (OSError, ValueError):
        return None
