"""What is written of restarts stands whatever write a power cut tears, and what is lost is known to be lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huonevahti_agent.domain.clocks import Believed
from huonevahti_agent.domain.lost_orders import NO_BOOT, may_have_been
from huonevahti_agent.edges.intents import MOST, SHAPE, Intents
from huonevahti_wire.messages import BootCause, ReadinessJudged
from huonevahti_wire.plan.boots import Boot, Intent
from huonevahti_wire.plan.nights import Night
from huonevahti_wire.plan.restart import Decision, Kind
from tests.fakes.crashing_disk import CrashingDisk, PowerCut

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
DAY = date(2026, 11, 24)
FIRST, SECOND = (Boot(f"0a0a0a0a-000{n}", AT, BootCause.OURS) for n in (1, 2))
PLANNED = Intent("planned", FIRST.boot_id, AT, DAY, DAY)
HELD = Decision(Kind.DEFERRED, ("media",), AT, Night(DAY, AT, AT, AT + timedelta(hours=3)))


def _rot(folder: Path, *slots: int) -> None:
    with (folder / "restarts").open("r+b") as file:
        for slot in slots:
            file.seek(slot * SHAPE.slot_bytes + 20)
            file.write(b"rot")


def test_everything_that_was_written_is_known_after_reopening(tmp_path: Path) -> None:
    intents = Intents(tmp_path)
    assert intents.is_new
    intents.note(FIRST)
    intents.write(PLANNED)
    intents.hold(HELD)
    intents.believe(Believed(FIRST.boot_id, AT, 5.0, hardware_agrees=True))
    intents.judge(ReadinessJudged(AT, is_ready=False, reasons=("camera.order",)))
    intents.close()
    again = Intents(tmp_path)
    assert (again.intents, again.boots, again.held) == ((PLANNED,), (FIRST,), HELD)
    assert (again.believed, again.readiness) == (intents.believed, intents.readiness)
    assert (again.is_new, again.is_damaged) == (False, False)


def test_only_the_newest_are_kept_and_the_largest_of_them_fit(tmp_path: Path) -> None:
    intents = Intents(tmp_path)
    for number in range(30):
        boot_id = f"{number:08}-0000-4000-8000-000000000000"
        intents.note(Boot(boot_id, AT + timedelta(microseconds=number + 1), BootCause.FOREIGN_CLEAN))
        intents.write(Intent("planned", boot_id, AT + timedelta(microseconds=number + 1), DAY, DAY))
    again = Intents(tmp_path)
    assert len(again.intents) == len(again.boots) == MOST
    assert again.boots[-1].boot_id.startswith("00000029")


@pytest.mark.parametrize("kept_bytes", [0, 1, 4, 8, 16, 40, 200, 4095])
@pytest.mark.parametrize("at_write", range(3))
def test_a_power_cut_at_any_write_leaves_what_had_returned_and_no_order_is_unknown(
    tmp_path: Path, at_write: int, kept_bytes: int
) -> None:
    returned: list[str] = []
    try:
        intents = Intents(tmp_path, CrashingDisk(at_write, kept_bytes))
        intents.note(FIRST)
        returned.append("boot")
        intents.write(PLANNED)
        returned.append("intent")
        intents.note(SECOND)
        returned.append("second")
    except PowerCut:
        pass
    again = Intents(tmp_path)
    assert ("boot" not in returned) or FIRST in again.boots
    assert ("intent" not in returned) or PLANNED in again.intents
    assert again.intents in ((), (PLANNED,))


def test_a_boot_noted_again_is_set_right_and_not_doubled(tmp_path: Path) -> None:
    intents = Intents(tmp_path)
    intents.note(FIRST)
    late = Boot(FIRST.boot_id, AT + timedelta(days=3), FIRST.cause)
    intents.note(late)
    assert Intents(tmp_path).boots == (late,)


def test_one_rotten_copy_is_told_of_and_the_other_one_stands(tmp_path: Path) -> None:
    intents = Intents(tmp_path)
    intents.note(FIRST)
    intents.write(PLANNED)
    _rot(tmp_path, 0)
    again = Intents(tmp_path)
    assert again.is_damaged
    assert again.boots == (FIRST,)


def test_a_file_without_a_good_copy_says_so_once_and_is_whole_again_after_the_next_boot(tmp_path: Path) -> None:
    intents = Intents(tmp_path)
    intents.note(FIRST)
    intents.write(PLANNED)
    intents.close()
    _rot(tmp_path, 0, 4)
    again = Intents(tmp_path)
    assert again.is_damaged
    assert (again.intents, again.boots) == ((), ())
    unsure = may_have_been(AT, "Europe/Helsinki")
    again.note(SECOND, unsure)
    whole = Intents(tmp_path)
    assert not whole.is_damaged
    assert (whole.intents, whole.boots) == (unsure, (SECOND,))


@pytest.mark.parametrize("content", [b"", b"x" * 4096])
def test_a_file_that_is_none_of_ours_is_set_aside_and_counts_as_new(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "restarts").write_bytes(content)
    intents = Intents(tmp_path)
    assert intents.is_new
    assert (tmp_path / "restarts.corrupt").read_bytes() == content


def test_what_may_have_been_ordered_is_of_the_local_date_of_the_boot_and_of_no_boot_there_is() -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert [(i.kind, i.on, i.boot_id) for i in may_have_been(late, "Europe/Helsinki")] == [
        ("planned", date(2026, 11, 25), NO_BOOT),
        ("remedy", date(2026, 11, 25), NO_BOOT),
    ]
