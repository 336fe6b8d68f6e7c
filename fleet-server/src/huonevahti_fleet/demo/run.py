"""`huonevahti demo`: starts everything, prints one address, and leaves nothing behind."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from huonevahti_fleet import texts
from huonevahti_fleet.demo import tour
from huonevahti_fleet.demo.broker import LOOPBACK
from huonevahti_fleet.demo.folder import own_folder
from huonevahti_fleet.demo.join import Whole
from huonevahti_fleet.edges import web

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence


class _Server(web.Server):
    """A web server that leaves signals to us, so that everything else is ended too."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def main(arguments: Sequence[str]) -> int:
    """Run the demo until it is interrupted; return 2 when it cannot start."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, chosen.port))
    except OSError:
        print(texts.say(chosen.lang, "demo.port_taken", port=str(chosen.port)), file=sys.stderr)
        return 2
    with listening, own_folder() as folder, ExitStack() as ending:
        whole = Whole(folder, listening.getsockname()[1], has_tour=chosen.tour)
        ending.callback(whole.stop)
        asyncio.run(_serve(whole, listening, chosen))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huonevahti demo", description="Run the product with simulated rooms."
    )
    parser.add_argument("--port", type=_port, default=8080, help="on loopback; 0 lets the system choose")
    parser.add_argument("--tour", action="store_true", help="play the pilot's worst week in five minutes")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how many times as fast the tour is played")
    parser.add_argument("--lang", choices=list(texts.LANGUAGES), default="fi", help="of what is printed")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port, 0 to 65535 was expected")
    return int(text)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed, 0.01 to 1000 was expected")
    return speed


async def _serve(whole: Whole, listening: socket.socket, chosen: argparse.Namespace) -> None:
    is_open, ended = asyncio.Event(), threading.Event()
    server = _Server(whole.app, web.config_of(whole.app), is_open.set)

    def end() -> None:
        ended.set()
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    serving = asyncio.create_task(server.serve([listening]))
    opened = asyncio.create_task(is_open.wait())
    await asyncio.wait((serving, opened), return_when=asyncio.FIRST_COMPLETED)
    opened.cancel()
    if not ended.is_set():
        await asyncio.to_thread(whole.start_rooms)
        _tell(whole, chosen)
    player = _player(whole, chosen, ended)
    await serving
    ended.set()
    if player is not None:
        player.join()


def _tell(whole: Whole, chosen: argparse.Namespace) -> None:
    language = "" if chosen.lang == "fi" else f"?lang={chosen.lang}"
    print(
        texts.say(chosen.lang, "demo.started", url=f"http://{LOOPBACK}:{whole.port}/{language}"), flush=True
    )


def _player(whole: Whole, chosen: argparse.Namespace, ended: threading.Event) -> threading.Thread | None:
    if not chosen.tour:
        return None

    def say(caption: str) -> None:
        print(texts.say(chosen.lang, f"demo.tour.{caption}"), flush=True)

    player = threading.Thread(target=tour.play, args=(whole.console, ended, chosen.speed, say), name="tour")
    player.start()
    return player
