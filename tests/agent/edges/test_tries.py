"""The tries on the disk: found again after a crash at any write, and never more of them than were begun."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain.attempts import Attempt
from huonevahti_agent.edges.tries import SHAPE, Tries
from tests.fakes.crashing_disk import CrashingDisk, PowerCut

AT = datetime(2026, 11, 24, 4, 12, tzinfo=UTC)


def _attempt(number: int) -> Attempt:
    return Attempt(
        number, "rank_cameras", "", AT + timedelta(minutes=number), ("camera.order", "kiosk.devices")
    )


def _reopened(folder: Path) -> tuple[Attempt, ...]:
    tries = Tries(folder / "tries")
    found = tries.attempts
    tries.close()
    return found


def test_what_was_written_last_of_a_try_is_found_again(tmp_path: Path) -> None:
    tries = Tries(tmp_path / "tries")
    for number in (1, 2):
        tries.write(_attempt(number))
    tries.write(replace(_attempt(1), outcome="done"))
    tries.close()
    assert [(each.number, each.outcome) for each in _reopened(tmp_path)] == [(1, "done"), (2, "")]


def test_the_ring_goes_round_and_keeps_the_newest(tmp_path: Path) -> None:
    tries = Tries(tmp_path / "tries")
    for number in range(1, SHAPE.slots + 11):
        tries.write(_attempt(number))
    tries.close()
    found = [each.number for each in _reopened(tmp_path)]
    assert found[-1] == SHAPE.slots + 10
    assert len(found) == SHAPE.slots


@pytest.mark.parametrize("kept_bytes", [0, 20, 40, 100, 512])
@pytest.mark.parametrize("at_write", [0, 1, 2])
def test_a_power_cut_at_any_write_loses_no_try_whose_write_had_returned(
    tmp_path: Path, at_write: int, kept_bytes: int
) -> None:
    tries = Tries(tmp_path / "tries", CrashingDisk(at_write, kept_bytes))
    for number in range(1, at_write + 1):
        tries.write(_attempt(number))
    with pytest.raises(PowerCut):
        tries.write(_attempt(at_write + 1))
    tries.close()
    found = [each.number for each in _reopened(tmp_path)]
    assert found in (list(range(1, at_write + 1)), list(range(1, at_write + 2)))


def test_a_file_of_another_size_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "tries").write_bytes(b"nonsense")
    assert _reopened(tmp_path) == ()
    assert (tmp_path / "tries.corrupt").read_bytes() == b"nonsense"


def test_what_counts_no_more_is_let_go_and_numbers_go_on(tmp_path: Path) -> None:
    tries = Tries(tmp_path / "tries")
    for number in (1, 2, 3):
        tries.write(_attempt(number))
    tries.forget(AT + timedelta(days=3))
    assert [each.number for each in tries.attempts] == [3]
    assert tries.next_number() == 4
    tries.close()
