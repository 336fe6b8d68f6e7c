"""`huonevahti restarts`: let rooms live in virtual time and check what became of them, or check a log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from os import cpu_count
from pathlib import Path

import msgspec

from huonevahti_fleet.restarts.checker import Checked, check
from huonevahti_fleet.restarts.facts import BadOrder
from huonevahti_fleet.restarts.log import Line
from huonevahti_fleet.restarts.simulate import ROOMS_A_SITE, Asked, logs, simulate, total


class BadLog(Exception):
    """A log that cannot be read: its file, the line, and what was expected."""


def main(words: Sequence[str]) -> int:
    """Run one verb and return the exit code: 1 when a promise was broken, 2 when it cannot begin."""
    chosen = _parser().parse_args(words)
    try:
        return int(chosen.verb(chosen))
    except BadLog as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huonevahti restarts", description="Prove the daily restart in virtual time."
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    simulating = verbs.add_parser("simulate", help="let rooms live for years, and check each of their nights")
    simulating.add_argument("--rooms", type=_count, default=100)
    simulating.add_argument("--years", type=_count, default=1)
    simulating.add_argument("--seed", type=int, default=1)
    simulating.add_argument("--processes", type=_count, default=cpu_count() or 1)
    simulating.set_defaults(verb=_simulate)
    writing = verbs.add_parser("log", help="write the world's own log of one site, a line for each happening")
    writing.add_argument("--site", type=int, default=0)
    writing.add_argument("--years", type=_count, default=1)
    writing.add_argument("--seed", type=int, default=1)
    writing.set_defaults(verb=_log)
    checking = verbs.add_parser("check", help="check a log")
    checking.add_argument("file", type=Path, metavar="FILE.jsonl")
    checking.set_defaults(verb=_check)
    for verb in (simulating, checking):
        verb.add_argument(
            "--json", action="store_true", help="one JSON object a line, instead of words in columns"
        )
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {text}, expected 1 or more")
    return number


def _simulate(chosen: argparse.Namespace) -> int:
    results = simulate(chosen.rooms, chosen.years, chosen.seed, chosen.processes)
    return _told(_with_progress(results, chosen.rooms), is_json=chosen.json)


def _with_progress(results: Iterable[Checked], rooms: int) -> Iterator[Checked]:
    """Say on standard error how many rooms have lived, each time a tenth more have."""
    for number, result in enumerate(results, 1):
        yield result
        if number * 10 // rooms != (number - 1) * 10 // rooms:
            print(f"{number} of {rooms} rooms", file=sys.stderr, flush=True)


def _log(chosen: argparse.Namespace) -> int:
    for lines in logs(Asked(chosen.site, ROOMS_A_SITE, chosen.years, chosen.seed)):
        for line in lines:
            print(msgspec.json.encode(line).decode())
    return 0


def _check(chosen: argparse.Namespace) -> int:
    try:
        return _told(check(_read(chosen.file)), is_json=chosen.json)
    except BadOrder as error:
        raise BadLog(f"{chosen.file}: {error}") from error


def _read(path: Path) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                try:
                    yield decoder.decode(text)
                except msgspec.DecodeError as error:
                    raise BadLog(f"{path}:{number}: {error}, expected a line of a world's log") from error
    except OSError as error:
        raise BadLog(f"{path}: cannot be read ({error.strerror}), expected a world's log") from error


def _told(results: Iterable[Checked], *, is_json: bool) -> int:
    """Print each thing that was wrong or missed, and the summary; return whether a promise was broken."""
    listed = []
    for result in results:
        listed.append(result)
        for found in result.found:
            _print(found, is_json=is_json)
    summary = total(listed)
    _print(summary, is_json=is_json)
    return int(not summary.is_right)


def _print(line: msgspec.Struct, *, is_json: bool) -> None:
    if is_json:
        print(msgspec.json.encode(line).decode(), flush=True)
        return
    values = msgspec.to_builtins(line).items()
    print("  ".join(f"{name}={value}" for name, value in values), flush=True)
