"""A camera that streams, under umockdev: one process that plays its driver, looks at it as the agent does, and tells.

Its argument is a scene as JSON; it writes what `luma.look` found, and what the driver was asked for, as JSON.
"""

from __future__ import annotations

import ctypes
import errno
import json
import subprocess
import sys
import time
from collections.abc import Callable
from ctypes import POINTER, c_int, c_size_t, c_void_p

import msgspec
from msgspec import Struct

from huonevahti_agent.domain import picture
from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import luma
from tests.agent.hosts.usb_stage import QUERYCAP, ROOT, _Actor

NODE = "/dev/video0"
FRAME_SECONDS = 1 / 30


class Scene(Struct, frozen=True, omit_defaults=True):
    """What the camera shows, by frames that take turns, and how its driver behaves."""

    points: tuple[int, int] = (90, 110)
    """Brightness of even and odd points."""
    is_frozen: bool = False
    """Otherwise the first point of each frame is another, as no two frames of a live sensor are equal."""
    width: int = 160
    height: int = 120
    pixels: str = "YUYV"
    fails: str = ""
    """The name of the request that fails, and with what."""
    error: str = "EBUSY"


class Seen(Struct, frozen=True):
    """What the agent made of it. `asked` are the requests in their order, repeats left out."""

    unavailable: str = ""
    look: str = ""
    mean: float = 0.0
    size: tuple[int, int] = (0, 0)
    frames: int = 0
    seconds: float = 0.0
    asked: tuple[str, ...] = ()


REQUESTS = {
    QUERYCAP: ("querycap", 104),
    luma.VIDIOC_S_FMT: ("s_fmt", 208),
    luma.VIDIOC_REQBUFS: ("reqbufs", 20),
    luma.VIDIOC_QUERYBUF: ("querybuf", 88),
    luma.VIDIOC_QBUF: ("qbuf", 88),
    luma.VIDIOC_DQBUF: ("dqbuf", 88),
    luma.VIDIOC_STREAMON: ("streamon", 4),
    luma.VIDIOC_STREAMOFF: ("streamoff", 4),
}


def watch(scene: Scene) -> Seen:
    """Play a scene in a process of its own and return what was seen of it."""
    command = ["umockdev-wrapper", sys.executable, "-m", "tests.agent.hosts.luma_stage"]
    run = subprocess.run(
        [*command, json.dumps(msgspec.to_builtins(scene))],
        cwd=ROOT, capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    return msgspec.json.decode(run.stdout, type=Seen)


class _Camera(_Actor):
    """Answers every request of a capture; the node is a file, and its driver writes each frame into it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self.asked: list[str] = []
        self._sent = 0
        retrieve = self._mock.umockdev_ioctl_data_retrieve
        retrieve.restype, retrieve.argtypes = c_void_p, [c_void_p, POINTER(c_int)]

    @property
    def line(self) -> int:
        """Bytes of one row."""
        return self._scene.width * (1 if self._scene.pixels == "GREY" else 2)

    @property
    def length(self) -> int:
        """Bytes of one buffer, in whole pages as mmap wants it."""
        return -(-self.line * self._scene.height // 4096) * 4096

    def _answer(self, node: str, answer: bytes) -> None:
        def asked(_driver: int, client: int, _nothing: int) -> int:
            name, size = REQUESTS[self._mock.umockdev_ioctl_client_get_request(client)]
            if name not in self.asked[-2:]:
                self.asked.append(name)
            memory = self._mock.umockdev_ioctl_data_resolve(
                self._mock.umockdev_ioctl_client_get_arg(client), 0, size, None
            )
            if name == self._scene.fails:
                self._mock.umockdev_ioctl_client_complete(client, -1, getattr(errno, self._scene.error))
                return 1
            count = c_int()
            told = ctypes.string_at(
                self._mock.umockdev_ioctl_data_retrieve(memory, ctypes.byref(count)), size
            )
            reply = answer if name == "querycap" else self._reply(name, told)
            self._mock.umockdev_ioctl_data_update(memory, 0, reply, len(reply))
            self._mock.umockdev_ioctl_client_complete(client, 0, 0)
            return 1

        driver = self._mock.umockdev_ioctl_base_new()
        call = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)(asked)
        self._answers.append(call)
        self._signals.g_signal_connect_data(
            driver, b"handle-ioctl", ctypes.cast(call, c_void_p), None, None, 0
        )
        self._mock.umockdev_testbed_attach_ioctl(self._bed, node.encode(), driver, None)

    def _reply(self, name: str, told: bytes) -> bytes:
        replies: dict[str, Callable[[bytes], bytes]] = {
            "s_fmt": self._format,
            "querybuf": self._place,
            "dqbuf": self._frame,
        }
        return replies.get(name, bytes)(told)

    def _format(self, told: bytes) -> bytes:
        """A driver has its own mind of sizes and formats, and answers with what it will do."""
        kind, _, _, _, *rest = luma.FORMAT.unpack(told)
        pixels = int.from_bytes(self._scene.pixels.encode(), "little")
        rest[1] = self.line
        return luma.FORMAT.pack(kind, self._scene.width, self._scene.height, pixels, *rest)

    def _place(self, told: bytes) -> bytes:
        index, *rest = luma.BUFFER.unpack(told)
        return luma.BUFFER.pack(index, *rest[:-2], index * self.length, self.length)

    def _frame(self, told: bytes) -> bytes:
        time.sleep(FRAME_SECONDS)
        index = self._sent % 2
        even, odd = self._scene.points
        step = b"" if self._scene.pixels == "GREY" else b"\x80"
        points = (bytes([even]) + step + bytes([odd]) + step) * (self._scene.width // 2) * self._scene.height
        with (self.folder / NODE.lstrip("/")).open("r+b") as file:
            file.seek(index * self.length)
            file.write(points if self._scene.is_frozen else bytes([self._sent % 256]) + points[1:])
        self._sent += 1
        return luma.BUFFER.pack(index, *luma.BUFFER.unpack(told)[1:])


def _look(camera: _Camera) -> Seen:
    started = time.monotonic()
    try:
        found = luma.look(NODE)
    except Unavailable as error:
        taken = time.monotonic() - started
        return Seen(unavailable=error.reason, seconds=taken, asked=tuple(camera.asked))
    if found.first is None or found.last is None:
        return Seen(frames=found.frames, seconds=found.seconds, asked=tuple(camera.asked))
    judged = picture.judge(found.first, found.last)
    size = (found.last.width, found.last.height)
    seconds = time.monotonic() - started
    return Seen("", judged.look, judged.mean, size, found.frames, seconds, tuple(camera.asked))


def main() -> None:
    """Play one scene."""
    scene = msgspec.json.decode(sys.argv[1], type=Scene)
    camera = _Camera(scene)
    camera._mock.umockdev_ioctl_data_resolve.argtypes = [c_void_p, c_size_t, c_size_t, c_void_p]
    camera.plug(port="usb1", model="1d6b:0002", name="xHCI", serial="", is_hub=True)
    camera.plug(port="1-1", model="046d:0825", name="C270", serial="", is_hub=False)
    camera.node(port="1-1", name="C270", number=0, capabilities=0x0420_0001)
    (camera.folder / NODE.lstrip("/")).write_bytes(bytes(2 * camera.length))
    sys.stdout.write(msgspec.json.encode(_look(camera)).decode())


if __name__ == "__main__":
    main()
