"""Signs that somebody uses the room's camera or microphone; which program it is stays here."""

from __future__ import annotations

import os
from pathlib import Path

from huonevahti_agent.host import SoundReading, Unavailable

CAMERA_HELD = "camera_held"
MICROPHONE_RECORDED = "microphone_recorded"
_MEDIA_SERVERS = frozenset(("pipewire", "wireplumber", "pipewire-media-"))
"""They keep every camera open without a viewer; names as the kernel cuts them, at 15 characters."""


def signs(proc: Path, sound: SoundReading | None) -> tuple[str, ...]:
    """Return the signs seen; `Unavailable` when there is none but not every process may be looked into."""
    held = _camera_is_held(proc)
    recorded = sound is not None and any(source.users for source in sound.sources)
    if held is None and not recorded:
        raise Unavailable("not_permitted")
    return (*([CAMERA_HELD] if held else []), *([MICROPHONE_RECORDED] if recorded else []))


def _camera_is_held(proc: Path) -> bool | None:
    """Whether another process has a video node open; None when none seems to, but some may not be looked into."""
    closed_to_us = False
    for process in (entry for entry in proc.iterdir() if entry.name.isdigit()):
        if int(process.name) == os.getpid():
            continue
        try:
            if _holds_camera(process) and not _is_media_server(process):
                return True
        except PermissionError:
            closed_to_us = closed_to_us or not _is_of_root(process)
        except OSError:  # ended in this moment
            continue
    return None if closed_to_us else False


def _holds_camera(process: Path) -> bool:
    return any(str(entry.readlink()).startswith("/dev/video") for entry in (process / "fd").iterdir())


def _is_of_root(process: Path) -> bool:
    """Root's processes are the system's: no browser of a kiosk runs as root."""
    return process.exists() and process.stat().st_uid == 0


def _is_media_server(process: Path) -> bool:
    return (process / "comm").read_text(encoding="utf-8").strip() in _MEDIA_SERVERS
