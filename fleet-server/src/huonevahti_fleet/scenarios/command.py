"""`huonevahti scenario`: play one file, score a folder, or let a healthy year pass."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from huonevahti_fleet.scenarios import year
from huonevahti_fleet.scenarios.reading import BadScenario, read, read_expected
from huonevahti_fleet.scenarios.run import play, quiet
from huonevahti_fleet.scenarios.score import Scored, scored, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Given = TypeVar("Given")
Got = TypeVar("Got")


def main(words: Sequence[str]) -> int:
    """Run one verb and return the exit code: 1 when something was not as it should be, 2 when it cannot begin."""
    chosen = _parser().parse_args(words)
    try:
        with quiet():
            return int(chosen.verb(chosen))
    except BadScenario as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huonevahti scenario",
        description="Play what happens to the world, and see what is made of it.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    running = verbs.add_parser("run", help="play one file and print each change of an incident")
    running.add_argument("file", type=Path, metavar="FILE.yaml")
    running.set_defaults(verb=_run)
    scoring = verbs.add_parser("score", help="play every file of a folder and compare with what they expect")
    scoring.add_argument("folder", type=Path, metavar="DIR")
    scoring.set_defaults(verb=_score)
    yearly = verbs.add_parser("year", help="let a year without a fault pass; no incident may open")
    yearly.add_argument("--rooms", type=int, default=100)
    yearly.add_argument("--days", type=int, default=365)
    yearly.add_argument("--seed", type=int, default=1)
    yearly.set_defaults(verb=_year)
    for verb in (running, scoring, yearly):
        verb.add_argument(
            "--json", action="store_true", help="one JSON object a line, instead of words in columns"
        )
    for verb in (scoring, yearly):
        verb.add_argument("--processes", type=int, default=cpu_count() or 1)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    for told in play(read(chosen.file)):
        _print(told.line, is_json=chosen.json)
    return 0


def _score(chosen: argparse.Namespace) -> int:
    files = sorted(chosen.folder.rglob("*.yaml"))
    files = [file for file in files if b"\nrooms:" in b"\n" + file.read_bytes()]
    if not files:
        raise BadScenario(f"{chosen.folder}: found no scenario, expected files ending in .yaml with rooms")
    for file in files:
        read_expected(file, read(file))
    results = []
    for result in in_processes(score_file, files, chosen.processes):
        results.append(result)
        _print(result, is_json=chosen.json)
    score = total(results)
    _print(score, is_json=chosen.json)
    return int(bool(score.misses))


def score_file(file: Path) -> Scored:
    """Return how one file went."""
    written = read(file)
    return scored(written, read_expected(file, written), play(written))


def _year(chosen: argparse.Namespace) -> int:
    parts = year.parts(chosen.rooms, chosen.days, chosen.seed, chosen.processes)
    passed = year.joined(in_processes(year.passed, parts, chosen.processes))
    for line in passed.false_incidents:
        _print(line, is_json=chosen.json)
    _print(passed.summary(), is_json=chosen.json)
    return int(bool(passed.false_incidents))


def in_processes(work: Callable[[Given], Got], given: Sequence[Given], processes: int) -> Iterator[Got]:
    """Yield what came of each piece of work, in order, as soon as it is there."""
    if processes <= 1 or len(given) <= 1:
        yield from map(work, given)
        return
    with ProcessPoolExecutor(min(processes, len(given)), get_context("spawn")) as pool:
        yield from pool.map(work, given)


def _print(line: msgspec.Struct, *, is_json: bool) -> None:
    if is_json:
        print(msgspec.json.encode(line).decode(), flush=True)
        return
    values = msgspec.to_builtins(line).items()
    print("  ".join(f"{name}={value}" for name, value in values), flush=True)
