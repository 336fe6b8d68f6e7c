"""The terminal's native application, by its own word over the application contract."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging
from huonevahti_kiosk.application import ApplicationReading
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "application"
SIGNALS: tuple[str, ...] = ("application.state", "application.version")


class Sample(Struct, frozen=True):
    """The application's last word; None with the reason when it never said one."""

    reading: ApplicationReading | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the last word; a terminal without an application has none."""
    del profile  # as above
    return Sample(*_judging.ask(host.application))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return failed for an application in error or fallen silent; a terminal without one has no signal."""
    del profile  # whether there is an application shows by its word
    reading = sample.reading
    if reading is None:
        return []
    return [_state(reading), _version(reading)]


def _state(reading: ApplicationReading) -> Judgement:
    name, state = "application.state", reading.word.state
    if not reading.is_fresh:
        return Judgement(name, State.FAILED, value=state, reason="silent")
    if state == "error":
        return Judgement(name, State.FAILED, value=state, reason=reading.word.error or "error")
    return Judgement(name, State.OK, value=state)


def _version(reading: ApplicationReading) -> Judgement:
    if not reading.word.version:
        return _judging.no_data("application.version", "not_told")
    return Judgement("application.version", State.OK, value=_judging.short(reading.word.version))
