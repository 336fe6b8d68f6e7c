"""Cameras and hubs come and go under the real libudev, and the real host sees it."""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.hosts.usb_stage import CAPTURE, METADATA, ROOT, UsbStage

CUSTOMER, DOCUMENT = "046d:0825", "1bcf:2281"
PROFILE = Profile(
    name="kiosk",
    platform="linux",
    roles={
        "hub": RoleMatch(port="1-1", model="05e3:0610"),
        "customer_camera": RoleMatch(port="1-1.1", model=CUSTOMER),
        "document_camera": RoleMatch(port="1-1.2", model=DOCUMENT),
    },
    camera_order=("customer_camera", "document_camera"),
)
Seen = dict[str, Any]


@pytest.fixture
def stage() -> Iterator[UsbStage]:
    with UsbStage() as stage:
        stage.plug("1-1", "05e3:0610", "USB2.0 Hub", is_hub=True)
        yield stage


class Watcher:
    """Reads what the watching program writes, a line at a time with a deadline."""

    def __init__(self, stage: UsbStage) -> None:
        command = stage.command(
            "-m", "tests.agent.hosts.watch_devices", msgspec.json.encode(PROFILE).decode()
        )
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=stage.environment, stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.SimpleQueue[Seen] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(msgspec.json.decode(line))

    def until(self, found: Callable[[Seen], bool], seconds: float) -> tuple[Seen, list[Seen]]:
        """The first line that fits, and all up to it."""
        deadline, seen = time.monotonic() + seconds, []
        while (left := deadline - time.monotonic()) > 0:
            try:
                seen.append(self._lines.get(timeout=left))
            except queue.Empty:
                break
            if found(seen[-1]):
                return seen[-1], seen
        raise AssertionError(f"not seen within {seconds} s; seen: {seen}")

    def close(self) -> None:
        self._process.kill()
        self._process.wait(10)
        self._reader.join(10)
        assert self._process.stdout
        self._process.stdout.close()


@pytest.fixture
def watch(stage: UsbStage) -> Iterator[Callable[[], Watcher]]:
    watchers: list[Watcher] = []

    def start() -> Watcher:
        watchers.append(Watcher(stage))
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.close()


def _state(name: str, state: str, reason: str = "") -> Callable[[Seen], bool]:
    return lambda seen: seen["signals"][name] == [state, reason]


def _changes(seen: list[Seen]) -> set[tuple[str, str, str, str]]:
    return {(c["action"], c["subsystem"], c["port"], c["model"]) for line in seen for c in line["changes"]}


def test_the_driver_tells_which_node_gives_pictures(stage: UsbStage, watch: Callable[[], Watcher]) -> None:
    stage.plug_camera("1-1.1", CUSTOMER, "C270 HD WEBCAM", 0, serial="A1B2")
    seen, _ = watch().until(lambda _: True, 20)
    assert [(v["number"], v["capabilities"]) for v in seen["video"]] == [(0, CAPTURE), (1, METADATA)]
    first = seen["video"][0]
    assert (first["port"], first["model"], first["serial"], first["card"]) == (
        "1-1.1", CUSTOMER, "A1B2", "C270 HD WEBCAM"
    )  # fmt: skip
    assert [(u["port"], u["is_hub"]) for u in seen["usb"]] == [("1-1", True), ("1-1.1", False)]


def test_a_camera_pulled_and_put_back_is_seen_within_two_seconds(
    stage: UsbStage, watch: Callable[[], Watcher]
) -> None:
    stage.plug_camera("1-1.1", CUSTOMER, "C270", 0)
    stage.plug_camera("1-1.2", DOCUMENT, "DocCam", 2)
    watcher = watch()
    watcher.until(_state("camera.order", "ok"), 20)
    stage.unplug("1-1.2")
    _, seen = watcher.until(_state("camera.document.present", "failed", "missing"), 2)
    assert ("removed", "video4linux", "1-1.2", DOCUMENT) in _changes(seen)
    stage.plug_camera("1-1.2", DOCUMENT, "DocCam", 2)
    _, seen = watcher.until(_state("camera.document.present", "ok"), 2)
    assert ("added", "usb", "1-1.2", DOCUMENT) in _changes(seen)


def test_cameras_that_came_up_in_the_wrong_order_are_told_apart(
    stage: UsbStage, watch: Callable[[], Watcher]
) -> None:
    stage.plug_camera("1-1.2", DOCUMENT, "DocCam", 0)
    stage.plug_camera("1-1.1", CUSTOMER, "C270", 2)
    watch().until(_state("camera.order", "failed", "document_first"), 20)


def test_a_hub_takes_its_cameras_along(stage: UsbStage, watch: Callable[[], Watcher]) -> None:
    stage.plug_camera("1-1.1", CUSTOMER, "C270", 0)
    watcher = watch()
    watcher.until(_state("usb.hub", "ok"), 20)
    stage.unplug("1-1")
    seen, _ = watcher.until(_state("usb.hub", "failed", "missing"), 2)
    assert seen["signals"]["camera.customer.present"] == ["failed", "missing"]


def test_a_device_nobody_expected_is_a_stranger(stage: UsbStage, watch: Callable[[], Watcher]) -> None:
    watcher = watch()
    watcher.until(_state("usb.stranger", "ok"), 20)
    stage.plug("1-1.4", "0951:1666", "DataTraveler")
    watcher.until(_state("usb.stranger", "warning", "stranger"), 2)
