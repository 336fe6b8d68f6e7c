"""The real host on the machine the test runs on: clocks, waking, and calls that end in time."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import pytest

from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host import SoundDevice, SoundReading, Unavailable
from huonevahti_agent.hosts.linux import LinuxHost, session, v4l2
from huonevahti_agent.hosts.linux.bounded import Bounded

CAMERA = Held("camera", "kiosk")


def test_the_clocks_agree(host: LinuxHost) -> None:
    assert host.now().tzinfo is UTC
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    assert abs(host.monotonic() - uptime) < 5
    assert abs((host.now() - host.booted_at()).total_seconds() - uptime) < 5
    assert host.clock_is_synchronised() in (True, False)


def test_the_boot_is_known(host: LinuxHost) -> None:
    assert host.boot_id() == Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    assert host.boot_traces().panic_files in (None, 0)


def test_every_share_of_the_machine_is_a_share(host: LinuxHost) -> None:
    for _ in range(2):  # since boot at first, since the last call then
        reading = host.machine()
        assert reading.cpu_ratio is not None
        assert 0 <= reading.cpu_ratio <= 1
        assert 0 < reading.memory_ratio < 1
        assert 0 < reading.disk_ratio < 1
        assert reading.agent_rss_bytes > 1_000_000


def test_a_wait_ends_when_woken_from_another_thread(host: LinuxHost) -> None:
    threading.Timer(0.05, host.wake).start()
    started = time.monotonic()
    assert host.wait(30) == ()
    assert time.monotonic() - started < 5


def test_a_bell_rung_before_the_wait_is_heard_once(host: LinuxHost) -> None:
    for _ in range(10_000):
        host.wake()
    started = time.monotonic()
    host.wait(30)
    assert time.monotonic() - started < 5
    started = time.monotonic()
    host.wait(0.1)
    assert time.monotonic() - started >= 0.09


def test_a_closed_host_can_still_be_woken() -> None:
    host = LinuxHost()
    host.close()
    host.wake()


@pytest.mark.parametrize(
    ("whole", "node", "expected"),
    [
        pytest.param(0x84A0_0001, 0x0420_0001, 0x0420_0001, id="the node's own"),
        pytest.param(0x0400_0001, 0, 0x0400_0001, id="an old driver tells the whole device's only"),
    ],
)
def test_what_a_node_can_do_is_its_own_answer(whole: int, node: int, expected: int) -> None:
    answer = b"uvcvideo".ljust(16, b"\0") + b"DocCam \xff".ljust(32, b"\0") + bytes(32)
    answer += b"".join(number.to_bytes(4, "little") for number in (0, whole, node, 0, 0, 0))
    assert v4l2.parse(answer) == v4l2.Capability("DocCam �", expected)


def test_a_file_that_is_no_video_node_has_no_capability(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    with pytest.raises(OSError, match="ioctl"):
        v4l2.query(str(tmp_path / "video0"))


def _process(root: Path, number: int, name: str, *opened: str) -> None:
    proc = root / "proc"
    (proc / str(number) / "fd").mkdir(parents=True)
    (proc / str(number) / "comm").write_text(f"{name}\n")
    for place, target in enumerate(opened):
        (proc / str(number) / "fd" / str(place)).symlink_to(target)


def _sound(*users: str) -> SoundReading:
    return SoundReading((SoundDevice("mic", "Mic", False, 1.0, True, "", None, users),), ())


@pytest.mark.parametrize(
    ("processes", "users", "signs"),
    [
        pytest.param(
            {"chromium": ["/dev/null", "/dev/video0"]}, [], (CAMERA,), id="a browser holds a camera"
        ),
        pytest.param({"obs": ["/dev/video0"]}, [], (Held("camera", "other"),), id="another program does"),
        pytest.param({"pipewire": ["/dev/video0"]}, [], (), id="a media server always does"),
        pytest.param(
            {"chromium": ["/dev/null"]}, ["Chromium input"], (Held("microphone"),), id="a recording"
        ),
        pytest.param({"bash": ["/dev/pts/0"]}, [], (), id="nobody"),
    ],
)
def test_signs_of_a_session_are_found(
    tmp_path: Path, processes: dict[str, list[str]], users: list[str], signs: tuple[Held, ...]
) -> None:
    _driver(tmp_path, "video0", "1")
    for number, (name, opened) in enumerate(processes.items(), 100):
        _process(tmp_path, number, name, *opened)
    assert session.held(tmp_path, _sound(*users)) == signs


def _driver(root: Path, node: str, uses: str | None) -> None:
    module = root / "sys/class/video4linux" / node / "device/driver/module"
    module.mkdir(parents=True)
    if uses is not None:
        (module / "refcnt").write_text(uses)


@pytest.mark.parametrize(
    ("uses", "signs"),
    [
        pytest.param(["0\n", "0\n"], (), id="nobody uses a driver, so nobody is looked for"),
        pytest.param(["0\n", "1\n"], (CAMERA,), id="somebody uses one"),
        pytest.param([None], (CAMERA,), id="a driver that counts nothing"),
        pytest.param(["-1\n"], (CAMERA,), id="a driver on its way out"),
    ],
)
def test_open_files_are_walked_only_when_a_driver_is_in_use(
    tmp_path: Path, uses: list[str | None], signs: tuple[Held, ...]
) -> None:
    for number, count in enumerate(uses):
        _driver(tmp_path, f"video{number}", count)
    _process(tmp_path, 100, "chromium", "/dev/video0")
    assert session.held(tmp_path, None) == signs


@contextmanager
def _looker(path: Path, answer: str) -> Iterator[None]:
    """Who may look into every process, asked once."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen(1)

        def serve() -> None:
            asking, _ = door.accept()
            with asking:
                asking.sendall(answer.encode())

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("looked\nchromium\nobs\n", {"chromium", "obs"}),
        ("looked\n", set()),
        pytest.param("looked\n{own}\nchromium\n", {"chromium"}, id="our own captures bear our name"),
    ],
)
def test_where_processes_are_closed_to_us_the_one_who_may_look_is_asked(
    tmp_path: Path, answer: str, names: set[str]
) -> None:
    own = Path("/proc/self/comm").read_text(encoding="utf-8").strip()
    with _looker(tmp_path / "looker", answer.format(own=own)):
        assert session._told(tmp_path / "looker") == names


