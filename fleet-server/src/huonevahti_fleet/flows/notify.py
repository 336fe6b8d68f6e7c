"""Notices become messages to routes, and messages are sent: each step committed before the next: none is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huonevahti_fleet.domain.notices import Message, MessageState, Notice, NoticeKind, retry_seconds
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.routes import Channel, Key, Route, choose, quiet_until
from huonevahti_fleet.flows.compose_message import Place, Writing, composed, wording_for
from huonevahti_fleet.store import Store

LEASE = timedelta(seconds=120)
"""How long a message is one process's to send; longer than any try takes."""
SENDS_A_TURN = 20
Address = tuple[Key, Channel]


class Undelivered(Exception):
    """A message could not be handed over; `is_final` says that trying again is of no use."""

    def __init__(self, text: str, *, is_final: bool = False) -> None:
        super().__init__(text)
        self.is_final = is_final


Carrier = Callable[[Message, Route, datetime], str]
"""Hands a message over and returns to which address, or raises `Undelivered`."""


@dataclass(frozen=True, slots=True)
class Notifying:
    """What notifying needs: the store, how each channel is carried, how long notices gather, this server's address."""

    store: Store
    carriers: Mapping[Channel, Carrier]
    window: timedelta
    public_url: str = ""

    def turn(self, clock: Callable[[], datetime]) -> int:
        """Do all that is due, and return how many messages were tried."""
        gather(self, clock())
        compose(self, clock())
        return send(self, clock)


def gather(notifying: Notifying, now: datetime) -> None:
    """Put each new notice into the message that gathers for its route."""
    pending = notifying.store.post.pending()
    if not pending:
        return
    rooms = {state.room.slug: state for state in notifying.store.rooms()}
    told, held = _sorted(pending, rooms)
    routes = notifying.store.routes.all()
    routed: list[tuple[Notice, Sequence[Address]]] = [(n, _addresses(n, rooms, routes)) for n in told]
    routed += [(notice, ()) for notice in _over_untold(held)]
    if routed:
        notifying.store.post.gather(routed, now, now + notifying.window)


def _sorted(pending: Sequence[Notice], rooms: Mapping[str, RoomState]) -> tuple[list[Notice], list[Notice]]:
    """Return notices to be told, and those of rooms in onboarding or in a window, which wait until that is over."""
    told, held = list[Notice](), list[Notice]()
    for notice in pending:
        known = [rooms[slug].room.stage for slug in notice.rooms if slug in rooms]
        (told if not known or "in_service" in known else held).append(notice)
    return told, held


def _over_untold(held: Sequence[Notice]) -> list[Notice]:
    """Return the notices of incidents that opened and ended while nobody was to be told."""
    opened = {n.incident for n in held if n.kind is NoticeKind.OPENED}
    over = {n.incident for n in held if n.kind is NoticeKind.RESOLVED} & opened
    return [notice for notice in held if notice.incident in over]


def _addresses(notice: Notice, rooms: Mapping[str, RoomState], routes: Sequence[Route]) -> list[Address]:
    owners = [owner for owner in (notice.fault.owner, notice.former_owner) if owner is not None]
    found: dict[Address, None] = {}
    for owner in owners:
        found.update(dict.fromkeys(_of_owner(owner, notice, rooms, routes)))
    return list(found)


def _of_owner(
    owner: Owner, notice: Notice, rooms: Mapping[str, RoomState], routes: Sequence[Route]
) -> list[Address]:
    """Return the route's channels; where there is no route, a text to copy."""
    site, organisation = "", ""
    if notice.fault.scope != "fleet":
        site = notice.site
        organisation = rooms[notice.room].room.site.organisation if notice.room in rooms else ""
    route = choose(routes, owner, site, organisation).route
    if route is None:
        return [((owner, "", ""), "copy")]
    return [(route.key, channel) for channel in route.channels]


def compose(notifying: Notifying, now: datetime) -> None:
    """Write the messages whose time of gathering is over, unless their route wants quiet."""
    store = notifying.store
    full = store.post.full(now)
    if not full:
        return
    routes = {route.key: route for route in store.routes.all()}
    places = {s.room.slug: Place(s.room.name, s.room.site.name) for s in store.rooms()}
    for message in full:
        route = routes.get(message.route)
        until = quiet_until(route, now) if route and message.channel != "copy" else None
        if until is not None:
            store.post.hold(message, until)
            continue
        writing = Writing(wording_for(route, now), places, notifying.public_url)
        written = composed(message, store.post.notices_of(message.message), writing)
        is_copied = message.channel == "copy"
        store.post.compose(written, MessageState.TO_COPY if is_copied else MessageState.WAITING, now)


def send(notifying: Notifying, clock: Callable[[], datetime]) -> int:
    """Try messages that are due, and return how many; one at a time, so that none is claimed longer than its try."""
    tried = 0
    while tried < SENDS_A_TURN:
        now = clock()
        message = notifying.store.post.claim(now, now + LEASE)
        if message is None:
            break
        notifying.store.post.settle(_tried(notifying, message, now))
        tried += 1
    return tried


def _tried(notifying: Notifying, message: Message, now: datetime) -> Message:
    route = next((r for r in notifying.store.routes.all() if r.key == message.route), None)
    carrier = notifying.carriers.get(message.channel)
    if route is None or message.channel not in route.channels or carrier is None:
        return replace(message, state=MessageState.TO_COPY, trouble="no_channel")
    if not message.is_test and (until := quiet_until(route, now)) is not None:
        return replace(message, due_at=until)
    attempts = message.attempts + 1
    try:
        recipient = carrier(message, route, now)
    except Undelivered as error:
        return _not_delivered(replace(message, attempts=attempts), error, now)
    sent = replace(message, attempts=attempts, state=MessageState.SENT, trouble="")
    return replace(sent, sent_at=now, recipient=recipient)


def _not_delivered(message: Message, error: Undelivered, now: datetime) -> Message:
    wait_seconds = None if error.is_final else retry_seconds(message.attempts)
    trouble = str(error)[:300]
    if wait_seconds is None:
        return replace(message, state=MessageState.FAILED, trouble=trouble)
    return replace(message, trouble=trouble, due_at=now + timedelta(seconds=wait_seconds))
