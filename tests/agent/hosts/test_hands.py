"""Hands on a touch screen and a call button, felt by the real host on the nodes of mocked devices."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import msgspec
import pytest

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux.hands import Clock, HandDevices, InputNode
from huonevahti_wire.profile import Role, RoleMatch
from tests.agent.hosts.usb_stage import ROOT, UsbStage
from tests.agent.probes.parts import NOW

TOUCH, BUTTON = ("1-2", "0eef:0001", "eGalax Touch"), ("1-3", "0c45:7403", "Call Button")
ROLES: dict[Role, RoleMatch] = {"touch": RoleMatch(model="0eef:0001"), "call_button": RoleMatch(port="1-3")}
PROFILE = json.dumps({"name": "p", "platform": "linux", "roles": msgspec.to_builtins(ROLES)})


class Seen(msgspec.Struct):
    """A line of the watching program."""

    now: datetime | None = None
    hands: Hands | None = None
    unavailable: str = ""


class Watch:
    """The program that watches, and the lines it writes."""

    def __init__(self, stage: UsbStage) -> None:
        command = stage.command("-m", "tests.agent.hosts.watch_hands", PROFILE)
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=stage.environment, stdout=subprocess.PIPE, text=True
        )

    def until(self, fits: Callable[[Hands], Any], what: str) -> Seen:
        """The first line that fits, of as many as ten seconds bring."""
        assert self.process.stdout
        seen = Seen()
        for _ in range(50):
            seen = msgspec.json.decode(self.process.stdout.readline(), type=Seen)
            if seen.hands is not None and fits(seen.hands):
                return seen
        raise AssertionError(f"{what}: not seen, but {seen}")

    def settle(self) -> None:
        """Return once the host has looked for its devices anew: lines from before may still be on their way."""
        after_at = datetime.now(UTC) + timedelta(seconds=0.6)  # noqa: TID251  # beside the watching program's clock
        while (self.until(lambda _: True, "it goes on").now or after_at) <= after_at:
            continue

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(10)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def stage() -> Iterator[UsbStage]:
    with UsbStage() as stage:
        stage.plug_input(*TOUCH, number=3)
        yield stage


def test_a_touch_is_felt_when_it_comes_and_known_when_it_is_gone(stage: UsbStage) -> None:
    with Watch(stage) as watch:
        watch.until(lambda hands: hands == Hands(), "nobody touches")
        stage.feel(3, is_down=True)
        down = watch.until(lambda hands: hands.touch_held_seconds > 0.3, "the screen is held")
        assert down.hands is not None
        assert down.hands.touched_at is not None
        assert down.now is not None
        assert abs(down.now - down.hands.touched_at) < timedelta(seconds=2)
        stage.feel(3, is_down=False)
        up = watch.until(lambda hands: hands.touch_held_seconds == 0, "the screen is let go").hands
        assert up is not None
        assert up.touched_at is not None
        assert up.pressed_at is None, "a touch is no press"


def test_a_button_that_is_plugged_in_later_is_felt_and_remembered_when_it_is_pulled(stage: UsbStage) -> None:
    with Watch(stage) as watch:
        watch.until(lambda hands: hands == Hands(), "nobody is there")
        stage.plug_input(*BUTTON, number=5)
        watch.settle()
        stage.feel(5, is_down=True)
        stage.feel(5, is_down=False)
        watch.until(lambda hands: hands.pressed_at and hands.press_held_seconds == 0, "it is pressed")
        stage.unplug("1-3")
        watch.until(lambda hands: hands.pressed_at, "the press is remembered")
        stage.plug_input(*BUTTON, number=6)
        stage.feel(6, is_down=True)
        watch.until(lambda hands: hands.press_held_seconds > 0, "it is felt where it is put back")


def test_a_key_that_hung_before_the_agent_began_is_felt(stage: UsbStage) -> None:
    stage.plug_input(*BUTTON, number=5)
    stage.feel(5, is_down=True)
    with Watch(stage) as watch:
        watch.until(lambda hands: hands.press_held_seconds > 0.2, "it hangs")


class Listed:
    """Stands where libudev lists input nodes."""

    def __init__(self, *nodes: InputNode) -> None:
        self.nodes = nodes

    def inputs(self) -> tuple[InputNode, ...]:
        return self.nodes


def test_a_terminal_without_input_devices_feels_nobody(tmp_path: Path) -> None:
    devices = HandDevices(Listed(), Clock(lambda: NOW, lambda: 1.0), str(tmp_path / "input"))
    assert devices.read(ROLES) == Hands()
    assert devices.descriptors() == []


@contextmanager
def _without_rights() -> Iterator[None]:
    """A superuser is refused nothing; whoever else runs the tests has no right to what has no mode."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_without_the_right_to_read_a_node_it_is_not_permitted(tmp_path: Path) -> None:
    node = tmp_path / "event3"
    os.mkfifo(node, 0o000)
    listed = Listed(InputNode(str(node), "1-2", "0eef:0001", ""))
    devices = HandDevices(listed, Clock(lambda: NOW, lambda: 1.0), str(ROOT / "docs"))
    for _ in range(2):
        with _without_rights(), pytest.raises(Unavailable, match="not_permitted"):
            devices.read(ROLES)


def test_without_the_right_to_list_the_nodes_it_is_not_permitted(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir(0o000)
    devices = HandDevices(Listed(), Clock(lambda: NOW, lambda: 1.0), str(folder))
    with _without_rights(), pytest.raises(Unavailable, match="not_permitted"):
        devices.read(ROLES)
