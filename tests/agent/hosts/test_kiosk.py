"""Asking the launcher: one line there, one line back, in a bounded time whatever the other side does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import kiosk
from huonevahti_kiosk.server import Server
from huonevahti_kiosk.words import Answer, GoHome, KioskReading, Look, Request

READING = KioskReading(browser="running", starts_per_hour=1, page="home", page_seconds=3.0, answers=True)


@contextmanager
def _serving(path: Path, answer: Callable[[Request], Answer]) -> Iterator[None]:
    server = Server(path, "", answer)
    server.start()
    try:
        yield
    finally:
        server.close()


@contextmanager
def _saying(path: Path, parts: Callable[[], Iterator[bytes]]) -> Iterator[None]:
    """A launcher that says what it likes, part by part."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen(1)

        def serve() -> None:
            client, _ = door.accept()
            with client:
                client.recv(4096)
                try:
                    for part in parts():
                        client.sendall(part)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        thread.join(10)


def test_a_reading_comes_back_as_it_was_given(tmp_path: Path) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Answer:
        asked.append(request)
        return Answer(reading=READING)

    with _serving(tmp_path / "s", answer):
        assert kiosk.look(tmp_path / "s") == READING
    assert asked == [Look()]


def test_a_verb_comes_back_refused_with_its_reason(tmp_path: Path) -> None:
    with _serving(tmp_path / "s", lambda _: Answer(refused="in_call")):
        assert kiosk.ask(GoHome(), 2.0, tmp_path / "s").refused == "in_call"


def test_the_socket_is_for_its_own_user_alone(tmp_path: Path) -> None:
    with _serving(tmp_path / "s", lambda _: Answer()):
        assert (tmp_path / "s").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "line",
    [
        b'{"do":"evaluate","expression":"1"}\n',
        b'{"do":"look","url":"x"}\n',
        b"{}\n",
        b"\xff\n",
        b"[" * 9000 + b"\n",
    ],
)
def test_nothing_but_the_few_requests_is_understood(line: bytes, tmp_path: Path) -> None:
    with _serving(tmp_path / "s", lambda _: Answer(done=True)), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(tmp_path / "s"))
        client.sendall(line)
        with client.makefile("rb") as lines:
            assert msgspec.json.decode(lines.readline(), type=Answer).refused == "not_understood"


def test_where_there_is_no_launcher_there_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no_launcher"):
        kiosk.look(tmp_path / "nothing")


@pytest.mark.parametrize("said", [b"", b"{}\n", b'{"reading":{"page":"evil"}}\n', b"x" * 20_000])
def test_an_answer_that_is_none_fails(said: bytes, tmp_path: Path) -> None:
    with (
        _saying(tmp_path / "s", lambda: iter([said])),
        pytest.raises(Unavailable, match=r"failed|no_launcher"),
    ):
        kiosk.look(tmp_path / "s")


def test_a_launcher_that_answers_drop_by_drop_is_not_waited_for(tmp_path: Path) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(40):
            yield b" "
            time.sleep(0.05)

    began_at = time.monotonic()
    with _saying(tmp_path / "s", drops):
        with pytest.raises(Unavailable, match="timeout"):
            kiosk.ask(Look(), 0.3, tmp_path / "s")
        assert time.monotonic() - began_at < 1.0
