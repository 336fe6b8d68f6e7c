"""A real browser in a real launcher, before pages on loopback that do as a test tells them."""

from __future__ import annotations

import json
import queue
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from huonevahti_kiosk.kiosk import Kiosk
from huonevahti_kiosk.settings import Settings, checked
from huonevahti_kiosk.words import Answer, GoHome, KioskReading, Request
from tests.waiting import wait_until

MARK = "Pankkitunnus-4711"
"""Stands in every page's text and title, and must never leave the launcher."""
PAGE = """<!doctype html><title>%(mark)s</title><p>%(mark)s</p>
<button id=start style="width:200px;height:80px">Start</button>
<script>
const told = (of, what) => fetch("/told", {method: "POST", body: JSON.stringify([of, what ?? null])});
(async () => { for (;;) {
  const [of, order] = await (await fetch("/order?%(number)s%(path)s")).json();
  if (of) { try { await told(of, await (new (async () => {}).constructor(order))()); }
            catch (error) { await told(of, String(error)); } }
} })();
</script>"""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-popup-blocking",
    "--allow-loopback-in-peer-connection",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=device-count=2",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)
"""As everywhere without a screen, a sandbox and hardware; names below localhost are a secure context."""


class Site:
    """Every host of the stage: one server, whose pages ask it what to do and tell it what came of it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._last = 0
        self._newest: dict[str, int] = {}
        self._orders: dict[str, queue.SimpleQueue[tuple[int, str]]] = {}
        self.told: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.seen: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _answers(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def address(self, host: str, path: str = "/") -> str:
        """The address of a page of a host."""
        return f"http://{host}.localhost:{self._server.server_port}{path}"

    def orders(self, path: str) -> queue.SimpleQueue[tuple[int, str]]:
        """What the page of a path is still to do."""
        return self._orders.setdefault(path, queue.SimpleQueue())

    def newest(self, path: str) -> int:
        """Number a page that is served now; only the newest of its path is given orders."""
        with self._lock:
            self._newest[path] = self._newest.get(path, 0) + 1
            return self._newest[path]

    def next_order(self, path: str, number: int, asker: socket.socket) -> tuple[int, str]:
        """What this page is to do, empty when nothing for a while; a page that is gone by now is given nothing."""
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline and not _has_hung_up(asker):
            with self._lock:
                if self._newest.get(path) == number and not self.orders(path).empty():
                    return self.orders(path).get()
            time.sleep(0.01)
        return 0, ""

    def order(self, script: str, path: str = "/", seconds: float = 20.0) -> Any:
        """Let the page of a path run a script, and give what it returns."""
        number = self.send_off(script, path)
        while True:
            of, what = self.told.get(timeout=seconds)
            if of == number:
                return what

    def send_off(self, script: str, path: str = "/") -> int:
        """Let the page run a script that it may not come back from."""
        self._last += 1
        self.orders(path).put((self._last, script))
        return self._last

    def forget(self) -> None:
        """Take back what no page has begun."""
        self._orders.clear()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def _has_hung_up(asker: socket.socket) -> bool:
    return bool(select.select([asker], [], [], 0)[0]) and not asker.recv(1, socket.MSG_PEEK)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that is gone in mid-answer is no error here."""


def _answers(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == "/order":
                number, _, name = query.partition("/")
                self._send(json.dumps(site.next_order(f"/{name}", int(number), self.connection)))
            elif path == "/leave":
                self.send_response(302)
                self.send_header("Location", query)
                self.end_headers()
            else:
                site.seen.append(f"{self.headers['Host'].split('.')[0]}{path}")
                self._send(PAGE % {"mark": MARK, "number": site.newest(path), "path": path}, "text/html")

        def do_POST(self) -> None:
            site.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._send("")

        def _send(self, text: str, kind: str = "text/plain") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-store")  # a page from a cache would come with its old number
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            return

    return Answers


def settings(site: Site, folder: Path) -> Settings:
    """The launcher's settings before this site."""
    found = Settings(
        home=site.address("home"),
        state=folder,
        socket=folder / "kiosk.sock",
        hand_over=("kela.localhost", "*.jono.localhost"),
        identification=("tunnistus.localhost", "id.home.localhost"),
        bank=("bank.localhost",),
        start_button="#start",
        flags=FLAGS,
    )
    return checked(found, "stage")


class Traffic:
    """Every message between a launcher and its browser."""

    def __init__(self) -> None:
        self.both: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, way: str, line: bytes) -> None:
        self.both.append((way, json.loads(line)))

    @property
    def said(self) -> list[dict[str, Any]]:
        """What the launcher said."""
        return [message for way, message in self.both if way == "said"]


@contextmanager
def running(kiosk: Kiosk) -> Iterator[Kiosk]:
    """The launcher's own loop in a thread, until the start page stands."""
    thread = threading.Thread(target=kiosk.run, daemon=True)
    thread.start()
    try:
        until(
            kiosk, lambda reading: reading.page == "home" and reading.answers is True, "the start page stands"
        )
        yield kiosk
    finally:
        kiosk.stop()
        thread.join(20)
        assert not thread.is_alive()


def bring_home(kiosk: Kiosk, site: Site) -> None:
    """Begin each test at the start page, whatever the one before it left behind."""
    kiosk._verbs.clear()
    site.forget()
    if kiosk.look().page in ("identification", "bank"):
        site.order(f"location.href = {json.dumps(site.address('home'))}", "/away")
    else:
        assert kiosk.answer(GoHome()).done
    until(kiosk, lambda r: r.page == "home" and r.start_button == "shown", "home with its button")


def until(kiosk: Kiosk, found: Any, what: str, seconds: float = 30.0) -> KioskReading:
    """The first reading of which something is true."""
    last = kiosk.look()

    def is_so() -> bool:
        nonlocal last
        last = kiosk.look()
        return bool(found(last))

    try:
        wait_until(is_so, what, seconds, 0.1)
    except AssertionError as error:
        raise AssertionError(f"{error}; last reading {last}") from None
    return last


@contextmanager
def launcher(site: Site, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The launcher as a program of its own, as systemd starts it."""
    own = settings(site, folder)
    words = {name: getattr(own, name) for name in own.__struct_fields__}
    file = folder / "kiosk.toml"
    lines = (f"{key} = {_toml(value)}" for key, value in words.items())
    file.write_text("\n".join(lines), encoding="utf-8")
    program = subprocess.Popen([sys.executable, "-m", "huonevahti_kiosk", "run", "--settings", str(file)])
    try:
        wait_until(own.socket.exists, "the launcher's socket")
        yield program
    finally:
        program.terminate()
        try:
            program.wait(60)  # a busy machine takes its time; systemd would give it 90 s
        finally:
            program.kill()
            program.wait()


def _toml(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else str(value))


def asked(path: Path, request: Request | bytes) -> Answer:
    """What the launcher answers on its socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(30)
        client.connect(str(path))
        line = request if isinstance(request, bytes) else msgspec.json.encode(request)
        client.sendall(line + b"\n")
        with client.makefile("rb") as lines:
            return msgspec.json.decode(lines.readline(), type=Answer)
