"""The application's socket: what is said is kept, what is wrong is told, what floods is let go."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux.application import Application
from huonevahti_agent.hosts.linux.linux_host import LinuxHost
from huonevahti_kiosk.application import FRESH_SECONDS, Reply
from tests.waiting import wait_until


class Clock:
    """Time that a test moves."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "application.sock"


@pytest.fixture
def listening(path: Path, clock: Clock) -> Iterator[Application]:
    """The agent's end."""
    found = Application(path, clock=clock)
    yield found
    found.close()


def _connected(path: Path) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(5)
    client.connect(str(path))
    return client


def _say(listening: Application, client: socket.socket, line: bytes) -> Reply:
    client.sendall(line + b"\n")
    listening.serve()
    with client.makefile("rb") as replies:
        return msgspec.json.decode(replies.readline(), type=Reply)


def _word(state: str, **more: Any) -> bytes:
    return json.dumps({"v": 1, "state": state, **more}).encode()


def test_before_any_word_there_is_no_application(listening: Application) -> None:
    with pytest.raises(Unavailable, match="no_application"):
        listening.read()


def test_the_last_word_is_kept_with_its_age(listening: Application, path: Path, clock: Clock) -> None:
    with _connected(path) as client:
        assert _say(listening, client, _word("waiting")).taken
        clock.seconds += 20
        assert _say(listening, client, _word("waiting")).taken
    clock.seconds += 5
    reading = listening.read()
    assert (reading.word.state, reading.age_seconds, reading.state_seconds) == ("waiting", 5.0, 25.0)
    assert reading.is_fresh
    clock.seconds += FRESH_SECONDS
    assert not listening.read().is_fresh


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"v":1,"state":"dreaming"}', "dreaming"),
        (b'{"v":2,"state":"start"}', "v"),
        (b'{"v":1,"state":"start","customer":"Maija"}', "customer"),
        (b'{"v":1,"state":"in_call","call":{"sent_loss_ratio":2}}', "sent_loss_ratio"),
        (b"hello", "JSON"),
        (b"\xff", "JSON"),
    ],
)
def test_a_wrong_word_is_refused_with_what_was_expected(
    line: bytes, told: str, listening: Application, path: Path
) -> None:
    with _connected(path) as client:
        reply = _say(listening, client, line)
        assert not reply.taken
        assert told in reply.expected
        assert _say(listening, client, _word("start")).taken


def test_a_word_may_come_in_pieces_and_two_at_once(listening: Application, path: Path) -> None:
    with _connected(path) as client:
        client.sendall(b'{"v":1,"sta')
        listening.serve()
        client.sendall(b'te":"start"}\n' + _word("waiting") + b"\n")
        assert listening.read().word.state == "waiting"


def test_a_line_without_end_is_let_go_and_others_are_heard(listening: Application, path: Path) -> None:
    with _connected(path) as flood, _connected(path) as other:
        flood.sendall(b"x" * 20_000)
        assert _say(listening, other, _word("start")).taken
        listening.serve()
        assert len(listening.descriptors()) == 2


def test_more_clients_than_four_are_turned_away(listening: Application, path: Path) -> None:
    clients = [_connected(path) for _ in range(5)]
    listening.serve()
    assert len(listening.descriptors()) == 5
    for client in clients:
        client.close()
    listening.serve()
    assert len(listening.descriptors()) == 1


def test_the_socket_is_for_its_own_user_alone(listening: Application, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert listening.descriptors()


def test_where_no_socket_can_be_there_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="not_supported"):
        Application(tmp_path / "no" / "folder" / "s")


def test_a_second_agent_does_not_take_the_socket_away(listening: Application, path: Path) -> None:
    with pytest.raises(Unavailable, match="not_supported"):
        Application(path)
    with _connected(path) as client:
        assert _say(listening, client, _word("start")).taken


def test_a_socket_that_a_dead_agent_left_behind_is_taken_over(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    found = Application(path)
    with _connected(path) as client:
        assert _say(found, client, _word("start")).taken
    found.close()


def test_a_waiting_host_hears_the_application_at_once_and_waits_on(
    listening: Application, path: Path
) -> None:
    host = LinuxHost()
    host._application = listening
    try:
        with _connected(path) as client, client.makefile("rb") as replies:
            client.sendall(_word("waiting") + b"\n")
            assert host.wait(0.2) == ()
            assert msgspec.json.decode(replies.readline(), type=Reply).taken
        assert host.application().word.state == "waiting"
    finally:
        host.close()


def test_the_stub_plays_each_state_in_turn(listening: Application, path: Path) -> None:
    words = [
        "application-stub",
        "--socket",
        str(path),
        "--states",
        "identifying,in_call,error",
        "--seconds",
        "0.3",
    ]
    seen: list[str] = []

    def ended() -> bool:
        listening.serve()
        if listening._last and listening._last[0].state not in seen:
            seen.append(listening._last[0].state)
        return stub.poll() is not None

    with subprocess.Popen([sys.executable, "-m", "huonevahti_kiosk", *words]) as stub:
        wait_until(ended, "the stub ends", 20.0, 0.01)
    assert stub.returncode == 0
    assert seen == ["identifying", "in_call", "error"]


def test_the_stub_says_which_state_it_does_not_know(path: Path) -> None:
    words = ["application-stub", "--socket", str(path), "--states", "dancing"]
    run = subprocess.run(
        [sys.executable, "-m", "huonevahti_kiosk", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert run.returncode == 2
    assert "'dancing'" in run.stderr
