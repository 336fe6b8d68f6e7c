"""The front door of the launcher: run the kiosk, ask a running one, or play the terminal's application."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from huonevahti_kiosk import stub
from huonevahti_kiosk.kiosk import Kiosk
from huonevahti_kiosk.server import Server
from huonevahti_kiosk.settings import BadSettings, Settings, load

_ENDS = frozenset({signal.SIGTERM, signal.SIGINT})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb; 2 and one sentence for a wrong setting."""
    given = _parser().parse_args(arguments)
    try:
        if given.verb == "application-stub":
            return stub.run(given.socket, given.states.split(","), given.seconds)
        return _run(load(given.settings))
    except BadSettings as error:
        print(f"huonevahti-kiosk: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huonevahti-kiosk", description="The kiosk of a video service terminal."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="keep the kiosk's browser running until stopped")
    run.add_argument("--settings", type=Path, required=True, metavar="FILE", help="a TOML file")
    plays = verbs.add_parser(
        "application-stub", help="tell the agent what an application would, to build against"
    )
    plays.add_argument(
        "--socket", type=Path, required=True, metavar="FILE", help="the agent's application socket"
    )
    plays.add_argument("--states", default="start,identifying,waiting,in_call,feedback,start", metavar="LIST")
    plays.add_argument("--seconds", type=float, default=2.0, help="how long each state lasts")
    return parser


def _run(settings: Settings) -> int:
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    kiosk = Kiosk(settings)
    server = Server(settings.socket, settings.group, kiosk.answer)
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    threading.Thread(target=_stop_when_told, args=(kiosk,), daemon=True).start()
    server.start()
    try:
        kiosk.run()
    finally:
        server.close()
    return 0


def _stop_when_told(kiosk: Kiosk) -> None:
    """Wait for the word to end; a handler would run only once the main thread is back from reading a quiet browser."""
    signal.sigwait(_ENDS)
    kiosk.stop()


if __name__ == "__main__":
    sys.exit(main())
