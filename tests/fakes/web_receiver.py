"""A real web server on loopback that takes what a webhook posts, and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    """What was posted, each with its path, headers and body; `status` is what is answered."""

    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204

    @property
    def ids(self) -> list[str]:
        """The id of each message, in the order they came."""
        return [headers["Huonevahti-Message-Id"] for _, headers, _ in self.posts]


@contextmanager
def web_receiver() -> Iterator[tuple[Received, str]]:
    """A server on a port of loopback, and its address."""
    received = Received()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if received.status < 300:
                received.posts.append((self.path, dict(self.headers), body))
            self.send_response(received.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield received, f"http://127.0.0.1:{server.server_address[1]}/hooks/rooms"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
