"""The ledger never forgets what was begun, whatever write a power cut tears."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huonevahti_agent.domain.orders import Entry
from huonevahti_agent.edges.ledger import Ledger, LedgerFull
from huonevahti_agent.edges.slots import Shape
from huonevahti_wire.messages import JobStatus
from tests.fakes.crashing_disk import CrashingDisk, PowerCut

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SMALL = Shape(slots=4, slot_bytes=512)


def _entry(job: str, state: JobStatus, expires_at: datetime = LATER) -> Entry:
    return Entry(job, state, NOW, expires_at)


BEGUN, ENDED = _entry("job00001", JobStatus.IN_PROGRESS), _entry("job00001", JobStatus.SUCCEEDED)


def test_the_newest_entry_of_a_job_stands_after_reopening(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.write(BEGUN, NOW)
    ledger.write(ENDED, NOW)
    ledger.close()
    again = Ledger(tmp_path / "ledger")
    assert again.entries() == (ENDED,)
    assert not again.is_new


@pytest.mark.parametrize("kept_bytes", [0, 1, 4, 8, 16, 40, 100, 300])
@pytest.mark.parametrize("at_write", range(6))
def test_a_power_cut_at_any_write_leaves_the_last_or_the_new_entry(
    tmp_path: Path, at_write: int, kept_bytes: int
) -> None:
    acted = False
    try:
        ledger = Ledger(tmp_path / "ledger", SMALL, CrashingDisk(at_write, kept_bytes))
        ledger.write(_entry("job00000", JobStatus.REJECTED), NOW)
        ledger.write(BEGUN, NOW)
        acted = True
        ledger.write(ENDED, NOW)
    except PowerCut:
        pass
    found = Ledger(tmp_path / "ledger", SMALL).entry("job00001")
    assert found in ((BEGUN, ENDED) if acted else (None, BEGUN))


def test_an_unexpired_job_is_never_forgotten_for_a_new_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", SMALL)
    for number in range(3):
        ledger.write(_entry(f"job0000{number}", JobStatus.SUCCEEDED), NOW)
    with pytest.raises(LedgerFull, match="3 jobs are unexpired"):
        ledger.write(_entry("job00009", JobStatus.IN_PROGRESS), NOW)
    ledger.write(_entry("job00002", JobStatus.FAILED), NOW)


def test_an_ended_and_expired_job_gives_its_place_and_does_not_come_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", SMALL)
    ledger.write(BEGUN, NOW)
    ledger.write(ENDED, NOW)
    for number in range(3, 7):
        ledger.write(_entry(f"job0000{number}", JobStatus.SUCCEEDED), LATER + timedelta(seconds=number))
    ledger.close()
    assert "job00001" not in {entry.job for entry in Ledger(tmp_path / "ledger", SMALL).entries()}


@pytest.mark.parametrize("content", [b"", b"x" * 1024])
def test_a_file_that_is_no_ledger_is_set_aside_and_the_ledger_is_new(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger").write_bytes(content)
    ledger = Ledger(tmp_path / "ledger", SMALL)
    assert ledger.is_new
    assert (tmp_path / "ledger.corrupt").read_bytes() == content
