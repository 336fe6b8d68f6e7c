"""What the record says to a complaint: the fault of that time, a clearance, or plainly that it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.harm import worst_first
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident
from huonevahti_fleet.domain.symptoms import MEANINGS, Meaning, Symptom, named, shows, speaks
from huonevahti_wire.signals import State, family_of

BEFORE, AFTER = timedelta(minutes=10), timedelta(minutes=5)
"""How far from the time that people tell the record is looked through: they tell it from memory."""
OLDEST = timedelta(days=7)
"""Numbers are kept for a week; nobody remembers the minute for longer."""
Trouble = Literal["not_heard", "too_little", "disturbed"]
WORST_FIRST = (State.FAILED, State.WARNING, State.OK, State.NO_DATA)
_EMPTY = ("not_in_profile", "not_supported")


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One signal as the record has it for a time: its worst state then, since when, and the number behind it.

    `good_until` is when it was last good, for one that was not measured at the time itself.
    """

    name: str
    state: State
    since: datetime
    reason: str = ""
    value: float | None = None
    measured_at: datetime | None = None
    good_until: datetime | None = None


class FaultAnswer(Struct, frozen=True, tag="fault"):
    """A fault of that time explains the symptom; `incident` is None while it is only watched."""

    start_at: datetime
    end_at: datetime
    owner: Owner
    incident: int | None
    began_at: datetime
    ended_at: datetime | None
    measured: tuple[Measurement, ...]
    not_measured: tuple[str, ...]


class Clearance(Struct, frozen=True, tag="clearance"):
    """The room was fit in all that was measured and speaks to the symptom; `owner` is only suspected, and `why`."""

    start_at: datetime
    end_at: datetime
    owner: Owner
    question: str
    why: tuple[str, ...]
    measured: tuple[Measurement, ...]
    earlier: tuple[Measurement, ...]
    not_measured: tuple[str, ...]
    unseen: tuple[str, ...]
    other_incidents: tuple[int, ...] = ()
    in_session: bool | None = None
    same_elsewhere: int = 0


class Unclear(Struct, frozen=True, tag="unclear"):
    """The record neither shows a fault nor clears the room: not heard, too little measured, or a short disturbance."""

    start_at: datetime
    end_at: datetime
    owner: Owner
    question: str
    reason: Trouble
    measured: tuple[Measurement, ...]
    not_measured: tuple[str, ...]
    unseen: tuple[str, ...]


Answer = FaultAnswer | Clearance | Unclear


def outcome(answer: type[Answer]) -> str:
    """Return the word for a kind of answer: `fault`, `clearance` or `unclear`."""
    return str(answer.__struct_config__.tag)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a room around an instant; `is_heard` says whether its terminal was heard then."""

    room: str
    start_at: datetime
    end_at: datetime
    signals: Mapping[str, Measurement] = field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    is_heard: bool = True
    in_session: bool | None = None
    same_elsewhere: int = 0


def fault_at(record: Record, symptom: Symptom) -> Incident | None:
    """Return the incident of that time that explains a symptom, the worst one first; None when none does."""
    found = [incident for incident in record.incidents if explains(incident, symptom)]
    opened = [incident for incident in found if incident.number is not None]
    return min(opened or found, key=lambda incident: worst_first(incident.fault), default=None)


def explains(incident: Incident, symptom: Symptom) -> bool:
    """Return whether an incident can be what was seen or heard: a signal that speaks to it is among its own."""
    fault, meaning = incident.fault, MEANINGS[symptom]
    if "silent" in fault.slug:
        return True
    if symptom is Symptom.OTHER:
        return fault.harm is not Harm.COSMETIC
    return any(speaks(meaning, name) or _takes_in(name, meaning) for name in (*fault.rests_on, *fault.explains))


def answer(record: Record, symptom: Symptom) -> Answer:
    """Return what a room's record says to a symptom."""
    incident = fault_at(record, symptom)
    measured, earlier, missing = _sorted(record, MEANINGS[symptom])
    if incident is not None:
        return FaultAnswer(
            start_at=record.start_at,
            end_at=record.end_at,
            owner=incident.owner,
            incident=incident.number,
            began_at=incident.first_seen_at,
            ended_at=incident.resolved_at,
            measured=measured,
            not_measured=missing,
        )
    meaning = MEANINGS[symptom]
    trouble = _trouble(record, meaning, measured, earlier)
    if trouble is None:
        return _cleared(record, symptom, (measured, earlier, missing))
    return Unclear(
        start_at=record.start_at,
        end_at=record.end_at,
        owner=Owner.UNDECIDED,
        question=meaning.question,
        reason=trouble,
        measured=measured,
        not_measured=(*missing, *(known.name for known in earlier)),
        unseen=meaning.unseen,
    )


