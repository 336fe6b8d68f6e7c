"""The one object through which all else reads and writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from huonevahti_fleet.domain.authors import Author, EditRecord, What
from huonevahti_fleet.domain.fleet import Fleet
from huonevahti_fleet.domain.nightly import (
    Booking,
    Edit,
    Layer,
    NightRecord,
    ReadinessRecord,
    Release,
    SetSchedule,
)
from huonevahti_fleet.domain.orders import DesiredConfig, Job
from huonevahti_fleet.domain.registry import Registry
from huonevahti_fleet.domain.rooms import (
    Incident,
    IncidentState,
    Numbers,
    Quarantined,
    Room,
    RoomDetail,
    RoomState,
    Site,
    Span,
    Timeline,
)
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.store import (
    audit,
    cards,
    checks,
    commit,
    complaints,
    engine,
    loading,
    nights,
    openings,
    orders,
    packets,
    post,
    ratings,
    reading,
    registry_rows,
    restarts,
    timelines,
)
from huonevahti_fleet.store import routes as route_rows
from huonevahti_fleet.store.batch import Batch
from huonevahti_fleet.store.commit import Kept
from huonevahti_fleet.store.standing import Standing
from huonevahti_wire.messages import JobStatus
from huonevahti_wire.plan.layers import Schedule

FRESH_SECONDS = 1.0
"""How long a list of rooms may be shown again when nothing but heartbeats came in between."""


class Locked(Exception):
    """The database cannot be used now: locked, full or gone; to be tried again."""


def open_store(url: str, kept: Kept | None = None, *, migrate: bool = True) -> Store:
    """Return a store on a database URL (`sqlite:///FILE`, `sqlite://` in memory, `postgresql://...`).

    Its tables are brought to this release's shape, or with `migrate=False` only checked for it.
    """
    opened = engine.open_engine(url)
    try:
        (engine.migrate if migrate else engine.check_shape)(opened)
    except engine.BadDatabase:
        opened.dispose()
        raise
    return Store(opened, kept or Kept())


@contextmanager
def _locks_told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if engine.is_passing(error):
            raise Locked(str(error.orig)) from error
        raise


class Store:
    """Reads and writes of one database; every method may be called from any thread."""

    def __init__(self, opened: Engine, kept: Kept) -> None:
        self._engine = opened
        self._writing = opened.execution_options(writes=True)
        self._kept = kept
        self._alone: AbstractContextManager[Any] = (
            threading.Lock() if engine.is_in_memory(opened) else nullcontext()
        )
        self._registry: tuple[int, dict[str, Room]] = (-1, {})
        self._standing, self._turns = Standing(), threading.Lock()
        self._rooms: tuple[int, float, tuple[RoomState, ...]] = (-1, 0.0, ())
        self.routes = route_rows.Routes(self._reads, self._writes)
        self.post = post.Post(self._reads, self._writes)
        self.packets = packets.Packets(self._reads, self._writes)
        self.ratings = ratings.Ratings(self._reads, self._writes)
        self.complaints = complaints.Complaints(self._reads, self._writes)
        self.cards = cards.Cards(self._reads, self._writes)
        self.checks = checks.Checks(self._reads, self._writes)
        self.openings = openings.Openings(self._reads)

    @contextmanager
    def _reads(self) -> Iterator[Connection]:
        with _locks_told(), self._alone, self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writes(self) -> Iterator[Connection]:
        with _locks_told(), self._alone, self._writing.begin() as connection:
            yield connection

    # What pages, API and metrics read

    def rooms(self) -> tuple[RoomState, ...]:
        """Return every room as it stands, by slug; the last heartbeats may be a second late."""
        change, monotonic = self.change_number(), time.monotonic()
        known_change, known_at, known = self._rooms
        if change == known_change and monotonic - known_at < FRESH_SECONDS:
            return known
        with self._turns, self._reads() as connection:
            states = self._standing.read(connection, self._registered(connection))
        self._rooms = (change, monotonic, states)
        return states

    def _registered(self, connection: Connection) -> dict[str, Room]:
        number = reading.counter(connection, "registry")
        if number != self._registry[0]:
            self._registry = (number, registry_rows.load_rooms(connection))
        return self._registry[1]

    def room(self, slug: str) -> RoomDetail | None:
        """Return one room in detail, None when there is none of that slug."""
        state = next((state for state in self.rooms() if state.room.slug == slug), None)
        if state is None:
            return None
        with self._reads() as connection:
            return reading.room_detail(connection, state)

    def timeline(self, slug: str, start_at: datetime, end_at: datetime) -> Timeline:
        """Return what happened in a room between two instants."""
        with self._reads() as connection:
            return timelines.timeline(connection, slug, start_at, end_at)

    def strips(
        self, slugs: Iterable[str], start_at: datetime, end_at: datetime
    ) -> dict[str, tuple[Span, ...]]:
        """Return the verdicts of these rooms between two instants, by slug."""
        with self._reads() as connection:
            return timelines.strips(connection, slugs, start_at, end_at)

    def numbers(self, slug: str, names: Iterable[str], since_at: datetime) -> Numbers:
        """Return samples of numeric signals since an instant, oldest first."""
        with self._reads() as connection:
            return timelines.numbers(connection, slug, names, since_at)

    def incidents(
        self,
        states: Iterable[IncidentState] = tuple(IncidentState),
        limit: int = 50,
        before: int | None = None,
    ) -> tuple[Incident, ...]:
        """Return numbered incidents in these states, newest number first, below `before`."""
        with self._reads() as connection:
            return reading.incidents(connection, states, limit, before)

    def incident(self, number: int) -> Incident | None:
        """Return an incident by its number, None when there is none."""
        with self._reads() as connection:
            return reading.incident(connection, number)

    def sites(self) -> tuple[Site, ...]:
        """Return every site, by slug."""
        with self._reads() as connection:
            return registry_rows.load_sites(connection)

    def organisations(self) -> dict[str, dict[str, str]]:
        """Return the names of every organisation by its slug."""
        with self._reads() as connection:
            return registry_rows.load_organisations(connection)

    def terminals(self) -> tuple[RoomState, ...]:
        """Return the rooms that have a terminal, by the terminal's id."""
        return tuple(
            sorted((s for s in self.rooms() if s.room.terminal), key=lambda s: s.room.terminal or "")
        )

    def quarantined(self, limit: int = 100) -> tuple[Quarantined, ...]:
        """Return the newest quarantined messages."""
        return tuple(message for _, message in self.quarantined_below(limit))

    def quarantined_below(self, limit: int, before: int | None = None) -> tuple[tuple[int, Quarantined], ...]:
        """Return the newest quarantined messages with their numbers, those below `before`."""
        with self._reads() as connection:
            return reading.quarantined(connection, limit, before)

    def change_number(self) -> int:
        """Return a number that grows with every visible change, in this process or another."""
        return self.counter("change")

    def edits(
        self, limit: int, before: int | None = None, what: What | None = None
    ) -> tuple[EditRecord, ...]:
        """Return the newest recorded edits, of one kind or all, those with numbers below `before`."""
        with self._reads() as connection:
            return audit.edits(connection, limit, before, what)

    def counter(self, name: str) -> int:
        """Return a counter, 0 when it was never raised."""
        with self._reads() as connection:
            return reading.counter(connection, name)

    def jobs(self, states: Iterable[JobStatus] = tuple(JobStatus), limit: int = 100) -> tuple[Job, ...]:
        """Return jobs in these states, the newest first."""
        with self._reads() as connection:
            return orders.jobs(connection, states, limit)

    def job(self, job_id: str) -> Job | None:
        """Return a job by its id, None when there is none."""
        with self._reads() as connection:
            return orders.job(connection, job_id)

    def stream_of(self, terminal: str) -> str:
        """Return the stream a terminal speaks in, empty when it was never heard."""
        with self._reads() as connection:
            return orders.stream_of(connection, terminal)

    def configs(self) -> dict[str, DesiredConfig]:
        """Return the desired config of each terminal that has one, without its envelope."""
        with self._reads() as connection:
            return orders.configs(connection)

    def envelope(self, terminal: str) -> bytes | None:
        """Return the signed config of a terminal as it travels, None when it has none."""
        with self._reads() as connection:
            return orders.envelope(connection, terminal)

    def schedules(self, *, filed: bool = False) -> tuple[SetSchedule, ...]:
        """Return what each layer says of the daily restart: a person's word where there is one, else the file's.

        With `filed` it is what the file says, whatever people have set.
        """
        with self._reads() as connection:
            return restarts.schedules(connection, filed=filed)

    def releases(self) -> dict[str, Release]:
        """Return by room when a person last set its restart loop right."""
        with self._reads() as connection:
            return restarts.releases(connection)

    def bookings(self, now: datetime) -> dict[str, tuple[Booking, ...]]:
        """Return by room the bookings that have not ended, the next first."""
        with self._reads() as connection:
            return restarts.bookings(connection, now)

    def nights(self, since_day: date, rooms: Collection[str] | None = None) -> tuple[NightRecord, ...]:
        """Return the nights of local days from `since_day` on, of all rooms or of these, by day and room."""
        with self._reads() as connection:
            return nights.nights(connection, since_day, rooms)

    def readiness(self, since: datetime, rooms: Collection[str] | None = None) -> tuple[ReadinessRecord, ...]:
        """Return the last word on each opening from `since` on, of all rooms or of these, by opening and room."""
        with self._reads() as connection:
            return nights.readiness(connection, since, rooms)

    # What flows and edges write

    def load_fleet(self, now: datetime) -> Fleet:
        """Return the fleet as the database has it."""
        fleet = Fleet()
        with self._reads() as connection:
            loading.load_fleet(connection, fleet, now)
        return fleet

    def reload_registry(self, fleet: Fleet, now: datetime) -> None:
        """Bring newly registered rooms into a fleet, with what is known of their terminals."""
        with self._reads() as connection:
            known = set(fleet.terminals)
            loading.load_registry(connection, fleet, now)
            loading.load_restarts(connection, fleet, now)
            loading.load_terminals(connection, fleet, now, set(fleet.terminals) - known)

    def reload_restarts(self, fleet: Fleet, now: datetime) -> None:
        """Bring what was set of restarts and bookings into a fleet."""
        with self._reads() as connection:
            loading.load_restarts(connection, fleet, now)

    def undo(self, batch: Batch) -> None:
        """Set a fleet back to what the database has, after a batch that was not committed."""
        with self._reads() as connection:
            loading.load_terminals(connection, batch.fleet, batch.now, batch.touched)
            loading.load_incidents(connection, batch.fleet)
            loading.load_verdicts(connection, batch.fleet)
            if rooms := {room for name in ("night", "readiness") for room, _ in batch.written.get(name, ())}:
                loading.load_nights(connection, batch.fleet, batch.now, rooms)
        batch.fleet.check_anew()
        for room in batch.dirty | batch.looked_at:
            batch.fleet.agenda.add(batch.now, room)

    def commit(self, batch: Batch) -> None:
        """Write a batch, on disk when this returns; raise `Locked` when it is to be tried again."""
        if batch.is_empty():
            return
        with self._writes() as connection:
            commit.save(connection, batch, self._kept)

    def save_registry(self, registry: Registry, now: datetime, routes: Iterable[Route] = ()) -> None:
        """Put a registry in place of the former one, and add routes where there are none yet: all of it or nothing."""
        with self._writes() as connection:
            registry_rows.save_registry(connection, registry, now)
            route_rows.seed(connection, routes)
            commit.add_to_counters(connection, {"routes": 1})

    def add_job(self, job: Job) -> None:
        """Save a new job; whoever reads the broker offers it to its terminal."""
        self.add_jobs((job,))

    def add_jobs(self, jobs: Iterable[Job]) -> None:
        """Save new jobs, all or none."""
        with self._writes() as connection:
            orders.add_jobs(connection, jobs)
            commit.add_to_counters(connection, {"jobs": 1})

    def set_schedule(
        self, layer: Layer, slug: str, schedule: Schedule | None, who: str, now: datetime
    ) -> None:
        """Save a person's word for a layer in place of the file's; None takes it back, and the file's holds again."""
        self.edit_schedules((Edit(layer, slug, schedule),), who, now)

    def edit_schedules(
        self, edits: Iterable[Edit], who: str, now: datetime, change: int | None = None
    ) -> bool:
        """Save several such words, or none: False when anything was set since `schedules` counted `change`."""
        with self._writes() as connection:
            if change is not None and reading.counter(connection, "schedules") != change:
                return False
            restarts.edit(connection, edits, Author(who, now))
        return True

    def release(self, room: str, who: str, now: datetime) -> None:
        """Save that a person set a room's restart loop right."""
        with self._writes() as connection:
            restarts.put_release(connection, Release(room, now, who))

    def put_bookings(self, room: str, bookings: Iterable[Booking], now: datetime) -> None:
        """Put these bookings in place of all of a room that have not ended."""
        with self._writes() as connection:
            restarts.put_bookings(connection, room, bookings, now)

    def prune(self, now: datetime) -> None:
        """Delete what is older than it may become."""
        with self._writes() as connection:
            commit.prune(connection, now, self._kept)
            until = now - timedelta(days=self._kept.history_days)
            audit.prune(connection, until)
            post.prune(connection, until)
            packets.prune(connection, until)
            ratings.prune(connection, until, now)
            complaints.prune(connection, until)
            cards.prune(connection, until)
            checks.prune(connection, now)
            nights.prune(connection, until)
            restarts.prune(connection, now)

    def is_writable(self) -> bool:
        """Return whether a write succeeds now."""
        try:
            with self._writes() as connection:
                commit.add_to_counters(connection, {"probe": 1})
        except Locked:
            return False
        return True

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()
