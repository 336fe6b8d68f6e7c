"""What an agent does with a job request that its server has signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_wire.messages import JobRequest, JobStatus
from huonevahti_wire.plan.guard import Guarding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable


_WAITS = {
    Verdict.BUSY: "session",
    Verdict.UNDECIDED: "session_unknown",
    Verdict.ASK_PERSON: "ask_person",
}
"""Why an order for an idle room waits, by the guard's verdict."""


class Entry(Struct, frozen=True, omit_defaults=True):
    """Where one job stands, as the ledger keeps it; `is_told` once an event of its end is in the outbox."""

    job: str
    state: JobStatus
    at: datetime
    expires_at: datetime
    reason: str = ""
    until: datetime | None = None
    is_told: bool = False


class Addressee(Struct, frozen=True):
    """Who reads a request: this terminal, its stream, and whether its room may be touched now."""

    terminal: str
    stream: str
    guarding: Guarding


def answer(request: JobRequest, known: Entry | None, addressee: Addressee, now: datetime) -> Entry:
    """Return the job's new entry; IN_PROGRESS means that it shall be acted on now."""
    if known is not None and (known.state.is_final or known.state is JobStatus.IN_PROGRESS):
        return known
    state, reason, until = _decided(request, addressee, now)
    return Entry(request.job, state, now, request.expires_at, reason, until)


def _decided(
    request: JobRequest, addressee: Addressee, now: datetime
) -> tuple[JobStatus, str, datetime | None]:
    refusal = _refusal(request, addressee)
    if refusal:
        return JobStatus.REJECTED, refusal, None
    if now >= request.expires_at:
        return JobStatus.EXPIRED, "", None
    if request.cancel:
        return JobStatus.CANCELLED, "", None
    if now < request.not_before:
        return JobStatus.DEFERRED, "not_before", request.not_before
    verdict, until = addressee.guarding.verdict, addressee.guarding.until
    if request.when != "now" and verdict is not Verdict.FREE:
        return JobStatus.DEFERRED, _WAITS[verdict], min(until or request.expires_at, request.expires_at)
    return JobStatus.IN_PROGRESS, "", None


def _refusal(request: JobRequest, addressee: Addressee) -> str:
    if request.terminal != addressee.terminal:
        return "terminal"
    if request.stream != addressee.stream:
        return "stream"
    if request.action is None and not request.cancel:
        return "no_action"
    if request.when == "in_the_window":
        return "no_window"
    return ""


def settled(entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """Return the new entries of jobs that a stop of the agent left open.

    One without a result may have acted and is never repeated; one that waited is offered again until it expires.
    """
    ends = {JobStatus.IN_PROGRESS: (JobStatus.FAILED, "interrupted"), JobStatus.DEFERRED: (JobStatus.EXPIRED, "")}
    return tuple(
        Entry(entry.job, ends[entry.state][0], now, entry.expires_at, ends[entry.state][1])
        for entry in entries
        if entry.state is JobStatus.IN_PROGRESS or (entry.state is JobStatus.DEFERRED and now >= entry.expires_at)
    )
