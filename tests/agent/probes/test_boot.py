"""A boot judged: its cause, its age, and whether a restart was missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_agent.host import BootTraces
from huonevahti_agent.probes import boot
from huonevahti_wire.messages import BootCause
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, NOW

CLEAN, CUT = BootTraces(True, 0, False), BootTraces(False, 0, False)


@pytest.mark.parametrize("cause", list(BootCause))
def test_the_cause_is_the_one_found_when_the_boot_was_new_and_a_rough_one_warns(cause: BootCause) -> None:
    judged = boot.signals(boot.Sample(CLEAN, NOW, NOW, cause=cause), EMPTY)[0]
    rough = ("power_cut", "panic", "watchdog", "hung")
    assert (judged.value, judged.reason) == (cause, cause if cause in rough else "")


@pytest.mark.parametrize(
    ("traces", "uptime", "expected"),
    [
        pytest.param(CLEAN, timedelta(hours=25), ("ok", "ok", "ok"), id="yesterday"),
        pytest.param(CLEAN, timedelta(hours=27), ("ok", "ok", "warning overdue"), id="a restart was missed"),
        pytest.param(CUT, timedelta(hours=1), ("warning power_cut", "ok", "ok"), id="power cut"),
        pytest.param(
            BootTraces(None, None, None), timedelta(hours=1), ("ok", "ok", "ok"), id="cause unknown"
        ),
        pytest.param(CLEAN, timedelta(seconds=-5), ("ok", "ok", "ok"), id="the clock was set back"),
    ],
)
def test_a_boot_is_judged(traces: BootTraces, uptime: timedelta, expected: tuple[str, str, str]) -> None:
    judged = boot.signals(boot.Sample(traces, NOW - uptime, NOW), EMPTY)
    assert tuple(words(judged).values()) == expected
    assert judged[1].value == max(0.0, uptime.total_seconds())


def test_a_boot_of_unknown_time_keeps_its_cause() -> None:
    judged = boot.signals(boot.Sample(CLEAN, None, NOW, "not_supported"), EMPTY)
    assert (judged[0].value, judged[1].reason) == ("foreign_clean", "not_supported")
