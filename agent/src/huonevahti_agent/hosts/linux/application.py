"""The socket on which the terminal's application tells what it does; served when the agent asks or is woken."""

from __future__ import annotations

import errno
import grp
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from huonevahti_agent.host import Unavailable
from huonevahti_kiosk.application import MAX_LINE_BYTES, ApplicationReading, Reply, Word

SOCKET = Path("/run/huonevahti/application.sock")
MOST_CLIENTS = 4


class Application:
    """Listens for the application's user; never waits, so the agent's one thread can serve it."""

    def __init__(
        self, path: Path = SOCKET, group: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Open the socket for the own user and one group; `Unavailable` where there is no place for it."""
        self._path = path
        self._clock = clock
        self._words = msgspec.json.Decoder(Word)
        self._clients: dict[socket.socket, bytes] = {}
        self._last: tuple[Word, float, float] | None = None
        self._door = socket.socket(socket.AF_UNIX)
        self._door.setblocking(False)
        try:
            self._open(group)
        except (OSError, KeyError) as error:
            self._door.close()
            raise Unavailable(
                "not_permitted" if isinstance(error, PermissionError) else "not_supported"
            ) from error

    def close(self) -> None:
        """Hear nobody any more."""
        for each in (self._door, *self._clients):
            each.close()
        self._clients.clear()
        self._path.unlink(missing_ok=True)

    def descriptors(self) -> list[int]:
        """Return what to wait on; when one of them is ready, `serve`."""
        return [self._door.fileno(), *(client.fileno() for client in self._clients)]

    def read(self) -> ApplicationReading:
        """Return the last word; `Unavailable` when there never was one."""
        self.serve()
        if self._last is None:
            raise Unavailable("no_application")
        word, said_at, state_at = self._last
        now = self._clock()
        return ApplicationReading(word=word, age_seconds=now - said_at, state_seconds=now - state_at)

    def serve(self) -> None:
        """Take what has come; each line gets its reply, a client that floods or breaks off is let go."""
        self._take_clients()
        for client in list(self._clients):
            try:
                self._hear(client)
            except OSError:
                self._clients.pop(client, None)
                client.close()

    def _open(self, group: str) -> None:
        if _is_listened_to(self._path):
            raise OSError(errno.EADDRINUSE, "another agent listens there")
        self._path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self._door.bind(str(self._path))
        finally:
            os.umask(before)
        if group:
            os.chown(self._path, -1, grp.getgrnam(group).gr_gid)
            self._path.chmod(0o660)
        self._door.listen(MOST_CLIENTS)

    def _take_clients(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except BlockingIOError:
                return
            if len(self._clients) >= MOST_CLIENTS:
                client.close()
                continue
            client.setblocking(False)
            self._clients[client] = b""

    def _hear(self, client: socket.socket) -> None:
        for _ in range(MOST_CLIENTS):  # a flood waits for its next turn
            try:
                part = client.recv(MAX_LINE_BYTES)
            except BlockingIOError:
                return
            if not part:
                raise ConnectionResetError
            *lines, rest = (self._clients[client] + part).split(b"\n")
            replies = b"".join(msgspec.json.encode(self._taken(line)) + b"\n" for line in lines)
            if replies and client.send(replies) < len(replies):
                raise ConnectionAbortedError  # it does not read what it is told
            if len(rest) > MAX_LINE_BYTES:
                raise ConnectionAbortedError
            self._clients[client] = rest

    def _taken(self, line: bytes) -> Reply:
        try:
            word = self._words.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return Reply(taken=False, expected=str(error))
        now = self._clock()
        goes_on = self._last is not None and self._last[0].state == word.state
        self._last = (word, now, self._last[2] if self._last and goes_on else now)
        return Reply(taken=True)


def _is_listened_to(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.setblocking(False)
            caller.connect(str(path))
    except BlockingIOError:  # its backlog is full
        return True
    except OSError:
        return False
    return True
