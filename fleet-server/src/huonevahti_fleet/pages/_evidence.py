"""The case of an incident: what points to it, what speaks against, what was not seen, who does what next."""

from __future__ import annotations

from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Incident
from huonevahti_fleet.pages._reader import Reader

READERS = ("support", "advisor", "operations", "integrator")


@dataclass(frozen=True, slots=True)
class Step:
    """What one kind of reader does next."""

    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence of one incident in sentences."""

    key: str
    number: int | None
    title: str
    points_to: tuple[str, ...]
    speaks_against: tuple[str, ...]
    not_seen: tuple[str, ...]
    steps: tuple[Step, ...]


def case_of(incident: Incident, reader: Reader) -> Case:
    """Return the case of an incident; a reader for whom the catalogue has no step is left out."""
    fault = incident.fault
    known = [who for who in READERS if texts.knows(reader.language, f"fault.{fault.stem}.next.{who}")]
    return Case(
        key=incident.key,
        number=incident.number,
        title=reader.fault(fault, "title"),
        points_to=tuple(reader.evidence(found) for found in fault.points_to),
        speaks_against=tuple(reader.evidence(found) for found in fault.speaks_against),
        not_seen=tuple(reader.evidence(found) for found in fault.not_seen),
        steps=tuple(Step(reader.t(f"reader.{who}"), reader.fault(fault, f"next.{who}")) for who in known),
    )
