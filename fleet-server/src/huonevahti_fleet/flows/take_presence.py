"""A terminal says that it is there, that it goes, or the broker says it for it."""

from __future__ import annotations

from huonevahti_fleet.domain.outgoing import Outgoing
from huonevahti_fleet.domain.terminals import StreamMark, Terminal, presence_after
from huonevahti_fleet.store import Batch
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import EventStored, Presence
from huonevahti_wire.topics import Topic


def take_presence(batch: Batch, terminal: Terminal, said: Presence, *, is_retained: bool) -> None:
    """Take a birth, goodbye or will if it speaks of the current connection or a newer one."""
    after, order = presence_after(terminal, said, retained=is_retained, now=batch.now)
    batch.count("presence", order.value)
    if after is not None:
        mark = terminal.streams.setdefault(said.stream, StreamMark())
        mark.connection = max(mark.connection, said.connection)
        if said.stream != terminal.stream:
            terminal.report_connection, terminal.sequence = 0, 0  # another stream counts its reports anew
            batch.reports(terminal)
        terminal.stream, terminal.connection, terminal.presence = said.stream, said.connection, after
        terminal.said_goodbye = said.kind == "goodbye"
        batch.stream(terminal, said.stream, mark)
        batch.presence(terminal)
        batch.dirty.add(terminal.room)
    if is_retained or said.kind == "will" or after is None:
        return
    batch.heard(terminal)
    if said.kind == "birth":
        batch.fleet.to_offer.add(terminal.terminal)
        batch.fleet.to_configure.add(terminal.terminal)
        ask_what_is_missing(batch, terminal)


def ask_what_is_missing(batch: Batch, terminal: Terminal) -> None:
    """Tell a terminal up to where its events are committed, and ask again for any it thinks are beyond that."""
    mark = terminal.streams.get(terminal.stream)
    if mark is not None:
        stored = EventStored(stream=terminal.stream, up_to=mark.up_to, resend_from=mark.up_to + 1)
        batch.send(Outgoing(str(Topic(terminal.terminal, "event/stored")), encode(stored)), terminal.stream)
