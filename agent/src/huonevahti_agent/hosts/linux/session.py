"""Who uses the room's cameras and microphones: the kiosk's browser, or another; which program it is stays here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host import SoundReading, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

_MEDIA_SERVERS = frozenset(("pipewire", "wireplumber", "pipewire-media-"))
"""They keep every camera open without a viewer; names as the kernel cuts them, at 15 characters."""
_BROWSERS = ("chrom", "google chrome", "msedge", "microsoft edge", "firefox")
"""How the names begin that a browser's processes and its recordings bear."""


def held(root: Path, sound: SoundReading | None) -> tuple[Held, ...]:
    """Return each device with its holder; `Unavailable` when none is held but not every process may be looked into.

    Our own captures and those of a media server are nobody's.
    """
    cameras = set() if _drivers_are_idle(root) else _camera_holders(str(root / "proc"))
    recording = {user for source in sound.sources for user in source.users} if sound is not None else set()
    if cameras is None and not recording:
        raise Unavailable("not_permitted")
    found = [Held("camera", _holder(name)) for name in cameras or ()]
    found += [Held("microphone", _holder(name)) for name in recording]
    return tuple(sorted(set(found), key=lambda each: (each.device, each.by)))


def _holder(name: str) -> Literal["kiosk", "other"]:
    return "kiosk" if name.lower().startswith(_BROWSERS) else "other"


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


def _camera_holders(proc: str) -> set[str] | None:
    """Names of the other processes that have a video node open; None when none seems to, but some are closed to us."""
    closed_to_us = False
    own, names = str(os.getpid()), set()
    for process in os.listdir(proc):  # noqa: PTH208  # plain strings: a path object for each file costs five times as much
        if not process.isdigit() or process == own:
            continue
        try:
            if _holds_camera(f"{proc}/{process}/fd"):
                names.add(_name(f"{proc}/{process}"))
        except PermissionError:
            closed_to_us = closed_to_us or not _is_of_root(f"{proc}/{process}")
        except OSError:  # ended in this moment
            continue
    found = names - _MEDIA_SERVERS
    return None if closed_to_us and not found else found


def _holds_camera(folder: str) -> bool:
    names = os.listdir(folder)  # noqa: PTH208  # as above
    return any(os.readlink(f"{folder}/{name}").startswith("/dev/video") for name in names)  # noqa: PTH115  # as above


def _is_of_root(process: str) -> bool:
    """Root's processes are the system's: no browser of a kiosk runs as root."""
    try:
        return os.stat(process).st_uid == 0  # noqa: PTH116  # as above
    except FileNotFoundError:
        return True


def _name(process: str) -> str:
    with open(f"{process}/comm", encoding="utf-8") as name:  # noqa: PTH123  # as above
        return name.read().strip()
