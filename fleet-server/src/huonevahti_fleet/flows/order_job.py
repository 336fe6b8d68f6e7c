"""Somebody wants a terminal to do something: the order is signed, saved, and offered until it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.outgoing import Outgoing
from huonevahti_fleet.domain.terminals import Terminal
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Batch, Store
from huonevahti_wire import signing
from huonevahti_wire.messages import JobRequest, JobStatus, MeasureNow
from huonevahti_wire.topics import Topic

OPEN = tuple(status for status in JobStatus if not status.is_final)
MEASURE_EXPIRES = timedelta(minutes=10)
FULL_REPORT_EVERY = timedelta(minutes=1)
CHECKED_EVERY = timedelta(seconds=10)
"""How often open jobs are looked through for ones that expired, when nothing new was ordered."""
OFFERS_A_TURN = 100
"""How many jobs one turn of the clock offers: a whole fleet that comes back is served in its turn."""


class Asker(NamedTuple):
    """Who wants a measurement, as a code, and whether they said just now that nobody is in the room."""

    issuer: str
    room_is_empty: bool = False


def measure_now(terminal: str, stream: str, asker: Asker, seal: Seal, now: datetime) -> Job:
    """Return the signed order to measure everything at once and to send a full report.

    Picture and sound are measured too when the asker said that the room is empty; the terminal looks for itself first.
    """
    request = JobRequest(
        job=seal.new_id(),
        terminal=terminal,
        stream=stream,
        issuer=asker.issuer,
        reason="measure",
        not_before=now,
        expires_at=now + MEASURE_EXPIRES,
        action=MeasureNow(room_is_empty=asker.room_is_empty),
    )
    topic = str(Topic(terminal, "job/request", request.job))
    return Job.queued(request, "measure_now", seal.envelope(signing.JOB, topic, request))


def ask_full_report(batch: Batch, terminal: Terminal, seal: Seal) -> None:
    """Ask for a full report, at most once a minute: an order like any other, so nothing unsigned is obeyed."""
    if terminal.asked_at is not None and batch.now - terminal.asked_at < FULL_REPORT_EVERY:
        return
    terminal.asked_at = batch.now
    offer(batch, measure_now(terminal.terminal, terminal.stream, Asker("server"), seal, batch.now))


def offer(batch: Batch, job: Job) -> None:
    """Send an order to its terminal and save that it was offered."""
    batch.job(replace(job, state=JobStatus.OFFERED, state_at=batch.now))
    batch.send(Outgoing(str(Topic(job.terminal, "job/request", job.job)), job.request))


def offer_open_jobs(batch: Batch, store: Store) -> None:
    """Offer what was ordered since, and again what a terminal that came back has not finished; end what expired."""
    fleet, offered, number = batch.fleet, 0, store.counter("jobs")
    is_new = number != fleet.jobs_number or bool(fleet.to_offer)
    if not is_new and fleet.jobs_checked_at is not None and batch.now - fleet.jobs_checked_at < CHECKED_EVERY:
        return
    for job in store.jobs(OPEN, limit=10_000):
        terminal = fleet.terminals.get(job.terminal)
        if job.expires_at <= batch.now:
            batch.job(replace(job, state=JobStatus.EXPIRED, state_at=batch.now))
        elif terminal is None or job.stream != terminal.stream or offered == OFFERS_A_TURN:
            continue
        elif job.state is JobStatus.QUEUED:
            offer(batch, job)
            offered += 1
        elif job.terminal in fleet.to_offer:
            batch.send(Outgoing(str(Topic(job.terminal, "job/request", job.job)), job.request))
            offered += 1
    if offered < OFFERS_A_TURN:
        fleet.to_offer.clear()
        fleet.jobs_number, fleet.jobs_checked_at = number, batch.now


def order_measure(
    store: Store, room: str, seal: Seal, now: datetime, *, room_is_empty: bool = False
) -> Job | None:
    """Order a room's terminal to measure now; None when the room has none that was ever heard."""
    terminal = next((state.room.terminal for state in store.rooms() if state.room.slug == room), None)
    stream = store.stream_of(terminal) if terminal else ""
    if not terminal or not stream:
        return None
    job = measure_now(terminal, stream, Asker("support", room_is_empty), seal, now)
    store.add_job(job)
    return job
