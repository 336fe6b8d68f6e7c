"""The machine, its boot and its session judged from plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huonevahti_agent.domain import boot as domain_boot
from huonevahti_agent.host import BootTraces, MachineReading
from huonevahti_agent.probes import boot, machine, session
from huonevahti_wire.messages import BootCause
from huonevahti_wire.profile import Profile
from tests.agent.probes.judged import words

PROFILE = Profile(name="p", platform="linux")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLEAN, CUT = BootTraces(True, 0, False), BootTraces(False, 0, False)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param(MachineReading(0.1, 0.5, 0.5, 50.0, 1), {}, id="at ease"),
        pytest.param(MachineReading(0.96, 0.5, 0.5, 50.0, 1), {"machine.cpu": "warning too_high"}, id="busy"),
        pytest.param(
            MachineReading(0.1, 0.91, 0.5, 50.0, 1), {"machine.memory": "warning too_high"}, id="memory full"
        ),
        pytest.param(
            MachineReading(0.1, 0.5, 0.91, 50.0, 1), {"machine.disk": "warning too_high"}, id="disk full"
        ),
        pytest.param(
            MachineReading(0.1, 0.5, 0.5, 86.0, 1), {"machine.temperature": "warning too_high"}, id="hot"
        ),
        pytest.param(
            MachineReading(None, 0.9, 0.9, None, 1),
            {"machine.cpu": "no_data not_supported", "machine.temperature": "no_data not_supported"},
            id="no sensor",
        ),
    ],
)
def test_a_machine_is_judged(reading: MachineReading, expected: dict[str, str]) -> None:
    judged = words(machine.signals(machine.Sample(reading), PROFILE))
    assert judged == {**dict.fromkeys(machine.SIGNALS, "ok"), **expected}


def test_a_machine_that_cannot_be_read_has_a_reason() -> None:
    judged = words(machine.signals(machine.Sample(None, "not_permitted"), PROFILE))
    assert judged == dict.fromkeys(machine.SIGNALS, "no_data not_permitted")


@pytest.mark.parametrize(
    ("traces", "cause"),
    [
        pytest.param(CLEAN, BootCause.FOREIGN_CLEAN, id="a farewell"),
        pytest.param(CUT, BootCause.POWER_CUT, id="no farewell"),
        pytest.param(BootTraces(False, 2, False), BootCause.PANIC, id="a panic's files"),
        pytest.param(BootTraces(None, 1, None), BootCause.PANIC, id="a panic's files alone"),
        pytest.param(BootTraces(False, 0, True), BootCause.WATCHDOG, id="the watchdog's mark"),
        pytest.param(BootTraces(True, 3, True), BootCause.FOREIGN_CLEAN, id="a farewell and old files"),
        pytest.param(BootTraces(None, 0, None), BootCause.UNKNOWN, id="nothing to tell by"),
    ],
)
def test_the_cause_of_a_boot_is_decided(traces: BootTraces, cause: BootCause) -> None:
    assert domain_boot.cause(traces) == cause
    assert domain_boot.cause(traces, known_former_boot=False) == BootCause.FIRST


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
    judged = boot.signals(boot.Sample(traces, NOW - uptime, NOW), PROFILE)
    assert tuple(words(judged).values()) == expected
    assert judged[1].value == max(0.0, uptime.total_seconds())


def test_a_boot_of_unknown_time_keeps_its_cause() -> None:
    judged = boot.signals(boot.Sample(CLEAN, None, NOW, "not_supported"), PROFILE)
    assert (judged[0].value, judged[1].reason) == ("foreign_clean", "not_supported")


@pytest.mark.parametrize(
    ("signs", "value", "expected"),
    [
        pytest.param(("camera_held",), True, "ok", id="a sign"),
        pytest.param((), False, "ok", id="none"),
        pytest.param(None, None, "no_data not_permitted", id="cannot tell"),
    ],
)
def test_a_session_is_judged(signs: tuple[str, ...] | None, value: bool | None, expected: str) -> None:
    judged = session.signals(session.Sample(signs, "" if signs is not None else "not_permitted"), PROFILE)
    assert words(judged) == {"session.live": expected}
    assert judged[0].value is value
