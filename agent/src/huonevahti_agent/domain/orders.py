"""What an agent does with a job request that its server has signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent.domain.restarts import job_hold
from huonevahti_wire.messages import BootCause, JobRequest, JobStatus, Restart
from huonevahti_wire.plan import restart
from huonevahti_wire.plan.clock import doubt
from huonevahti_wire.plan.guard import Guarding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huonevahti_wire.plan.boots import Boot
    from huonevahti_wire.plan.holds import Hold

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
    boot_id: str = ""
    """Of an ordered restart, the boot that it was to end."""


class Addressee(Struct, frozen=True):
    """Who reads a request: this terminal, its stream, whether its room may be touched, and what restarts rest on."""

    terminal: str
    stream: str
    guarding: Guarding
    restarts: restart.Situation


def answer(request: JobRequest, known: Entry | None, addressee: Addressee, now: datetime) -> Entry:
    """Return the job's new entry; IN_PROGRESS means that it shall be acted on now."""
    if known is not None and (known.state.is_final or known.state is JobStatus.IN_PROGRESS):
        return known
    state, reason, until = _decided(request, addressee, now)
    boot_id = addressee.restarts.boot_id if isinstance(request.action, Restart) else ""
    return Entry(request.job, state, now, request.expires_at, reason, until, boot_id=boot_id)


def _decided(
    request: JobRequest, addressee: Addressee, now: datetime
) -> tuple[JobStatus, str, datetime | None]:
    refusal = _refusal(request, addressee, now)
    if refusal:
        return JobStatus.REJECTED, refusal, None
    if now >= request.expires_at:
        return JobStatus.EXPIRED, "", None
    if request.cancel:
        return JobStatus.CANCELLED, "", None
    if now < request.not_before:
        return JobStatus.DEFERRED, "not_before", request.not_before
    return _begun(request, addressee, now)


def _begun(
    request: JobRequest, addressee: Addressee, now: datetime
) -> tuple[JobStatus, str, datetime | None]:
    if isinstance(request.action, Restart):
        return _held(job_hold(addressee.restarts, request.when, now), request)
    verdict, until = addressee.guarding.verdict, addressee.guarding.until
    if request.when != "now" and verdict is not Verdict.FREE:
        return JobStatus.DEFERRED, _WAITS[verdict], min(until or request.expires_at, request.expires_at)
    return JobStatus.IN_PROGRESS, "", None


def _held(hold: Hold | None, request: JobRequest) -> tuple[JobStatus, str, datetime | None]:
    if hold is None:
        return JobStatus.IN_PROGRESS, "", None
    return JobStatus.DEFERRED, hold.reasons[0], min(hold.until or request.expires_at, request.expires_at)


def _refusal(request: JobRequest, addressee: Addressee, now: datetime) -> str:
    if request.terminal != addressee.terminal:
        return "terminal"
    if request.stream != addressee.stream:
        return "stream"
    if request.action is None and not request.cancel:
        return "no_action"
    is_restart = isinstance(request.action, Restart)
    if is_restart and not request.cancel and doubt(addressee.restarts.clock, now):
        return "clock"
    if request.when == "in_the_window" and not is_restart:
        return "no_window"
    return ""


def settled(entries: Iterable[Entry], now: datetime, boot: Boot) -> tuple[Entry, ...]:
    """Return the new entries of jobs that a stop of the agent left open.

    One without a result may have acted and is never repeated; one that waited is offered again until it expires. How a
    restart ended is told by the boot that came: on the boot it was to end it is still under way.
    """
    waiting = [entry for entry in entries if not _is_under_way(entry, boot)]
    ended = [_restarted(entry, boot, now) for entry in waiting if _is_restart(entry)]
    return (*ended, *_ended([entry for entry in waiting if not _is_restart(entry)], now))


def _is_restart(entry: Entry) -> bool:
    return entry.state is JobStatus.IN_PROGRESS and bool(entry.boot_id)


def _is_under_way(entry: Entry, boot: Boot) -> bool:
    return _is_restart(entry) and entry.boot_id == boot.boot_id


def _restarted(entry: Entry, boot: Boot, now: datetime) -> Entry:
    if boot.cause in (BootCause.OURS, BootCause.REMEDY):
        return Entry(entry.job, JobStatus.SUCCEEDED, now, entry.expires_at)
    return Entry(entry.job, JobStatus.FAILED, now, entry.expires_at, str(boot.cause))


def _ended(entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    ends = {JobStatus.IN_PROGRESS: (JobStatus.FAILED, "interrupted"), JobStatus.DEFERRED: (JobStatus.EXPIRED, "")}
    return tuple(
        Entry(entry.job, ends[entry.state][0], now, entry.expires_at, ends[entry.state][1])
        for entry in entries
        if entry.state is JobStatus.IN_PROGRESS or (entry.state is JobStatus.DEFERRED and now >= entry.expires_at)
    )
