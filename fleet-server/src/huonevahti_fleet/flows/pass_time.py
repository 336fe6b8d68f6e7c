"""Time passes: watching ends, silence is noticed, incidents close, orders go out, the old is deleted."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from huonevahti_fleet.domain.fleet import Fleet
from huonevahti_fleet.flows.close_orphans import close_orphans
from huonevahti_fleet.flows.diagnose_rooms import diagnose_rooms
from huonevahti_fleet.flows.keep_nights import pass_nights
from huonevahti_fleet.flows.order_job import offer_open_jobs
from huonevahti_fleet.flows.set_config import set_configs
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.flows.take_presence import ask_what_is_missing
from huonevahti_fleet.store import Batch

LOOKS_A_TURN = 500
"""How many rooms one turn looks at, so that messages never wait long behind the clock."""


def pass_time(intake: Intake, now: datetime, *, may_send: bool) -> Batch:
    """Do what has fallen due, and return what was committed; orders wait while nothing can be sent."""
    fleet, store = intake.fleet, intake.store
    if store.counter("registry") != fleet.registry_number or now.date() != fleet.loaded_on:
        store.reload_registry(fleet, now)
    elif store.counter("schedules") != fleet.restarts.number:
        store.reload_restarts(fleet, now)
        fleet.configs_checked_at = None
    batch = Batch(fleet, now)
    with intake.turn(batch):
        close_orphans(batch)
        batch.dirty.update(islice(fleet.agenda.due(now), LOOKS_A_TURN))
        diagnose_rooms(batch)
        _stir(fleet, now)
        pass_nights(batch)
        if may_send:
            offer_open_jobs(batch, store)
            set_configs(batch, store, intake.seal)
    return batch


def _stir(fleet: Fleet, now: datetime) -> None:
    """Have the rooms in trouble looked at again when their neighbours' state has moved."""
    stirred, fleet.stirred = fleet.stirred, set()
    slugs = fleet.rooms if "fleet" in stirred else (s for p in stirred for s in fleet.by_site.get(p[5:], ()))
    for slug in slugs:
        state = fleet.rooms[slug]
        if state.faults or state.is_silent:
            fleet.agenda.add(now, slug)


def greet(intake: Intake, now: datetime) -> Batch:
    """Tell every terminal up to where its events are committed: a server restored from a copy asks for the rest."""
    batch = Batch(intake.fleet, now)
    for terminal in intake.fleet.terminals.values():
        ask_what_is_missing(batch, terminal)
    return batch
