"""The clock judged against the endpoints' own, and by the kernel's word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_agent.probes import clock
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, SERVICES, seen


@pytest.mark.parametrize(
    ("theirs", "expected", "value"),
    [
        pytest.param(timedelta(seconds=-29), "ok", 29.0, id="29 seconds fast"),
        pytest.param(timedelta(seconds=31), "failed offset", -31.0, id="31 seconds slow"),
        pytest.param(None, "no_data failed", None, id="nobody told the time"),
    ],
)
def test_the_clock_is_judged(theirs: timedelta | None, expected: str, value: float | None) -> None:
    offset, synchronised = clock.signals(clock.Sample((seen(theirs=theirs),), is_synchronised=True), SERVICES)
    assert (words([offset])["clock.offset"], offset.value) == (expected, value)
    assert synchronised.state == "ok"


def test_without_endpoints_no_clock_is_compared() -> None:
    judged = words(clock.signals(clock.Sample((), None, "not_permitted"), EMPTY))
    assert judged == {"clock.offset": "no_data not_in_profile", "clock.synchronised": "no_data not_permitted"}


def test_an_undisciplined_clock_is_a_warning() -> None:
    judged = words(clock.signals(clock.Sample((seen(),), is_synchronised=False), SERVICES))
    assert judged["clock.synchronised"] == "warning not_synchronised"
