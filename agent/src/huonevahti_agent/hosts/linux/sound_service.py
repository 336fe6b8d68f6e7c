"""Starting the sound server anew by whoever keeps it: the user's service manager, or PulseAudio itself."""

from __future__ import annotations

import os
import subprocess
import time

from huonevahti_agent.host import Unavailable

UNITS = ("pipewire.service", "pipewire-pulse.service", "wireplumber.service", "pulseaudio.service")
RESTART_SECONDS = 10.0


def restart() -> None:
    """Start the server anew, within `RESTART_SECONDS`; `not_permitted` when nobody here may.

    One that PULSE_SERVER names is another user's, and one started here would be heard by nobody.
    """
    if os.environ.get("PULSE_SERVER"):
        raise Unavailable("not_permitted")
    deadline = time.monotonic() + RESTART_SECONDS
    # is-enabled answers without any manager too
    if _does(deadline, "systemctl", "--user", "show-environment"):
        units = [unit for unit in UNITS if _does(deadline, "systemctl", "--user", "is-enabled", unit)]
        if units and _does(deadline, "systemctl", "--user", "restart", *units):
            return
    _does(deadline, "pulseaudio", "--kill")
    # told to end, it lives on for a moment, and a start in that moment would take it for the running one
    while _does(deadline, "pulseaudio", "--check") and time.monotonic() < deadline:
        time.sleep(0.05)
    if not _does(deadline, "pulseaudio", "--start", "--exit-idle-time=-1"):
        raise Unavailable("not_permitted")


def _does(deadline: float, *command: str) -> bool:
    """Whether a fixed command ended well, in time; one that is not installed does not."""
    left_seconds = max(0.1, deadline - time.monotonic())
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=left_seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0
