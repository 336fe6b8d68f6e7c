"""The machine judged against the limits of its profile."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import MachineReading
from huonevahti_agent.probes import machine
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY


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
    judged = words(machine.signals(machine.Sample(reading), EMPTY))
    assert judged == {**dict.fromkeys(machine.SIGNALS, "ok"), **expected}


def test_the_agent_tells_its_own_size_from_the_same_reading() -> None:
    judged = {
        each.name: each
        for each in machine.signals(machine.Sample(MachineReading(0.1, 0.5, 0.5, 50.0, 31_000_000)), EMPTY)
    }
    assert (judged["agent.memory"].value, judged["agent.memory"].unit) == (31e6, "bytes")


def test_a_machine_that_cannot_be_read_has_a_reason() -> None:
    judged = words(machine.signals(machine.Sample(None, "not_permitted"), EMPTY))
    assert judged == dict.fromkeys(machine.SIGNALS, "no_data not_permitted")
