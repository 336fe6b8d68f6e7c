"""Times as people write them, through both clock changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huonevahti_fleet.scenarios import times

ZONE = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90s", 90.0), ("1h30m", 5400.0), ("0.5s", 0.5), ("2d", 172_800.0), ("-2h", -7200.0)],
)
def test_a_length_is_told_in_seconds(text: str, expected: float) -> None:
    assert times.seconds(text) == expected


@pytest.mark.parametrize(
    ("when", "starts", "expected"),
    [
        ("+5m", "2026-11-24 10:00", datetime(2026, 11, 24, 8, 5, tzinfo=UTC)),
        ("13:05", "2026-11-24 10:00", datetime(2026, 11, 24, 11, 5, tzinfo=UTC)),
        ("04:30", "2026-11-24 10:00", datetime(2026, 11, 25, 2, 30, tzinfo=UTC)),
        ("10:00", "2026-11-24 10:00", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
        ("2026-11-26 07:30", "2026-11-24 10:00", datetime(2026, 11, 26, 5, 30, tzinfo=UTC)),
        ("05:00", "2026-10-25 02:30", datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),
        ("05:00", "2027-03-28 01:30", datetime(2027, 3, 28, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_local_unless_it_counts_from_the_start(when: str, starts: str, expected: datetime) -> None:
    assert times.instant(when, times.start(starts, ZONE), ZONE) == expected
