"""What the boot before this one left behind: its farewell in wtmp, a panic's files, a watchdog's mark."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

from huonevahti_agent.host import BootTraces, Unavailable

_RECORD = struct.Struct("=hxxi32s4s32s256shhiii4i20s")
"""struct utmp of glibc, 384 bytes (utmp(5))."""
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
    return BootTraces(
        clean_shutdown=_clean_shutdown(root / "var/log/wtmp"),
        panic_files=_panic_files(root, booted_at),
        watchdog_fired=_watchdog_fired(root / "sys/class/watchdog/watchdog0/bootstatus"),
    )


def _clean_shutdown(wtmp: Path) -> bool | None:
    """Whether a shutdown was written between the last two boots; the newest boot record is this boot's own."""
    try:
        with wtmp.open("rb") as records:
            records.seek(max(0, wtmp.stat().st_size - _TAIL_BYTES))
            tail = records.read(_TAIL_BYTES)
    except OSError:
        return None
    whole = len(tail) // _RECORD.size * _RECORD.size
    happenings = [_happening(fields) for fields in _RECORD.iter_unpack(tail[:whole])]
    boots = [place for place, happening in enumerate(happenings) if happening == "boot"]
    if len(boots) < 2:
        return None
    return "shutdown" in happenings[boots[-2] : boots[-1]]


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
