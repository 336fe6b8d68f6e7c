"""What the agent says of itself, judged by the same path as everything else."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_wire.signals import State

MANY_WAITING = 200
"""Events that wait for the server; a healthy line has none for longer than a second."""


class OwnReading(Struct, frozen=True, kw_only=True):
    """What the cycle knows of its outbox, config, line and the room's disconnections."""

    waiting_events: int
    outbox_damage: str
    disk_failure: str
    config_version: int
    config_refusal: str
    is_connected: bool
    disconnections: int
    disconnections_most: int


def judgements(reading: OwnReading) -> tuple[Judgement, ...]:
    """Return agent.outbox, agent.version, config.drift, network.broker and usb.disconnects."""
    return (
        _outbox(reading),
        Judgement("agent.version", State.OK, AGENT_VERSION),
        Judgement(
            "config.drift",
            State.WARNING if reading.config_refusal else State.OK,
            float(reading.config_version),
            reason=reading.config_refusal,
        ),
        Judgement(
            "network.broker", State.OK if reading.is_connected else State.FAILED, reason=_lost(reading)
        ),
        _disconnects(reading),
    )


def _outbox(reading: OwnReading) -> Judgement:
    reason = reading.disk_failure or ("damaged" if reading.outbox_damage else "")
    if not reason and reading.waiting_events > MANY_WAITING:
        reason = "waiting"
    state = State.FAILED if reading.disk_failure else State.WARNING if reason else State.OK
    return Judgement("agent.outbox", state, float(reading.waiting_events), "events", reason=reason)


def _lost(reading: OwnReading) -> str:
    return "" if reading.is_connected else "lost"


def _disconnects(reading: OwnReading) -> Judgement:
    is_often = reading.disconnections > reading.disconnections_most
    return Judgement(
        "usb.disconnects",
        State.WARNING if is_often else State.OK,
        float(reading.disconnections),
        "per_day",
        float(reading.disconnections_most),
        "often" if is_often else "",
    )
