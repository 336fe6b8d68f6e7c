"""What a terminal shall be like follows from the registry: a new signed version goes out when that has changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

import msgspec

from huonevahti_fleet.domain.fleet import RoomNow
from huonevahti_fleet.domain.orders import DesiredConfig
from huonevahti_fleet.domain.outgoing import Outgoing
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Batch, Store
from huonevahti_wire import signing
from huonevahti_wire.messages import ConfigDocument, OpenPeriod
from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.topics import Topic

ACCEPTED_FOR = timedelta(days=60)
REISSUED_AFTER = timedelta(days=30)
"""Opening hours travel for 400 days; a new version long before they end keeps even a lonely terminal in hours."""
CHECKED_EVERY = timedelta(seconds=10)
VERSIONS_A_TURN = 10
BOOKED_AHEAD = timedelta(days=9)
"""Bookings of today and the 8 days after it travel."""
BOOKINGS_MOST = 250
"""How many bookings travel at most: with 400 days of hours they must fit into one signed document."""


class _Nightly(NamedTuple):
    """The restart, the bookings, when readiness is told, and when a person last set a loop right."""

    restart: RestartPlan | None
    bookings: tuple[OpenPeriod, ...]
    ready_before_opening_seconds: float
    released_at: datetime | None


def set_configs(batch: Batch, store: Store, seal: Seal) -> None:
    """Give each terminal whose config no longer follows from the registry a new version, a few a turn."""
    fleet = batch.fleet
    if fleet.configs_checked_at is not None and batch.now - fleet.configs_checked_at < CHECKED_EVERY:
        return
    known = store.configs()
    stale = [state for state in fleet.rooms.values() if _is_stale(state, known, batch)]
    for state in stale[:VERSIONS_A_TURN]:
        _issue(batch, state, known, seal)
    _send_again(batch, store, known)
    if len(stale) <= VERSIONS_A_TURN and not fleet.to_configure:
        fleet.configs_checked_at = batch.now


def _send_again(batch: Batch, store: Store, known: dict[str, DesiredConfig]) -> None:
    """Send the config once more to terminals that came back and do not say that they follow it."""
    for terminal in sorted(batch.fleet.to_configure)[:VERSIONS_A_TURN]:
        batch.fleet.to_configure.discard(terminal)
        config = known.get(terminal)
        if config is None or (config.reported is not None and config.reported.version >= config.version):
            continue
        if envelope := store.envelope(terminal):
            batch.send(Outgoing(str(Topic(terminal, "config/desired")), envelope, is_retained=True))


def _content(state: RoomNow, batch: Batch) -> str:
    """Return what the config is about, in short."""
    profile, hours = state.room.profile, batch.fleet.plans.get(state.room.slug)
    written = msgspec.json.encode((hours, _nightly(state, batch)))
    about: tuple[object, ...] = (written, state.room.site.time_zone, profile.heartbeat_seconds)
    about += (profile.restart_due_seconds, profile.remedies_off)
    return blake2b(repr(about).encode(), digest_size=8).hexdigest()


def _nightly(state: RoomNow, batch: Batch) -> _Nightly:
    """Return what travels of a room's nights.

    Bookings are counted by whole days, so that a config is not made anew for each one that passes.
    """
    slug, restarts = state.room.slug, batch.fleet.restarts
    found, release = restarts.scheduled.get(slug), restarts.releases.get(slug)
    midnight = batch.now.replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = (each for each in restarts.bookings.get(slug, ()) if each.starts_at < midnight + BOOKED_AHEAD)
    return _Nightly(
        restart=found.plan if found else None,
        bookings=tuple(OpenPeriod(each.starts_at, each.ends_at) for each in islice(ahead, BOOKINGS_MOST)),
        ready_before_opening_seconds=restarts.ready_before(slug).total_seconds(),
        released_at=release.at if release else None,
    )


def _is_stale(state: RoomNow, known: dict[str, DesiredConfig], batch: Batch) -> bool:
    if state.terminal is None:
        return False
    config = known.get(state.terminal.terminal)
    if config is None or config.content != _content(state, batch):
        return True
    return batch.now - config.issued_at > REISSUED_AFTER


def _issue(batch: Batch, state: RoomNow, known: dict[str, DesiredConfig], seal: Seal) -> None:
    assert state.terminal is not None  # noqa: S101  only such rooms are stale
    terminal, room, now = state.terminal.terminal, state.room, batch.now
    before = known.get(terminal)
    nightly = _nightly(state, batch)
    document = ConfigDocument(
        terminal=terminal,
        version=before.version + 1 if before else 1,
        issued_at=now,
        accept_by=now + ACCEPTED_FOR,
        time_zone=room.site.time_zone,
        heartbeat_seconds=room.profile.heartbeat_seconds,
        restart_due_seconds=room.profile.restart_due_seconds,
        remedies_off=room.profile.remedies_off,
        open_periods=state.hours.periods,
        restart=nightly.restart,
        bookings=nightly.bookings,
        ready_before_opening_seconds=nightly.ready_before_opening_seconds,
        released_at=nightly.released_at,
    )
    topic = str(Topic(terminal, "config/desired"))
    envelope = seal.envelope(signing.CONFIG, topic, document)
    batch.config(DesiredConfig(terminal, document.version, _content(state, batch), envelope, now))
    batch.send(Outgoing(topic, envelope, is_retained=True))