def _trouble(
    record: Record, meaning: Meaning, measured: tuple[Measurement, ...], earlier: tuple[Measurement, ...]
) -> Trouble | None:
    """Return why a record clears nothing: good levels say nothing of crackle unless crackle was listened for."""
    if not record.is_heard:
        return "not_heard"
    if any(known.state in (State.FAILED, State.WARNING) for known in measured):
        return "disturbed"
    is_shown = any(shows(meaning, known.name) for known in (*measured, *earlier))
    return None if measured and is_shown else "too_little"


def _cleared(
    record: Record,
    symptom: Symptom,
    found: tuple[tuple[Measurement, ...], tuple[Measurement, ...], tuple[str, ...]],
) -> Clearance:
    measured, earlier, missing = found
    meaning = MEANINGS[symptom]
    names = {known.name for known in measured}
    why = ["room_measured_good"]
    why += [code for name, code in _SPEAKING if name in names and speaks(meaning, name)]
    why += ["same_elsewhere"] if record.same_elsewhere else []
    return Clearance(
        start_at=record.start_at,
        end_at=record.end_at,
        owner=meaning.other_side,
        question=meaning.question,
        why=(*why, f"usual.{symptom}"),
        measured=measured,
        earlier=earlier,
        not_measured=missing,
        unseen=meaning.unseen,
        other_incidents=tuple(i.number for i in record.incidents if i.number is not None),
        in_session=record.in_session,
        same_elsewhere=record.same_elsewhere,
    )


_SPEAKING = (
    ("call.frames", "frames_sent"),
    ("call.loss", "call_arrived"),
    ("camera.order", "order_right"),
    ("network.loss", "line_clean"),
    ("network.interceptor", "no_interceptor"),
)
"""Signals whose being good is worth a sentence of its own."""


def _sorted(
    record: Record, meaning: Meaning
) -> tuple[tuple[Measurement, ...], tuple[Measurement, ...], tuple[str, ...]]:
    """Return what was measured then (the worst first), what was good earlier that day, and what was not measured."""
    known = {name: found for name, found in record.signals.items() if speaks(meaning, name)}
    here = {name: found for name, found in known.items() if found.reason not in _EMPTY}
    measured = sorted(
        (found for found in here.values() if found.state is not State.NO_DATA),
        key=lambda found: (WORST_FIRST.index(found.state), _place(found.name, meaning), found.name),
    )
    silent = [found for found in here.values() if found.state is State.NO_DATA]
    earlier = [found for found in silent if found.good_until is not None]
    expected = (name for name in named(meaning) if name not in known and family_of(name) is not None)
    missing = (*(found.name for found in silent if found.good_until is None), *expected)
    return tuple(measured), tuple(earlier), missing


def _place(name: str, meaning: Meaning) -> int:
    return next((at for at, word in enumerate(meaning.signals) if name.startswith(word)), len(meaning.signals))


def _takes_in(name: str, meaning: Meaning) -> bool:
    """Return whether a name with a star at its end takes in a signal of the symptom."""
    return name.endswith("*") and any(word.startswith(name[:-1]) for word in meaning.signals if word)


