"""The front door of the agent: run it, ask it once, or ask its version."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from huonevahti_agent import app
from huonevahti_agent.domain.learnt import LEARNT_ROLES, without
from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_agent.edges.learnt import Memory
from huonevahti_agent.settings import BadSettings, Settings, load
from huonevahti_wire.codec import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huonevahti_agent.cycle import Cycle
    from huonevahti_wire.signals import Signal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb; 2 and one sentence for a wrong setting."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        return {"run": _run, "probe": _probe, "forget": _forget}[given.verb](given)
    except BadSettings as error:
        print(f"huonevahti-agent: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huonevahti-agent", description="The room guard on a video service terminal.")
    parser.add_argument("--version", action="version", version=f"huonevahti-agent {AGENT_VERSION}")
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="guard this room until stopped")
    _ask_where(run)
    run.add_argument("--broker", metavar="HOST:PORT")
    run.add_argument("--profile", metavar="FILE", help="the firmware profile, YAML or JSON")
    run.add_argument("--until-input-ends", action="store_true", help="stop when standard input is closed")
    probe = verbs.add_parser("probe", help="judge this machine once and print every signal")
    probe.add_argument("--profile", metavar="FILE")
    probe.add_argument("--json", action="store_true", help="one signal a line, as on the wire")
    forget = verbs.add_parser("forget", help="learn a device's sound or view anew, after it was moved on purpose")
    _ask_where(forget)
    forget.add_argument("role", choices=LEARNT_ROLES, help="whose device; the agent must be stopped")
    return parser


def _ask_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file")
    parser.add_argument("--terminal", metavar="ID", help="this terminal's id")
    parser.add_argument("--state", metavar="DIR", help="where outbox, ledger, config and what was learnt are kept")


def _run(given: argparse.Namespace) -> int:
    from huonevahti_agent.hosts.linux.linux_host import LinuxHost  # noqa: PLC0415  # `--version` needs no hardware

    settings = load(given.settings, os.environ, _given(given))
    app.lock(settings.state)
    host = LinuxHost(application_group=settings.application_group)
    cycle = app.build(settings, host, choices=app.Choices(waits_beside=True))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: cycle.stop())
    if given.until_input_ends:
        threading.Thread(target=_stop_when_input_ends, args=(cycle,), name="input", daemon=True).start()
    cycle.run()
    return 0


def _stop_when_input_ends(cycle: Cycle) -> None:
    """Wait for whoever started this process to end, however that happens: its end of the pipe closes."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    cycle.stop()


def _given(given: argparse.Namespace) -> dict[str, str]:
    named = ("terminal", "state", "profile")
    values = {name: getattr(given, name) for name in named if getattr(given, name, None)}
    if getattr(given, "broker", None):
        host, _, port = given.broker.rpartition(":")
        values |= {"broker_host": host, "broker_port": port} if host else {"broker_host": port}
    return values


def _probe(given: argparse.Namespace) -> int:
    import tempfile  # noqa: PLC0415  # `run` has no use for it, and for what it brings along

    from huonevahti_agent.hosts.linux.linux_host import LinuxHost  # noqa: PLC0415  # as above

    with tempfile.TemporaryDirectory() as folder:
        profile = Path(given.profile) if given.profile else None
        settings = Settings(terminal="this-machine", state=Path(folder), profile=profile)
        signals = app.build(settings, LinuxHost()).judge_once()
    for each in signals:
        print(encode(each).decode() if given.json else _line(each))
    return 0


def _forget(given: argparse.Namespace) -> int:
    settings = load(given.settings, os.environ, _given(given))
    app.lock(settings.state)
    memory = Memory(settings.state)
    memory.keep(without(memory.learnt, given.role))
    memory.close()
    return 0


def _line(each: Signal) -> str:
    value = "" if each.value is None else f"{each.value} {each.unit}".strip()
    return f"{each.name:32} {each.state:8} {value:28} {each.reason}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
