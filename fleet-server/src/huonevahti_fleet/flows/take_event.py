"""Something happened once on a terminal: it is kept once, and told back as committed."""

from __future__ import annotations

from huonevahti_fleet.domain.outgoing import Outgoing
from huonevahti_fleet.domain.terminals import StreamMark, Terminal, mark_stored, place_event
from huonevahti_fleet.flows.keep_nights import note_event
from huonevahti_fleet.store import Batch
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import Booted, Dropped, Event, EventStored, RemedyTried
from huonevahti_wire.plan.mending import TREATED
from huonevahti_wire.topics import Topic

EVENTS_KEPT = 200
"""How many events of a terminal rules can see, the newest."""


def take_event(batch: Batch, terminal: Terminal, event: Event) -> None:
    """Keep an event unless it is kept already; acknowledge either way, and ask for what is missing before it."""
    first = event.body.first if isinstance(event.body, Dropped) else event.number
    place = place_number(batch, terminal, event.stream, min(first, event.number), event.number)
    is_new = place in ("next", "gap")
    batch.count("event", "stored" if is_new else place)
    if is_new:
        batch.event(terminal, event)
        if isinstance(event.body, Dropped):
            batch.counters["lost"] += event.number - min(first, event.number)
        if isinstance(event.body, RemedyTried):
            remedy = event.body.remedy if event.body.remedy in TREATED else "other"
            batch.count(f"remedy:{remedy}", event.body.outcome)
        note_event(batch, terminal.room, event)
        _remember(batch, terminal, event)


def place_number(batch: Batch, terminal: Terminal, stream: str, first: int, number: int) -> str:
    """Take the events `first` to `number` of a stream as stored, and answer up to where there is no gap."""
    mark = terminal.streams.setdefault(stream, StreamMark())
    place = place_event(mark, first, number)
    if place in ("next", "gap"):
        mark_stored(mark, first, number)
        batch.stream(terminal, stream, mark)
    missing = mark.up_to + 1 if place in ("gap", "too_far") or mark.beyond else None
    stored = EventStored(stream=stream, up_to=mark.up_to, resend_from=missing)
    batch.send(Outgoing(str(Topic(terminal.terminal, "event/stored")), encode(stored)), stream)
    return place


def _remember(batch: Batch, terminal: Terminal, event: Event) -> None:
    newest_first = sorted((event, *terminal.events), key=lambda e: (e.at, e.number), reverse=True)
    terminal.events = tuple(newest_first[:EVENTS_KEPT])
    is_newest_boot = isinstance(event.body, Booted) and (
        terminal.booted_at is None or event.body.booted_at >= terminal.booted_at
    )
    if isinstance(event.body, Booted) and is_newest_boot:
        terminal.boot_cause, terminal.booted_at = event.body.cause, event.body.booted_at
        batch.presence(terminal)
    batch.dirty.add(terminal.room)
