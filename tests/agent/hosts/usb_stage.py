"""A stage of USB devices under the real libudev: libumockdev plays sysfs, uevents and V4L2's answers.

The stage is a process of its own, started under umockdev-wrapper; programs that shall see it are started with
`command` and `environment`. Run as a program it reads one JSON line an act from its input and answers each.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from ctypes import POINTER, c_char_p, c_int, c_long, c_size_t, c_ulong, c_void_p
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[3]
QUERYCAP = 0x80685600
EVIOCGKEY, KEYS_BYTES = 0x80604518, 96
CAPTURE, METADATA, DEVICE_CAPS = 0x0420_0001, 0x04A0_0000, 0x8000_0000


class UsbStage:
    """Plugs and unplugs devices of one root hub; the hub a device hangs on must be plugged in first."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["umockdev-wrapper", sys.executable, "-m", "tests.agent.hosts.usb_stage"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.environment = {**os.environ, "UMOCKDEV_DIR": self._read()["folder"]}
        self.plug("usb1", "1d6b:0002", "xHCI Host Controller", is_hub=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def command(self, *arguments: str) -> list[str]:
        """The command line of a Python program that shall see this stage."""
        return ["umockdev-wrapper", sys.executable, *arguments]

    def plug(self, port: str, model: str, name: str, *, serial: str = "", is_hub: bool = False) -> None:
        """Plug a device in."""
        self._act(act="plug", port=port, model=model, name=name, serial=serial, is_hub=is_hub)

    def plug_camera(self, port: str, model: str, name: str, number: int, *, serial: str = "") -> None:
        """Plug a camera in, with two nodes as every UVC camera has them: pictures, and their metadata."""
        self.plug(port, model, name, serial=serial)
        self._act(act="node", port=port, name=name, number=number, capabilities=CAPTURE)
        self._act(act="node", port=port, name=name, number=number + 1, capabilities=METADATA)

    def plug_input(self, port: str, model: str, name: str, number: int, *, serial: str = "") -> None:
        """Plug in a device that a hand is laid on."""
        self.plug(port, model, name, serial=serial)
        self._act(act="input", port=port, number=number)

    def feel(self, number: int, *, is_down: bool) -> None:
        """Let something go down or up on an input node; the driver tells of it."""
        self._act(act="feel", number=number, is_down=is_down)

    def unplug(self, port: str) -> None:
        """Pull a device with all that hangs on it."""
        self._act(act="unplug", port=port)

    def _act(self, **act: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(act) + "\n")
        self._process.stdin.flush()
        self._read()

    def _read(self) -> dict[str, str]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the stage of USB devices ended early; is umockdev installed?"
        answer: dict[str, str] = json.loads(line)
        return answer


class _Actor:
    """The side that holds the testbed, under the wrapper."""

    def __init__(self) -> None:
        self._mock = ctypes.CDLL("libumockdev.so.0")
        self._signals = ctypes.CDLL("libgobject-2.0.so.0")
        _declare(self._mock, self._signals)
        self._bed = self._mock.umockdev_testbed_new()
        self.folder = Path(self._mock.umockdev_testbed_get_root_dir(self._bed).decode())
        self._paths: dict[str, list[bytes]] = {}
        self._answers: list[Any] = []
        self._inputs: dict[int, tuple[int, bytearray]] = {}
        self._inputs_of: dict[str, list[int]] = {}

    def plug(self, *, port: str, model: str, name: str, serial: str, is_hub: bool) -> None:
        vendor, product = model.split(":")
        attributes = ["idVendor", vendor, "idProduct", product, "product", name]
        attributes += ["bDeviceClass", "09" if is_hub else "ef", *(["serial", serial] if serial else [])]
        told = f"{vendor.lstrip('0')}/{product.lstrip('0')}/12"
        properties = [
            "DEVTYPE",
            "usb_device",
            "PRODUCT",
            told,
            "ID_VENDOR_ID",
            vendor,
            "ID_MODEL_ID",
            product,
        ]
        parent = self._paths.get(port.rpartition(".")[0] or "usb1", [None])[0]
        self._paths[port] = [self._add("usb", port, parent, attributes, properties)]

    def node(self, *, port: str, name: str, number: int, capabilities: int) -> None:
        node = f"/dev/video{number}"
        place = self.folder / node.lstrip("/")
        place.parent.mkdir(exist_ok=True)
        place.touch()
        properties = ["DEVNAME", node, "MAJOR", "81", "MINOR", str(number)]
        device = self._paths[port]
        if len(device) == 1:
            device.append(self._add("usb", f"{port}:1.0", device[0], [], ["DEVTYPE", "usb_interface"]))
        path = self._add("video4linux", f"video{number}", device[1], ["name", name], properties)
        self._paths[port].append(path)
        self._answer(node, struct.pack("=16s32s32s6I", b"uvcvideo", name.encode(), b"usb", 0, DEVICE_CAPS | CAPTURE,
                                       capabilities, 0, 0, 0))  # fmt: skip

    def input(self, *, port: str, number: int) -> None:
        node = f"/dev/input/event{number}"
        place = self.folder / node.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(place)
        self._inputs_of.setdefault(port, []).append(number)
        self._inputs[number] = (os.open(place, os.O_RDWR | os.O_NONBLOCK), bytearray(KEYS_BYTES))
        device = self._paths[port]
        device.append(self._add("usb", f"{port}:1.0", device[0], [], ["DEVTYPE", "usb_interface"]))
        properties = ["DEVNAME", node, "MAJOR", "13", "MINOR", str(64 + number)]
        device.append(self._add("input", f"event{number}", device[1], [], properties))
        self._attach(node, EVIOCGKEY, self._inputs[number][1])

    def feel(self, *, number: int, is_down: bool) -> None:
        pipe, keys = self._inputs[number]
        keys[0x14A // 8] = 1 << 0x14A % 8 if is_down else 0
        for kind, code, value in ((1, 0x14A, int(is_down)), (3, 0, 1234), (0, 0, 0)):
            os.write(pipe, struct.pack("llHHi", 0, 0, kind, code, value))

    def unplug(self, *, port: str) -> None:
        for number in self._inputs_of.pop(port, []):
            os.close(self._inputs.pop(number)[0])
            (self.folder / f"dev/input/event{number}").unlink()
        for gone in sorted((p for p in self._paths if p == port or p.startswith(port + ".")), reverse=True):
            for path in reversed(self._paths.pop(gone)):
                self._mock.umockdev_testbed_uevent(self._bed, path, b"remove")
                self._mock.umockdev_testbed_remove_device(self._bed, path)

    def _add(
        self, subsystem: str, name: str, parent: bytes | None, attributes: list[str], properties: list[str]
    ) -> bytes:
        """Adds a device; the testbed itself tells the world of it."""
        path: bytes | None = self._mock.umockdev_testbed_add_devicev(
            self._bed, subsystem.encode(), name.encode(), parent, _texts(attributes), _texts(properties)
        )
        assert path, f"{subsystem} {name} could not be added"
        return path

    def _answer(self, node: str, answer: bytes) -> None:
        """Answers VIDIOC_QUERYCAP on a node for as long as this process lives."""
        self._attach(node, QUERYCAP, answer)

    def _attach(self, node: str, request: int, answer: bytes | bytearray) -> None:
        def asked(_driver: int, client: int, _nothing: int) -> int:
            if self._mock.umockdev_ioctl_client_get_request(client) != request:
                return 0
            argument = self._mock.umockdev_ioctl_client_get_arg(client)
            memory = self._mock.umockdev_ioctl_data_resolve(argument, 0, len(answer), None)
            self._mock.umockdev_ioctl_data_update(memory, 0, bytes(answer), len(answer))
            self._mock.umockdev_ioctl_client_complete(client, 0, 0)
            return 1

        call = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)(asked)
        self._answers.append(call)
        driver = self._mock.umockdev_ioctl_base_new()
        self._signals.g_signal_connect_data(
            driver, b"handle-ioctl", ctypes.cast(call, c_void_p), None, None, 0
        )
        if node.encode() not in self._attached():
            self._mock.umockdev_testbed_attach_ioctl(self._bed, node.encode(), driver, None)

    def _attached(self) -> list[bytes]:
        attached = self.folder / "ioctl/dev"
        return [f"/dev/{entry.name}".encode() for entry in attached.iterdir()] if attached.is_dir() else []


def _texts(values: Sequence[str]) -> Any:
    array = (c_char_p * (len(values) + 1))()
    array[: len(values)] = [value.encode() for value in values]
    return array


def _declare(mock: ctypes.CDLL, signals: ctypes.CDLL) -> None:
    """What C cannot tell: the types of the calls that give or take pointers."""
    texts = POINTER(c_char_p)
    calls: list[tuple[Any, Any, list[Any]]] = [
        (mock.umockdev_testbed_new, c_void_p, []),
        (mock.umockdev_testbed_get_root_dir, c_char_p, [c_void_p]),
        (mock.umockdev_testbed_add_devicev, c_char_p, [c_void_p, c_char_p, c_char_p, c_char_p, texts, texts]),
        (mock.umockdev_testbed_uevent, None, [c_void_p, c_char_p, c_char_p]),
        (mock.umockdev_testbed_remove_device, None, [c_void_p, c_char_p]),
        (mock.umockdev_testbed_attach_ioctl, c_int, [c_void_p, c_char_p, c_void_p, c_void_p]),
        (mock.umockdev_ioctl_base_new, c_void_p, []),
        (mock.umockdev_ioctl_client_get_request, c_ulong, [c_void_p]),
        (mock.umockdev_ioctl_client_get_arg, c_void_p, [c_void_p]),
        (mock.umockdev_ioctl_client_complete, None, [c_void_p, c_long, c_int]),
        (mock.umockdev_ioctl_data_resolve, c_void_p, [c_void_p, c_size_t, c_size_t, c_void_p]),
        (mock.umockdev_ioctl_data_update, None, [c_void_p, c_size_t, c_char_p, c_int]),
        (signals.g_signal_connect_data, c_ulong, [c_void_p, c_char_p, c_void_p, c_void_p, c_void_p, c_int]),
    ]
    for call, result, arguments in calls:
        call.restype, call.argtypes = result, arguments


def main() -> None:
    """Read acts until the input ends."""
    actor = _Actor()
    print(json.dumps({"folder": str(actor.folder)}), flush=True)  # noqa: T201  # speaks to the test that started it
    acts: dict[str, Callable[..., None]] = {"plug": actor.plug, "node": actor.node}
    acts |= {"input": actor.input, "feel": actor.feel, "unplug": actor.unplug}
    for line in sys.stdin:
        act = json.loads(line)
        acts[act.pop("act")](**act)
        print("{}", flush=True)  # noqa: T201  # speaks to the test that started it
    shutil.rmtree(actor.folder)


if __name__ == "__main__":
    main()
