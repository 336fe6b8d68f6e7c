"""Signs that somebody uses the room's camera or microphone; which program it is stays here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from huonevahti_agent.host import SoundReading, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

CAMERA_HELD = "camera_held"
MICROPHONE_RECORDED = "microphone_recorded"
_MEDIA_SERVERS = frozenset(("pipewire", "wireplumber", "pipewire-media-"))
"""They keep every camera open without a viewer; names as the kernel cuts them, at 15 characters."""


def signs(root: Path, sound: SoundReading | None) -> tuple[str, ...]:
    """Return the signs seen; `Unavailable` when there is none but not every process may be looked into."""
    held = False if _drivers_are_idle(root) else _camera_is_held(str(root / "proc"))
    recorded = sound is not None and any(source.users for source in sound.sources)
    if held is None and not recorded:
        raise Unavailable("not_permitted")
    return (*([CAMERA_HELD] if held else []), *([MICROPHONE_RECORDED] if recorded else []))


def _drivers_are_idle(root: Path) -> bool:
    """Whether the driver of every video node is used by nobody: the kernel counts each open node as a use.

    Asked first, for walking all open files of a machine every few seconds would be the agent's largest cost.
    """
    try:
        nodes = list((root / "sys/class/video4linux").iterdir())
        return not any(
            int((node / "device/driver/module/refcnt").read_text(encoding="ascii")) for node in nodes
        )
    except FileNotFoundError:  # no video at all, or a driver built into the kernel, which counts nothing
        return not (root / "sys/class/video4linux").exists()
    except (OSError, ValueError):
        return False


def _camera_is_held(proc: str) -> bool | None:
    """Whether another process has a video node open; None when none seems to, but some may not be looked into."""
    closed_to_us = False
    own = str(os.getpid())
    for process in os.listdir(proc):  # noqa: PTH208  # plain strings: a path object for each file costs five times as much
        if not process.isdigit() or process == own:
            continue
        try:
            if _holds_camera(f"{proc}/{process}/fd") and not _is_media_server(f"{proc}/{process}"):
                return True
        except PermissionError:
            closed_to_us = closed_to_us or not _is_of_root(f"{proc}/{process}")
        except OSError:  # ended in this moment
            continue
    return None if closed_to_us else False


def _holds_camera(folder: str) -> bool:
    names = os.listdir(folder)  # noqa: PTH208  # as above
    return any(os.readlink(f"{folder}/{name}").startswith("/dev/video") for name in names)  # noqa: PTH115  # as above


def _is_of_root(process: str) -> bool:
    """Root's processes are the system's: no browser of a kiosk runs as root."""
    try:
        return os.stat(process).st_uid == 0  # noqa: PTH116  # as above
    except FileNotFoundError:
        return True


def _is_media_server(process: str) -> bool:
    with open(f"{process}/comm", encoding="utf-8") as name:  # noqa: PTH123  # as above
        return name.read().strip() in _MEDIA_SERVERS
