"""Killed at any write of its orders, or with a full disk: never two restarts in a night, and none without a reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.agent.nights import DUSK, Death, night

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


def test_the_proof_reaches_the_write_of_the_intent(tmp_path: Path) -> None:
    killed = [night(tmp_path / str(n), Death("after_sync", n)) for n in range(WRITES)]
    assert [came.kills for came in killed[:3]] == [1, 1, 1]
    waits = [came.restarted_at[0] - DUSK for came in killed]
    assert any(wait >= timedelta(minutes=20) for wait in waits), "an order without effect is given ten minutes later"
