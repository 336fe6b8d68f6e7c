"""Killed at any write of its orders, or with a full disk: never two restarts in a night, and none without a reason."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from huonevahti_agent.settings import BadSettings
from tests.agent.nights import DUSK, Death, fill, night
from tests.agent.weeks import Life

WRITES = 5
"""A night has four writes of orders or fewer: the boot, the clock, the intent, and the next boot's."""


@pytest.mark.parametrize("how", ["before_write", "torn_write", "before_sync", "after_sync"])
@pytest.mark.parametrize("at_write", range(WRITES))
def test_an_agent_killed_at_any_write_restarts_its_machine_once_that_night(
    tmp_path: Path, at_write: int, how: str
) -> None:
    came = night(tmp_path / "night", Death(how, at_write))
    assert len(came.restarted_at) == 1
    assert came.restarted_at[0] < DUSK + timedelta(hours=1)
    assert came.last_word in ("well", "intents_lost")


@pytest.mark.parametrize("how", ["before_write", "torn_write", "before_sync", "after_sync"])
@pytest.mark.parametrize("at_write", range(WRITES))
def test_a_machine_that_loses_its_power_at_any_write_restarts_once_that_night_at_the_most(
    tmp_path: Path, at_write: int, how: str
) -> None:
    came = night(tmp_path / "night", Death(how, at_write, is_power_cut=True))
    assert len(came.restarted_at) <= 1
    assert came.restarted_at or came.kills, "without a restart it was the power that brought a boot"


@pytest.mark.parametrize("at_write", range(WRITES))
def test_a_disk_that_is_full_from_any_write_on_leads_to_no_second_restart_and_says_so(
    tmp_path: Path, at_write: int
) -> None:
    came = night(tmp_path / "night", Death("full", at_write))
    assert len(came.restarted_at) <= 1
    assert came.restarted_at or came.last_word == "disk"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder whose state lies on a disk of 4 MB, which is gone afterwards."""
    state = tmp_path / "night" / "state"
    state.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", state], check=True)
    yield tmp_path / "night"
    subprocess.run(["umount", state], check=True)


@pytest.mark.parametrize("at_write", range(WRITES))
def test_a_disk_that_is_really_filled_before_any_write_costs_no_restart(disk: Path, at_write: int) -> None:
    came = night(disk, Death("filled", at_write))
    assert (disk / "state" / "filler").exists()
    assert (len(came.restarted_at), came.last_word) == (1, "well"), "what it needs was set aside when it was installed"


def test_on_a_disk_that_was_full_before_it_came_an_agent_does_not_begin_and_says_why(disk: Path) -> None:
    fill(disk / "state")
    with pytest.raises(BadSettings, match=r"state is .*No space left on device"):
        Life(disk / "state", DUSK)


def test_the_proof_reaches_the_write_of_the_intent(tmp_path: Path) -> None:
    killed = [night(tmp_path / str(n), Death("after_sync", n)) for n in range(WRITES)]
    assert [came.kills for came in killed[:3]] == [1, 1, 1]
    waits = [came.restarted_at[0] - DUSK for came in killed]
    assert any(wait >= timedelta(minutes=20) for wait in waits), "an order without effect is given ten minutes later"
