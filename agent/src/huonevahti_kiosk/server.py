"""The launcher's socket: a line with one request, a line with its answer, and nothing else is understood."""

from __future__ import annotations

import grp
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from huonevahti_kiosk.words import MAX_LINE_BYTES, Answer, Request

MOST_CLIENTS = 4
IDLE_SECONDS = 30.0


class Server:
    """Listens for its own user and one group; each client has a thread, and at most four are heard at once."""

    def __init__(self, path: Path, group: str, answer: Callable[[Request], Answer]) -> None:
        """Open the socket; one that an earlier run left behind is taken away."""
        self._answer = answer
        self._requests = msgspec.json.Decoder(Request)
        self._places = threading.BoundedSemaphore(MOST_CLIENTS)
        self._path = path
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            self._socket.bind(str(path))
        finally:
            os.umask(before)
        if group:
            os.chown(path, -1, grp.getgrnam(group).gr_gid)
            path.chmod(0o660)
        self._socket.listen(MOST_CLIENTS)

    def start(self) -> None:
        """Take clients, in a thread of its own."""
        threading.Thread(target=self._run, name="clients", daemon=True).start()

    def close(self) -> None:
        """Take no more clients."""
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:  # closed
                return
            if not self._places.acquire(blocking=False):
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            client.settimeout(IDLE_SECONDS)
            with client, client.makefile("rb") as lines:
                while line := lines.readline(MAX_LINE_BYTES):
                    client.sendall(msgspec.json.encode(self._reply(line)) + b"\n")
        except OSError:  # gone, or silent for too long
            return
        finally:
            self._places.release()

    def _reply(self, line: bytes) -> Answer:
        try:
            return self._answer(self._requests.decode(line))
        except msgspec.DecodeError:
            return Answer(refused="not_understood")
