"""`kill -9` of agent, broker and server at random moments: no event lost, none doubled, presence right."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

from tests.conftest import FULL
from tests.crash import rounds
from tests.crash.databases import Database, postgres, sqlite
from tests.crash.reckoning import Reckoning
from tests.crash.stage import Stage

Opened = Callable[[Path], AbstractContextManager[Database]]
LOOKS = 3
"""A job that ends while we look is an event on its way; what is lost or doubled stays so however often one looks."""
SEED = int(os.environ.get("HUONEVAHTI_SEED") or secrets.randbits(32))


@pytest.mark.timeout(7200 if FULL else 240)
@pytest.mark.parametrize(
    ("opened", "count"),
    [
        pytest.param(sqlite, 200 if FULL else len(rounds.KINDS), id="sqlite"),
        pytest.param(postgres, 40 if FULL else 3, id="postgresql"),
    ],
)
def test_no_event_is_lost_or_doubled_when_parts_are_killed(
    opened: Opened, count: int, tell: Callable[[str], None]
) -> None:
    with TemporaryDirectory(prefix="huonevahti-crash-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        rng = Random(SEED)
        with opened(folder / "database") as database, closing(Stage(folder, database, rng)) as stage:
            run = _Run(stage)
            try:
                run.play(rounds.kinds(count, rng))
            finally:
                tell(f"kill -9 on {opened.__name__}: {run.summary()}")


class _Run:
    """The rounds played so far, and what they came to."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._played: Counter[str] = Counter()
        self._reckoning = Reckoning()

    def play(self, kinds: Iterable[rounds.Round]) -> None:
        """Play rounds; the first that goes wrong ends it, with all that is needed to see why."""
        for kind in kinds:
            self._played[kind.__name__] += 1
            self._play(kind)
        self._play(rounds.nobody)

    def _play(self, kind: rounds.Round) -> None:
        try:
            down = rounds.play(self._stage, kind)
            looks, wrong = 1, self._look()
            while wrong and looks < LOOKS:
                self._stage.come_to_rest(down)
                looks, wrong = looks + 1, self._look()
        except AssertionError as error:
            wrong = [str(error), *self._reckon()]
        if wrong:
            self._fail(kind, wrong)

    def _look(self) -> list[str]:
        """Reckon, and ask the server what it counted itself."""
        self._reckon()
        self._reckoning.add(self._stage.miscounted())
        return self._reckoning.wrong

    def _reckon(self) -> list[str]:
        """Hold all that was ever written against all that is there."""
        self._reckoning = self._stage.reckon()
        return self._reckoning.wrong

    def _fail(self, kind: rounds.Round, wrong: list[str]) -> NoReturn:
        what = f"round {self._played.total()} ({kind.__name__}), HUONEVAHTI_SEED={SEED} plays it again"
        said = [part.tail() for part in self._stage.parts()]
        pytest.fail("\n".join([what, *wrong, *said]), pytrace=False)

    def summary(self) -> str:
        """Return the line for the end of the run."""
        counts = f"{self._played.total()} rounds, {self._stage.written} events written"
        return f"{counts}, {self._reckoning.lost} lost, {self._reckoning.doubled} doubled"
