"""What happened in a room, newest first, each in one line: boots, devices, verdicts, incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huonevahti_fleet.domain.rooms import Incident, Timeline
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.messages import (
    AgentStarted,
    Booted,
    ClockStepped,
    ConfigApplied,
    Event,
    EventBody,
    HotPlug,
    JobEnded,
    ReadinessJudged,
    RemedyTried,
    RestartTold,
)
from huonevahti_wire.plan.mending import TREATED

_HELD_BACK = {"too_often": "too_often", "identification": "busy", "bank": "busy", "in_call": "busy"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the list, and its place on the time line in per cent."""

    at: datetime
    time: str
    kind: str
    text: str
    x: float


def happenings(line: Timeline, reader: Reader) -> tuple[Happening, ...]:
    """Return all that happened within the time line, newest first."""
    found = [(event.at, type(event.body).__name__.lower(), told(event, reader)) for event in line.events]
    found += [entry for incident in line.incidents for entry in _life(incident, reader)]
    inside = sorted((entry for entry in found if line.start_at <= entry[0] <= line.end_at), reverse=True)
    length = line.end_at - line.start_at
    return tuple(
        Happening(at, reader.when(at), kind, text, round(100 * ((at - line.start_at) / length), 2))
        for at, kind, text in inside
    )


def told(event: Event, reader: Reader) -> str:
    """Return one event as a sentence."""
    key, values = _told(event.body, reader)
    return reader.t(key, **values)


def _told(body: EventBody, reader: Reader) -> tuple[str, dict[str, object]]:
    key, values = "event.dropped", dict[str, object]()
    match body:
        case Booted(cause=cause):
            key, values = "event.booted", {"cause": reader.t(f"cause.{cause}")}
        case AgentStarted(agent_version=version):
            key, values = "event.agent_started", {"version": version}
        case HotPlug(action=action, role=role, name=name, port=port):
            device = reader.t(f"part.{role}") if role else name or reader.t("event.device_at", port=port)
            key, values = f"event.{action}", {"device": device}
        case JobEnded(state=state):
            key, values = "event.job_ended", {"state": reader.t(f"job.{state}")}
        case ConfigApplied(version=number, accepted=accepted):
            key, values = f"event.config_{'accepted' if accepted else 'refused'}", {"number": number}
        case ClockStepped(step_seconds=seconds):
            key, values = "event.clock_stepped", {"lasted": reader.amount(abs(seconds), "seconds")}
        case RestartTold(what=what):
            key = f"event.restart_{what}"
        case ReadinessJudged(is_ready=is_ready):
            key = "event.ready" if is_ready else "event.not_ready"
        case RemedyTried():
            key, values = _tried(body, reader)
    return key, values


def _tried(body: RemedyTried, reader: Reader) -> tuple[str, dict[str, object]]:
    """A remedy of a newer terminal has no word of its own here."""
    if body.outcome == "done":
        return did(body.remedy), {}
    slug = body.remedy if body.remedy in TREATED else "other"
    why = _HELD_BACK.get(body.reason, "not_allowed")
    return f"event.remedy_{body.outcome}", {
        "remedy": reader.t(f"remedy.{slug}"),
        "why": reader.t(f"refused.{why}"),
    }


def did(remedy: str) -> str:
    """Return the key of the sentence that says what a terminal did."""
    return f"did.{remedy if remedy in TREATED else 'other'}"


def _life(incident: Incident, reader: Reader) -> Iterable[tuple[datetime, str, str]]:
    title = reader.fault(incident.fault, "title")
    number = incident.number
    if number is None:
        return
    if incident.opened_at:
        yield incident.opened_at, "opened", reader.t("event.opened", number=str(number), title=title)
    if incident.resolved_at:
        yield incident.resolved_at, "resolved", reader.t("event.resolved", number=str(number), title=title)
