"""How the hand-overs of an incident stand, in the words of a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huonevahti_fleet.domain.packets import Decision, Handover
from huonevahti_fleet.domain.rooms import Incident
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit

SHAPES: Mapping[str, str] = {"not_yet_accepted": "no_data", "accepted": "fit", "rejected": "degraded"}
"""Which shape and colour a standing is drawn with."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One packet as a page shows it; `ended` says why its link works no more."""

    packet: str
    path: str
    made: str
    word: str
    shape: str
    history: tuple[str, ...]
    ended: str


def handed(handover: Handover, reader: Reader) -> Handed:
    """Return a packet with every answer, the newest first."""
    at, name = reader.moment(handover.made_at), handover.handed_to
    ended = ""
    if handover.revoked_at:
        ended = reader.t("handover.revoked", at=reader.moment(handover.revoked_at))
    elif not handover.is_open(reader.now):
        ended = reader.t("handover.expired", at=reader.moment(handover.expires_at))
    return Handed(
        packet=handover.packet,
        path=f"/handover/{handover.token}",
        made=reader.t("handover.made", at=at, name=name) if name else reader.t("handover.made_plain", at=at),
        word=reader.t(f"handover.standing.{handover.standing}"),
        shape=SHAPES[handover.standing],
        history=tuple(answered(decision, reader) for decision in reversed(handover.decisions)),
        ended=ended,
    )


def answered(decision: Decision, reader: Reader) -> str:
    """Return one answer as a sentence."""
    key, at = f"handover.answered.{decision.answer}", reader.moment(decision.at)
    if decision.answer == "accepted":
        line = reader.t(key, at=at, desk=decision.desk)
    else:
        reason = reader.t(f"handover.reason.{decision.reason}")
        line = reader.t(key, at=at, desk=decision.desk, reason=reason)
    return f"{line}. {decision.text}" if decision.text else line


def standings(visit: Visit, incidents: Iterable[Incident]) -> dict[str, str]:
    """Return a line on the newest packet of each incident that was handed over, by the incident's key."""
    by_number = {incident.number: incident.key for incident in incidents if incident.number is not None}
    latest = visit.store.packets.latest(by_number)
    return {by_number[number]: _line(handover, visit.reader) for number, handover in latest.items()}


def _line(handover: Handover, reader: Reader) -> str:
    key = f"handover.line.{handover.standing}"
    return reader.t(key, desk=handover.decisions[-1].desk) if handover.decisions else reader.t(key)
