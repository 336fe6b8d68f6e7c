"""What a terminal may say for its clock, and what it must say against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huonevahti_agent.domain.clocks import Believed, Reading, clock, is_worth_keeping, next_believed
from huonevahti_wire.plan.clock import doubt

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
THIS, FORMER = "0a0a0a0a-0002", "0a0a0a0a-0001"


def _reading(**facts: Any) -> Reading:
    values: dict[str, Any] = {
        "boot_id": THIS,
        "at": AT,
        "offset_seconds": 1000.0,
        "is_confirmed": False,
        "hardware_at": None,
        "is_continuous": False,
    }
    return Reading(**(values | facts))


def _kept(boot_id: str = THIS, at: datetime = AT - MINUTE, **facts: Any) -> Believed:
    return Believed(boot_id, at, facts.pop("offset_seconds", 1000.0), **facts)


CASES: dict[str, tuple[Reading, Believed | None, str]] = {
    "nothing is known": (_reading(), None, "clock_unconfirmed"),
    "confirmed now": (_reading(is_confirmed=True), None, ""),
    "confirmed earlier on this boot": (_reading(), _kept(is_confirmed=True), ""),
    "confirmed on the boot before": (_reading(), _kept(FORMER, is_confirmed=True), "clock_unconfirmed"),
    "it ran on over our own restart": (_reading(is_continuous=True), _kept(FORMER), ""),
    "moved since it was confirmed": (
        _reading(offset_seconds=1100.0), _kept(is_confirmed=True), "clock_stepped"),
    "moved and confirmed anew": (
        _reading(offset_seconds=1100.0, is_confirmed=True), _kept(is_confirmed=True), ""),
    "moved by no more than quartz drifts": (_reading(offset_seconds=1050.0), _kept(is_confirmed=True), ""),
    "another boot has another offset": (
        _reading(offset_seconds=9.0, is_continuous=True), _kept(FORMER, is_confirmed=True), ""),
    "before what was stored": (_reading(is_confirmed=True), _kept(FORMER, AT + DAY), "clock_behind"),
    "the hardware clock agreed and its battery held": (
        _reading(hardware_at=AT), _kept(FORMER, hardware_agrees=True), ""),
    "the hardware clock never agreed": (_reading(hardware_at=AT), _kept(FORMER), "clock_unconfirmed"),
    "the hardware clock says something else": (
        _reading(hardware_at=AT + DAY), _kept(FORMER, hardware_agrees=True), "clock_unconfirmed"),
    "the hardware clock began anew": (
        _reading(hardware_at=AT - 1000 * DAY), _kept(FORMER, hardware_agrees=True), "clock_unconfirmed"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_clock_is_believed_or_doubted_for_its_reason(case: str) -> None:
    reading, believed, expected = CASES[case]
    assert doubt(clock(reading, believed, ()), reading.at) == expected


def test_a_battery_that_failed_is_known_by_a_time_before_what_is_known() -> None:
    read = clock(_reading(hardware_at=AT - DAY), _kept(FORMER, hardware_agrees=True), ())
    assert read.hardware_clock == "lost"


def test_the_newest_time_is_the_signed_or_the_stored_one_whichever_is_later() -> None:
    others = (AT + DAY, None, AT - DAY)
    assert clock(_reading(), _kept(), others).newest_known_at == AT + DAY
    assert clock(_reading(), _kept(), (None,)).newest_known_at == AT - MINUTE
    assert clock(_reading(), None, ()).newest_known_at is None


def test_what_was_confirmed_on_this_boot_stays_so_and_is_forgotten_with_it() -> None:
    assert next_believed(_reading(hardware_at=AT), _kept(is_confirmed=True)) == Believed(
        THIS, AT, 1000.0, is_confirmed=True, hardware_agrees=True
    )
    assert not next_believed(_reading(), _kept(FORMER, is_confirmed=True)).is_confirmed


@pytest.mark.parametrize(
    ("now", "kept", "worth"),
    [
        pytest.param(_kept(at=AT), None, True, id="the first"),
        pytest.param(_kept(at=AT), _kept(), False, id="a minute later"),
        pytest.param(_kept(at=AT), _kept(at=AT - 10 * MINUTE), True, id="ten minutes later"),
        pytest.param(_kept(at=AT), _kept(FORMER), True, id="another boot"),
        pytest.param(_kept(at=AT, is_confirmed=True), _kept(), True, id="confirmed"),
        pytest.param(_kept(at=AT, offset_seconds=2000.0), _kept(), True, id="moved"),
        pytest.param(_kept(at=AT, offset_seconds=1001.0), _kept(), False, id="drifted"),
    ],
)
def test_it_is_written_when_it_says_something_new(now: Believed, kept: Believed | None, worth: bool) -> None:
    assert is_worth_keeping(now, kept, 10 * MINUTE) is worth
