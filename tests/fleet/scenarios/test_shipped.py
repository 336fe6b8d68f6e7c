"""Every shipped scenario is found as it says: the right fault with the right owner, and nothing else."""

from __future__ import annotations

import os

import pytest

from huonevahti_fleet.scenarios.command import in_processes, score_file
from huonevahti_fleet.scenarios.score import Miss, Scored, total
from tests.house import tree

FOLDER = tree.ROOT / "tests/scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
NAMES = [file.stem for file in FILES]
pytestmark = pytest.mark.timeout(600)  # the first of them waits until all are played


@pytest.fixture(scope="module")
def scored() -> dict[str, Scored]:
    """Every scenario's score, played on all cores."""
    results = in_processes(score_file, FILES, os.cpu_count() or 1)
    return dict(zip(NAMES, results, strict=True))


def test_there_are_enough_of_them_and_enough_that_must_raise_nothing() -> None:
    assert len(NAMES) >= 60
    assert sum(name.startswith("quiet_") for name in NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_found_as_it_says(name: str, scored: dict[str, Scored]) -> None:
    no_misses: tuple[Miss, ...] = ()
    assert scored[name].misses == no_misses


def test_all_of_them_together_are_told_without_a_mistake(scored: dict[str, Scored]) -> None:
    score = total(scored.values())
    shares = (score.owner_precision, score.owner_recall, score.fault_precision, score.fault_recall)
    assert shares == (1.0, 1.0, 1.0, 1.0)
