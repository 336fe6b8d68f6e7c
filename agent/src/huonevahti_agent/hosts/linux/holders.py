"""Which programs hold a camera, from the open files of every process; run as a program it prints their names.

As a program it looks with rights that the agent does not have, behind a socket of systemd's, and is told nothing.
It imports next to nothing, so that it starts within a few hundredths of a second.
"""

from __future__ import annotations

import os
import sys

LOOKED = "looked"
"""The first line of what is printed; a name a line follows."""
_MEDIA_SERVERS = frozenset(("pipewire", "wireplumber", "pipewire-media-"))
"""They keep every camera open without a viewer; names as the kernel cuts them, at 15 characters."""


def found(proc: str) -> set[str] | None:
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
    viewers = names - _MEDIA_SERVERS
    return None if closed_to_us and not viewers else viewers


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


if __name__ == "__main__":
    holding = found("/proc")
    if holding is None:
        sys.exit(1)
    sys.stdout.write("\n".join((LOOKED, *sorted(name.replace("\n", " ") for name in holding), "")))
