"""The terminal as a computer: processor, memory, disk, heat, and what of it the agent itself takes."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, MachineReading
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "machine"
SIGNALS: tuple[str, ...] = (
    "machine.cpu",
    "machine.memory",
    "machine.disk",
    "machine.temperature",
    "agent.memory",
)


class Sample(Struct, frozen=True):
    """The machine's reading; None with the reason when it cannot be told."""

    reading: MachineReading | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the machine's reading."""
    del profile  # a machine is read the same way whatever it should be
    return Sample(*_judging.ask(host.machine))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return the machine's numbers against the profile's limits, and the agent's own size."""
    reading, limits = sample.reading, profile.limits
    if reading is None:
        return [_judging.no_data(name, sample.reason) for name in SIGNALS]
    return [
        _judging.within("machine.cpu", reading.cpu_ratio, limits.cpu_max_ratio, "ratio"),
        _judging.within("machine.memory", reading.memory_ratio, limits.memory_max_ratio, "ratio"),
        _judging.within("machine.disk", reading.disk_ratio, limits.disk_max_ratio, "ratio"),
        _judging.within(
            "machine.temperature", reading.temperature_celsius, limits.temperature_max_celsius, "celsius"
        ),
        Judgement("agent.memory", State.OK, float(reading.agent_rss_bytes), "bytes"),
    ]
