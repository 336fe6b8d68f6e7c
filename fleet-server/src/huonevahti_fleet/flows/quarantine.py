"""A message that cannot be read or believed: kept by its reason, counted, shown, and harmless."""

from __future__ import annotations

import msgspec

from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.domain.rooms import Quarantined
from huonevahti_fleet.flows.take_event import place_number
from huonevahti_fleet.store import Batch
from huonevahti_wire import topics
from huonevahti_wire.messages import Number, Stream

TOPIC_CHARACTERS = 200


class _Numbered(msgspec.Struct):
    """The little of an unreadable event that lets it count as stored."""

    stream: Stream
    number: Number


_NUMBERED = msgspec.json.Decoder(_Numbered)


def quarantine(batch: Batch, message: Incoming, reason: str, detail: str) -> None:
    """Keep the beginning of a message; an event whose number can be read counts as stored, so it comes no more."""
    batch.count(kind_of(message.topic), "quarantined")
    batch.count("quarantined", reason)
    topic = ascii(message.topic[:TOPIC_CHARACTERS])[1:-1]
    kept = Quarantined(batch.now, topic, reason, detail, len(message.payload))
    batch.quarantine(kept, message.payload)
    parsed = topics.parse(message.topic)
    terminal = batch.fleet.terminals.get(parsed.terminal) if parsed and parsed.kind == "event" else None
    if terminal is None:
        return
    try:
        event = _NUMBERED.decode(message.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    place_number(batch, terminal, event.stream, event.number, event.number)


def kind_of(topic: str) -> str:
    """Return the kind of message a topic carries, `unknown` when it is none of ours."""
    parsed = topics.parse(topic)
    return parsed.kind.replace("/", "_") if parsed else "unknown"
