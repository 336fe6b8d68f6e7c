"""Open days without a press, counted over looks, boots and nights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_agent.domain.presses import Presses, after

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOBODY = Hands()


def _count(hands_by_day: list[Hands], open_days: set[int]) -> Presses:
    """What is counted when somebody looks three times a day."""
    presses = Presses()
    for day, hands in enumerate(hands_by_day):
        for hours in (0, 1, 2):
            now = MONDAY + timedelta(days=day, hours=hours)
            presses = after(presses, hands, now, is_open=day in open_days)
    return presses


@pytest.mark.parametrize(
    ("days", "open_days", "expected"),
    [
        pytest.param(3, {0, 1, 2}, 3, id="each open day once"),
        pytest.param(9, {0, 1, 2, 3, 4, 7, 8}, 7, id="a weekend is no open day"),
        pytest.param(5, set(), 0, id="closed"),
    ],
)
def test_open_days_without_a_press_are_counted(days: int, open_days: set[int], expected: int) -> None:
    counted = _count([NOBODY] * days, open_days)
    assert (counted.open_days, counted.was_pressed) == (expected, False)


def test_a_press_begins_the_count_anew() -> None:
    pressed = Hands(pressed_at=MONDAY + timedelta(days=2))
    assert _count([NOBODY, NOBODY, pressed], set(range(9))) == Presses(
        0, (MONDAY + timedelta(days=2)).date(), True
    )
    later = [NOBODY, NOBODY, pressed, pressed, NOBODY]
    assert _count(later, set(range(9))).open_days == 2, "yesterday's press is none of today"


def test_a_button_that_hangs_is_pressed_by_nobody() -> None:
    hanging = Hands(pressed_at=MONDAY, press_held_seconds=STUCK_SECONDS)
    assert _count([hanging], {0}) == Presses(1, MONDAY.date())
