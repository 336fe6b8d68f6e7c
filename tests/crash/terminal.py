"""One terminal of the proof: the real agent over a simulated room whose devices flap; it notes what it has written.

Run as `python -m tests.crash.terminal ORDERS.json`; the notes are the truth that the server is held against.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from huonevahti_agent import app
from huonevahti_agent.domain.desired import timings
from huonevahti_agent.edges.outbox import Outbox
from huonevahti_agent.edges.slots import Disk
from huonevahti_agent.host import UsbDevice
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import RealTime, SimulatedHost, SimulatedRoom, World
from huonevahti_wire import profile_yaml
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import Event
from tests.crash.notes import Acknowledged, Began, Connecting, Note, Writing, Written

DEATHS = ("before_write", "torn_write", "before_sync", "after_sync")
FLAPS = 24
"""How many ports a stranger may be plugged into."""


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """How one life of a terminal goes: `boot` decides its boot id, `seed` the flapping.

    `dies` is where the process kills itself, in the `dies_at`-th write to its disk ("" for nowhere).
    The devices flap for as long as `flapping` exists.
    """

    settings: Settings
    notes: Path
    flapping: Path
    boot: int
    seed: int
    flaps_per_second: float
    dies: str = ""
    dies_at: int = 0


class Notebook:
    """Appends notes to a plain file, each in one call, so that a kill leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)

    def add(self, note: Note) -> None:
        """Add one note; it outlives this process when this returns."""
        os.write(self._file, msgspec.json.encode(note) + b"\n")


def main() -> int:
    """Live until killed, or until asked to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("orders", type=Path)
    orders = msgspec.json.decode(parser.parse_args().orders.read_bytes(), type=Orders, dec_hook=_path)
    notebook = Notebook(orders.notes)
    _note_writes(notebook)
    if orders.dies:
        _die_in_a_write(orders.dies, orders.dies_at)
    profile = profile_yaml.read(_profile_of(orders.settings))
    world = World(orders.boot, RealTime(datetime.now().astimezone()), profile)  # noqa: TID251  # the terminal's own clock
    room = world.room(orders.settings.terminal)
    app.lock(orders.settings.state)
    host = SimulatedHost(room)
    notebook.add(Began(boot_id=host.boot_id(), heartbeat_seconds=timings(None, profile).heartbeat_seconds))
    cycle = app.build(orders.settings, host)
    signal.signal(signal.SIGTERM, lambda _number, _frame: cycle.stop())
    threading.Thread(target=_flap, args=(orders, room), daemon=True).start()
    cycle.run()
    return 0


def _path(type_: type, value: object) -> object:
    return type_(value)


def _profile_of(settings: Settings) -> Path:
    if settings.profile is None:
        raise ValueError("settings.profile: none given, a profile was expected")
    return settings.profile


def _flap(orders: Orders, room: SimulatedRoom) -> None:
    """Plug strangers in and out, no two alike, so that each is an event of its own and none is coalesced."""
    rng, pause = Random(orders.seed), threading.Event()
    while True:
        pause.wait(rng.expovariate(orders.flaps_per_second))
        if not orders.flapping.exists():
            continue
        port = f"3-{rng.randint(1, FLAPS)}"
        model = f"{rng.getrandbits(16):04x}:{rng.getrandbits(16):04x}"
        if rng.random() < 0.4:
            room.usb.unplug(port)
        else:
            room.usb.plug(UsbDevice(port, model, "", "Stranger", is_hub=False))


def _note_writes(notebook: Notebook) -> None:
    """Note what goes into the outbox before and after it is written, and what the server has acknowledged."""

    def appended(original: Callable[..., Any], outbox: Outbox, body: Any, at: datetime) -> Any:
        event = Event(stream=outbox.stream, number=outbox.last + 1, at=at, body=body)
        notebook.add(Writing(event=encode(event).decode()))
        number = original(outbox, body, at)
        notebook.add(Written(stream=outbox.stream, number=number))
        return number

    def acknowledged(original: Callable[..., Any], outbox: Outbox, message: Any) -> Any:
        is_ours = original(outbox, message)
        if is_ours:
            notebook.add(Acknowledged(stream=outbox.stream, up_to=message.up_to, stored=outbox.stored))
        return is_ours

    def connecting(original: Callable[..., Any], outbox: Outbox) -> Any:
        connection = original(outbox)
        notebook.add(Connecting(stream=outbox.stream, connection=connection))
        return connection

    _around(Outbox, "append", appended)
    _around(Outbox, "take_stored", acknowledged)
    _around(Outbox, "next_connection", connecting)


def _die_in_a_write(where: str, at: int) -> None:
    """Kill this process, as `kill -9` would, in one of its writes to a file of slots."""
    writes = 0

    def write(original: Callable[..., Any], disk: Disk, file: int, content: bytes, offset: int) -> None:
        nonlocal writes
        writes += 1
        if writes == at and where == "before_write":
            _die()
        if writes == at and where == "torn_write":
            original(disk, file, content[: len(content) // 2], offset)
            _die()
        original(disk, file, content, offset)

    def sync(original: Callable[..., Any], disk: Disk, file: int) -> None:
        if writes == at and where == "before_sync":
            _die()
        original(disk, file)
        if writes == at and where == "after_sync":
            _die()

    _around(Disk, "write", write)
    _around(Disk, "sync", sync)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _around(owner: type, name: str, call: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def around(*arguments: Any) -> Any:
        return call(original, *arguments)

    setattr(owner, name, around)


if __name__ == "__main__":
    sys.exit(main())
