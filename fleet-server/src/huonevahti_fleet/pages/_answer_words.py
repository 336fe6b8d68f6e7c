"""The sentences of a complaint's answer: what it is, why, what would decide, what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from huonevahti_fleet import texts
from huonevahti_fleet.domain.clear import Clearance, FaultAnswer, Unclear
from huonevahti_fleet.domain.complaints import Complaint
from huonevahti_fleet.pages._reader import Reader

SHAPE_OF = {"fault": "unfit", "clearance": "fit", "unclear": "no_data"}
"""Which verdict's shape and colour an answer is shown with."""


def kind_of(complaint: Complaint) -> str:
    """Return which answer it is: `fault`, `clearance` or `unclear`."""
    if isinstance(complaint.answer, FaultAnswer):
        return "fault"
    return "clearance" if isinstance(complaint.answer, Clearance) else "unclear"


def heading(complaint: Complaint, room: str, reader: Reader) -> str:
    """Return the answer in one sentence."""
    answer = complaint.answer
    if complaint.fault:
        return f"{room}: {lower(reader.fault(complaint.fault, 'title'))}"
    if isinstance(answer, Unclear):
        return reader.t(f"answer.unclear.{answer.reason}", room=room, at=complaint.at)
    return reader.t("answer.cleared", room=room, at=complaint.at)


def why(complaint: Complaint, reader: Reader) -> tuple[str, ...]:
    """Return the sentences that point to the owner."""
    answer = complaint.answer
    if complaint.fault:
        return tuple(reader.evidence(one) for one in complaint.fault.points_to)
    if isinstance(answer, Clearance):
        many = {"n": len(answer.measured)}
        seen = {"n": answer.same_elsewhere}
        values = {"room_measured_good": many, "same_elsewhere": seen}
        return tuple(reader.t(f"why.{code}", **values.get(code, {})) for code in answer.why)
    return ()


def question(complaint: Complaint, reader: Reader) -> str:
    """Return the question that would decide, empty when nothing is open."""
    if complaint.fault:
        asked = complaint.fault.question
        return reader.t(f"question.{asked}") if asked else ""
    answer = complaint.answer
    return reader.t(f"decides.{answer.question}") if isinstance(answer, Clearance | Unclear) else ""


def next_step(complaint: Complaint, reader: Reader) -> str:
    """Return what support does next."""
    if complaint.fault:
        return reader.fault(complaint.fault, "next.support")
    return reader.t(f"answer.next.{kind_of(complaint)}")


def notes(complaint: Complaint, reader: Reader) -> Iterable[str]:
    """Yield what else is to be known: when a fault ended, that it is only watched, other faults, a session."""
    answer = complaint.answer
    if isinstance(answer, FaultAnswer):
        yield texts.capital(reader.t("answer.began", at=answer.began_at))
        if answer.ended_at is not None:
            yield reader.t("answer.ended", at=answer.ended_at)
        if answer.incident is None:
            yield reader.t("answer.watched")
    if isinstance(answer, Clearance):
        if answer.in_session:
            yield reader.t("answer.in_session")
        if answer.other_incidents:
            yield reader.t("answer.others", numbers=", ".join(f"#{n}" for n in answer.other_incidents))


def unseen(complaint: Complaint) -> tuple[str, ...]:
    """Return the codes of what a room cannot see of it."""
    answer = complaint.answer
    return answer.unseen if isinstance(answer, Clearance | Unclear) else ()


def replied(complaint: Complaint, reader: Reader) -> Iterable[str]:
    """Yield what the owner answered, the oldest first."""
    for reply in complaint.replies:
        reason = reader.t(f"reply_reason.{reply.reason}") if reply.reason else ""
        yield reader.t(f"replied.{reply.kind}", at=reply.at, reason=reason)


def lower(text: str) -> str:
    """Return a text with its first letter lowered, for the middle of a sentence."""
    return text[:1].lower() + text[1:]
