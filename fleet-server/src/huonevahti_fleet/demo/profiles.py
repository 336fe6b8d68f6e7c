"""The firmware profiles the demo runs under, with every time shortened."""

from __future__ import annotations

from pathlib import Path

import msgspec

from huonevahti_wire import profile_yaml
from huonevahti_wire.profile import Profile

FOLDER = Path(__file__).parents[4] / "firmware-profiles"
THIS_MACHINE_POLL_SECONDS = 5.0
"""A real machine is asked less often than a simulated room: its answers cost something."""


def simulated() -> Profile:
    """Return the profile of a simulated room."""
    return profile_yaml.read(FOLDER / "demo.yaml")


def this_machine() -> Profile:
    """Return the profile of the machine the demo runs on, in the same hurry."""
    hurried = simulated()
    return msgspec.structs.replace(
        profile_yaml.read(FOLDER / "this-machine.yaml"),
        poll_seconds={"*": THIS_MACHINE_POLL_SECONDS},
        watching_seconds=hurried.watching_seconds,
        heartbeat_seconds=hurried.heartbeat_seconds,
        silence_seconds=hurried.silence_seconds,
    )
