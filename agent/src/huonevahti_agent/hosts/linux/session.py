"""Who uses the room's cameras and microphones: the kiosk's browser, or another; which program it is stays here."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Literal

from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host import SoundReading, Unavailable
from huonevahti_agent.hosts.linux import holders

LOOKER = Path("/run/huonevahti/holders.sock")
ASK_SECONDS = 2.0
MAX_ANSWER_CHARS = 4096
_BROWSERS = ("chrom", "google chrome", "msedge", "microsoft edge", "firefox")
"""How the names begin that a browser's processes and its recordings bear."""


def held(root: Path, sound: SoundReading | None, looker: Path = LOOKER) -> tuple[Held, ...]:
    """Return each device with its holder; `Unavailable` when none is held but not every process may be looked into.

    Our own captures and those of a media server are nobody's.
    """
    recording = {user for source in sound.sources for user in source.users} if sound is not None else set()
    try:
        cameras = set() if _drivers_are_idle(root) else _camera_holders(root, looker)
    except Unavailable:
        if not recording:
            raise
        cameras = set()
    found = [Held("camera", _holder(name)) for name in cameras]
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


def _camera_holders(root: Path, looker: Path) -> set[str]:
    """Names of the other processes that hold a camera, by who may look into them where we may not."""
    seen = holders.found(str(root / "proc"))
    return _told(looker) if seen is None else seen


def _told(looker: Path) -> set[str]:
    """Ask who may look into every process; `Unavailable` where there is nobody, or it could not either.

    To that other process our own captures are somebody's: they bear our name.
    """
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ASK_SECONDS)
            line.connect(str(looker))
            with line.makefile("r", encoding="utf-8", errors="replace") as answer:
                first, *names = answer.read(MAX_ANSWER_CHARS).splitlines() or [""]
    except OSError as error:
        raise Unavailable("not_permitted") from error
    if first != holders.LOOKED:
        raise Unavailable("not_permitted")
    return set(names) - {Path("/proc/self/comm").read_text(encoding="utf-8").strip()}
