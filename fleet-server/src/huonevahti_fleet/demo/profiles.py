"""The firmware profiles the demo runs under, with every time shortened."""

from __future__ import annotations

from pathlib import Path

import msgspec

from huonevahti_fleet.rules import machine_pressed
from huonevahti_wire import profile_yaml
from huonevahti_wire.profile import Profile

_SHIPPED = Path(__file__).parent / "firmware-profiles"
"""In an installed package; the build puts them there."""
_OF_THE_REPOSITORY = Path(__file__).parents[4] / "firmware-profiles"
THIS_MACHINE_POLL_SECONDS = 5.0
"""A real machine is asked less often than a simulated room: its answers cost something."""


def folder() -> Path:
    """Return where the demo's profiles stand: in the installed package, or in the repository in a checkout."""
    return _SHIPPED if _SHIPPED.is_dir() else _OF_THE_REPOSITORY


def simulated() -> Profile:
    """Return the profile of a simulated room."""
    return profile_yaml.read(folder() / "demo.yaml")


def this_machine() -> Profile:
    """Return the profile of the machine the demo runs on, in the same hurry.

    Its load is watched as long as in earnest: a real processor is busy now and then, and while the demo starts.
    """
    hurried = simulated()
    return msgspec.structs.replace(
        profile_yaml.read(folder() / "this-machine.yaml"),
        poll_seconds={"*": THIS_MACHINE_POLL_SECONDS},
        watching_seconds=hurried.watching_seconds | {machine_pressed.SLUG: machine_pressed.WATCHING_SECONDS},
        heartbeat_seconds=hurried.heartbeat_seconds,
        silence_seconds=hurried.silence_seconds,
    )
