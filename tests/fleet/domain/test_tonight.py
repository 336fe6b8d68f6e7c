"""What a night's record becomes: each word, boot and silence in its turn, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.tonight import booted, judged, night_of, passed, planned, told
from huonevahti_wire.messages import BootCause, RestartTold
from huonevahti_wire.plan.nights import Night

DAY = date(2026, 11, 24)
DUE, LATEST, OPENS = (datetime(2026, 11, 24, h, m, tzinfo=UTC) for h, m in ((1, 30), (5, 0), (6, 0)))
READY_BY = datetime(2026, 11, 24, 5, 15, tzinfo=UTC)
AHEAD = NightRecord("imatra", DAY, Outcome.PLANNED, (), DUE, LATEST)
MINUTE = timedelta(minutes=1)


def _told(what: Any, *reasons: str, kind: Any = "planned", **more: Any) -> RestartTold:
    return RestartTold(what, kind, reasons, DAY, DUE, LATEST, **more)


HELD = told(AHEAD, "imatra", _told("deferred", "media", until=DUE + 5 * MINUTE), DUE)
ORDERED = told(AHEAD, "imatra", _told("ordered"), DUE)
DONE = booted(ORDERED or AHEAD, DUE + 2 * MINUTE, BootCause.OURS, READY_BY)
LOOP = told(AHEAD, "imatra", _told("deferred", "loop"), DUE) or AHEAD
SILENT = passed(AHEAD, LATEST + 16 * MINUTE)
SKIPPED = told(HELD, "imatra", _told("skipped", "media"), LATEST) or AHEAD


@pytest.mark.parametrize(
    ("record", "outcome", "reasons"),
    [
        (HELD, "deferred", ("media",)),
        (ORDERED, "planned", ()),
        (told(HELD, "imatra", _told("ordered"), LATEST), "planned", ()),
        (SKIPPED, "skipped", ("media",)),
        (LOOP, "failed", ("loop",)),
        (told(DONE, "imatra", _told("skipped", "open"), LATEST), "done", ()),
        (told(SILENT, "imatra", _told("skipped", "open"), LATEST), "skipped", ("open",)),
        (told(None, "imatra", _told("deferred", "open"), DUE), "deferred", ("open",)),
    ],
    ids=["held", "ordered", "ordered after it was held", "skipped", "a loop", "a word after the boot",
         "a word that came late", "a night nobody planned here"],
)  # fmt: skip
def test_a_terminals_word_is_what_became_of_the_night(
    record: NightRecord | None, outcome: str, reasons: tuple[str, ...]
) -> None:
    assert record is not None
    assert (record.outcome.value, record.reasons, record.day, record.due_at) == (outcome, reasons, DAY, DUE)


@pytest.mark.parametrize("kind", ["remedy", "job"])
def test_a_remedy_or_a_job_is_not_the_nights_restart(kind: str) -> None:
    assert told(AHEAD, "imatra", _told("ordered", kind=kind), DUE) is None
    assert told(AHEAD, "imatra", RestartTold("ordered", "planned"), DUE) is None


@pytest.mark.parametrize(
    ("record", "after", "cause", "outcome", "reasons"),
    [
        (ORDERED, 2 * MINUTE, "ours", "done", ()),
        (AHEAD, 40 * MINUTE, "power_cut", "done", ("power_cut",)),
        (AHEAD, OPENS - DUE - 46 * MINUTE, "ours", "done", ()),
        (AHEAD, OPENS - DUE - 44 * MINUTE, "ours", "late", ("back_late",)),
        (ORDERED, 16 * MINUTE, "ours", "failed", ("not_back",)),
        (LOOP, 5 * MINUTE, "hung", "failed", ("loop",)),
        (SILENT, 5 * MINUTE, "ours", "done", ()),
        (passed(ORDERED or AHEAD, DUE + 16 * MINUTE), 2 * MINUTE, "ours", "done", ()),
        (SKIPPED, 9 * 60 * MINUTE, "foreign_clean", "skipped", ("media",)),
    ],
    ids=["ours", "any boot since", "just in time", "back too late", "back after a quarter of an hour", "in a loop",
         "told late", "told late that it was back in time", "by hand after a night that was skipped"],
)  # fmt: skip
def test_the_first_boot_since_it_was_due_is_the_nights_restart(
    record: NightRecord, after: timedelta, cause: str, outcome: str, reasons: tuple[str, ...]
) -> None:
    found = booted(record, DUE + after, BootCause(cause), READY_BY)
    assert (found.outcome.value, found.reasons) == (outcome, reasons)
    assert found.back_at == (None if record is SKIPPED else DUE + after)


def test_a_boot_before_it_was_due_or_after_another_changes_nothing() -> None:
    assert booted(AHEAD, DUE - MINUTE, BootCause.POWER_CUT, READY_BY) == AHEAD
    assert booted(DONE, DUE + 60 * MINUTE, BootCause.PANIC, READY_BY) == DONE


def test_a_night_is_late_while_its_room_is_not_ready() -> None:
    ready = ReadinessRecord("imatra", OPENS, OPENS - 45 * MINUTE, is_ready=True)
    late = judged(DONE, replace(ready, is_ready=False, reasons=("camera_order",)))
    assert (late.outcome, late.reasons) == (Outcome.LATE, ("not_ready",))
    assert judged(late, ready) == DONE
    back_late = booted(AHEAD, OPENS, BootCause.OURS, READY_BY)
    assert judged(back_late, ready) == back_late
    assert judged(SKIPPED, replace(ready, is_ready=False)) == SKIPPED


@pytest.mark.parametrize(
    ("record", "now", "outcome", "reasons"),
    [
        (AHEAD, LATEST + 15 * MINUTE, "planned", ()),
        (AHEAD, LATEST + 16 * MINUTE, "skipped", ("nobody_told",)),
        (HELD, LATEST + 16 * MINUTE, "skipped", ("media", "nobody_told")),
        (ORDERED, DUE + 15 * MINUTE, "planned", ()),
        (ORDERED, DUE + 16 * MINUTE, "failed", ("not_back",)),
        (DONE, LATEST + 600 * MINUTE, "done", ()),
        (LOOP, LATEST + 600 * MINUTE, "failed", ("loop",)),
    ],
)
def test_a_night_of_which_nobody_tells_ends_by_itself(
    record: NightRecord, now: datetime, outcome: str, reasons: tuple[str, ...]
) -> None:
    found = passed(record, now)
    assert (found.outcome.value, found.reasons) == (outcome, reasons)


def test_a_plan_that_moves_moves_what_was_not_begun() -> None:
    moved = Night(DAY, DUE + 60 * MINUTE, DUE + 60 * MINUTE, LATEST)
    assert planned(AHEAD, "imatra", moved).due_at == moved.due_at
    assert planned(HELD, "imatra", moved) == HELD
    assert planned(None, "imatra", Night(DAY, DUE, DUE, LATEST)) == AHEAD


def test_an_instant_belongs_to_the_night_that_was_due_last() -> None:
    before = replace(AHEAD, day=DAY - timedelta(days=1), due_at=DUE - timedelta(days=1))
    assert night_of((AHEAD, before), DUE) == AHEAD
    assert night_of((AHEAD, before), DUE - MINUTE) == before
    assert night_of((AHEAD, before), DUE + timedelta(days=1)) is None