@pytest.mark.parametrize("answer", ["", "chromium\n", "Traceback (most recent call last):\n"])
def test_a_look_that_did_not_succeed_tells_nothing(tmp_path: Path, answer: str) -> None:
    with _looker(tmp_path / "looker", answer), pytest.raises(Unavailable, match="not_permitted"):
        session._told(tmp_path / "looker")
    with pytest.raises(Unavailable, match="not_permitted"):
        session._told(tmp_path / "nobody")


def test_our_own_look_at_a_camera_is_no_session(tmp_path: Path) -> None:
    _driver(tmp_path, "video0", "1")
    _process(tmp_path, os.getpid(), "huonevahti-agen", "/dev/video0")
    assert session.held(tmp_path, None) == ()


def test_a_call_that_hangs_is_given_up_and_not_piled_upon() -> None:
    bounded, stuck = Bounded("test", (OSError,)), threading.Event()
    for _ in range(2):
        with pytest.raises(Unavailable, match="timeout"):
            bounded.call(0.05, stuck.wait)
    assert sum(thread.name == "test" for thread in threading.enumerate()) == 1
    stuck.set()
    deadline = time.monotonic() + 5
    while any(thread.name == "test" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert bounded.call(5, lambda: 7) == 7


def test_an_error_of_a_bounded_call_comes_through() -> None:
    def fail() -> int:
        raise FileNotFoundError("gone")

    with pytest.raises(FileNotFoundError, match="gone"):
        Bounded("test", (OSError,)).call(5, fail)
