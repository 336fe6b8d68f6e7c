"""Somebody wants rooms restarted: each terminal gets a signed job, and its guard still decides when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.rooms import Room
from huonevahti_fleet.flows.order_job import OPEN
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Store
from huonevahti_wire import signing
from huonevahti_wire.messages import JobRequest, Restart
from huonevahti_wire.topics import Topic

When = Literal["now", "when_idle", "in_the_window"]
EXPIRES: dict[When, timedelta] = {
    "now": timedelta(minutes=15),
    "when_idle": timedelta(hours=12),
    "in_the_window": timedelta(hours=48),
}
"""How long a job waits for its chance; one for the window outlasts a whole day on which the room is open."""
Without = Literal["unknown_room", "no_terminal", "never_heard", "already_ordered"]


class Wanted(NamedTuple):
    """When restarts shall be, who wants them and why, as codes."""

    when: When
    issuer: str = "support"
    reason: str = "asked"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The jobs given, by room, and why the other rooms got none."""

    jobs: dict[str, Job] = field(default_factory=dict)
    without: dict[str, Without] = field(default_factory=dict)


class WrongCount(Exception):
    """A selection of another size than whoever ordered saw; nothing is ordered."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"expected_count: {expected}, {found} rooms are selected")
        self.found = found


def selected(store: Store, *, site: str | None = None, everything: bool = False) -> tuple[str, ...]:
    """Return the rooms of a site, or all, that are in service and have a terminal."""
    rooms = [state.room for state in store.rooms() if state.room.terminal and state.room.stage == "in_service"]
    return tuple(room.slug for room in rooms if everything or room.site.slug == site)


def check_count(rooms: Iterable[str], expected: int) -> None:
    """Raise `WrongCount` unless the selection has as many rooms as whoever ordered saw."""
    if (found := len(set(rooms))) != expected:
        raise WrongCount(expected, found)


def order(store: Store, rooms: Iterable[str], wanted: Wanted, seal: Seal, now: datetime) -> Ordered:
    """Give each room's terminal a job to restart; one that has such a job already gets no second."""
    known = {state.room.slug: state.room for state in store.rooms()}
    open_jobs = (job for job in store.jobs(OPEN, limit=100_000) if job.kind == "restart")
    waiting = {job.terminal for job in open_jobs if job.expires_at > now}
    ordered = Ordered()
    for slug in dict.fromkeys(rooms):
        found = _job(store, known.get(slug), wanted, seal, now)
        if isinstance(found, Job) and found.terminal in waiting:
            ordered.without[slug] = "already_ordered"
        elif isinstance(found, Job):
            ordered.jobs[slug] = found
        else:
            ordered.without[slug] = found
    store.add_jobs(ordered.jobs.values())
    return ordered


def _job(store: Store, room: Room | None, wanted: Wanted, seal: Seal, now: datetime) -> Job | Without:
    if room is None:
        return "unknown_room"
    if room.terminal is None:
        return "no_terminal"
    stream = store.stream_of(room.terminal)
    if not stream:
        return "never_heard"
    request = JobRequest(
        job=seal.new_id(),
        terminal=room.terminal,
        stream=stream,
        issuer=wanted.issuer,
        reason=wanted.reason,
        not_before=now,
        expires_at=now + EXPIRES[wanted.when],
        when=wanted.when,
        action=Restart(),
    )
    topic = str(Topic(room.terminal, "job/request", request.job))
    sealed = seal.envelope(signing.JOB, topic, request)
    return Job.queued(request, "restart", sealed)
