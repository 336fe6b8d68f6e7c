"""What the tests of the outbox share: small outboxes, events of each weight, and what a server would gather."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from huonevahti_agent.edges.outbox import FIRST_SLOT, Outbox
from huonevahti_agent.edges.slots import Disk, Shape
from huonevahti_wire.messages import BootCause, Booted, Dropped, Event, EventBody, EventStored, HotPlug

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SMALL = Shape(slots=FIRST_SLOT + 8, slot_bytes=1024)
LIGHT = HotPlug("removed", "1-1.2", "1e4e:0110", "document_camera")
HEAVY = Booted("0a0a0a0a-1111", BootCause.POWER_CUT, AT)


def opened(folder: Path, disk: Disk | None = None, shape: Shape = SMALL) -> Outbox:
    """Opens the outbox of a folder, small unless said otherwise."""
    return Outbox(folder / "outbox", AT, shape, disk)


def sent(outbox: Outbox, after: int = 0, limit: int = 10_000) -> list[Event]:
    """Decodes what the outbox would send."""
    return [msgspec.json.decode(each.payload, type=Event) for each in outbox.pending(after, limit)]


def bodies(outbox: Outbox, after: int = 0) -> dict[int, EventBody]:
    """Gives the bodies that would be sent, by number."""
    return {event.number: event.body for event in sent(outbox, after)}


def told(outbox: Outbox, up_to: int, resend_from: int | None = None) -> bool:
    """Lets the server say up to where it has committed."""
    return outbox.take_stored(EventStored(stream=outbox.stream, up_to=up_to, resend_from=resend_from))


def assert_contiguous(events: list[Event], after: int, last: int) -> None:
    """Fails unless the events stand for every number from `after` + 1 to `last`, each once."""
    expected = after + 1
    for event in events:
        first = event.body.first if isinstance(event.body, Dropped) else event.number
        assert first == expected, f"event {event.number} begins at {first}, {expected} was expected"
        expected = event.number + 1
    assert expected == last + 1
