"""Why a machine booted: our order, somebody else's, a fault, or want of power."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from huonevahti_wire.messages import BootCause
from huonevahti_wire.plan.boots import Before, Intent, cause, is_continuous

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENDED, OLDER = "b0000001", "b0000000"


class Traces(Struct, frozen=True):
    """What a boot left behind."""

    clean_shutdown: bool | None = False
    panic_files: int | None = 0
    watchdog_fired: bool | None = False


def _before(kind: Any = None, boot_id: str = ENDED, **facts: Any) -> Before:
    intents = () if kind is None else (Intent(kind, boot_id, AT, date(2026, 11, 24)),)
    return Before(ENDED, intents, **facts)


CLEAN, CUT = Traces(clean_shutdown=True), Traces()
ROWS: dict[str, tuple[Traces, Before | None, BootCause]] = {
    "the first boot": (CLEAN, None, BootCause.FIRST),
    "by plan": (CLEAN, _before("planned"), BootCause.OURS),
    "by a job": (CLEAN, _before("job"), BootCause.OURS),
    "a remedy": (CLEAN, _before("remedy"), BootCause.REMEDY),
    "by plan, within minutes": (CLEAN, _before("planned", ended_at=AT + 15 * MINUTE), BootCause.OURS),
    "ordered in vain, ended by somebody later": (CLEAN, _before("planned", ended_at=AT + 16 * MINUTE),
                                                 BootCause.FOREIGN_CLEAN),
    "ordered on an older boot": (CLEAN, _before("planned", OLDER), BootCause.FOREIGN_CLEAN),
    "somebody else's": (CLEAN, _before(), BootCause.FOREIGN_CLEAN),
    "somebody else's, for it had hung": (CLEAN, _before(was_hung=True), BootCause.FOREIGN_CLEAN),
    "power": (CUT, _before(), BootCause.POWER_CUT),
    "power forestalled our order": (CUT, _before("planned"), BootCause.POWER_CUT),
    "hung, and the plug was pulled": (CUT, _before(was_hung=True), BootCause.HUNG),
    "panic": (Traces(panic_files=1), _before(), BootCause.PANIC),
    "panic, hung before": (Traces(panic_files=1), _before(was_hung=True), BootCause.PANIC),
    "panic forestalled our order": (Traces(panic_files=1), _before("planned"), BootCause.PANIC),
    "old files of a panic": (Traces(True, 1), _before("planned"), BootCause.OURS),
    "watchdog": (Traces(watchdog_fired=True), _before(was_hung=True), BootCause.WATCHDOG),
    "nothing to tell by": (Traces(None, None, None), _before(was_hung=True), BootCause.UNKNOWN),
    "nothing to tell by but our order": (Traces(None, None, None), _before("remedy"), BootCause.REMEDY),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_the_cause_of_a_boot_is_told(row: str) -> None:
    traces, before, expected = ROWS[row]
    assert cause(traces, before) == expected


TRACES = st.builds(
    Traces, st.sampled_from([True, False, None]), st.sampled_from([0, 1, None]), st.none() | st.booleans()
)
BEFORES = st.builds(
    _before,
    st.sampled_from([None, "planned", "remedy", "job"]),
    st.sampled_from([ENDED, OLDER]),
    was_hung=st.booleans(),
)


@given(TRACES, BEFORES)
def test_a_boot_is_called_ours_by_an_order_on_the_ended_boot_alone(traces: Traces, before: Before) -> None:
    if cause(traces, before) in (BootCause.OURS, BootCause.REMEDY):
        assert [intent.boot_id for intent in before.intents] == [ENDED]
        assert traces.clean_shutdown is not False


@pytest.mark.parametrize(
    ("told", "minutes", "expected"),
    [(BootCause.OURS, 2, True), (BootCause.REMEDY, 15, True), (BootCause.OURS, 16, False), (BootCause.OURS, -1, False),
     (BootCause.POWER_CUT, 2, False), (BootCause.UNKNOWN, 2, False)],
)  # fmt: skip
def test_the_clock_ran_on_over_a_short_restart_of_ours_only(
    told: BootCause, minutes: int, expected: bool
) -> None:
    order = Intent("planned", ENDED, AT, date(2026, 11, 24))
    assert is_continuous(told, order, AT + minutes * MINUTE) is expected
    assert not is_continuous(told, None, AT + minutes * MINUTE)
