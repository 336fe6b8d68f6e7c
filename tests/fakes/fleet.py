"""A small registry, what its terminals say, and an intake over a store: plain values for tests of the office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.domain.registry import HoursPlan, Organisation, Registry, RoomEntry, SiteEntry, check
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Batch, Store
from huonevahti_wire import codec
from huonevahti_wire import messages as wire
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal, State, state_hash

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
STREAM = "0123456789ab"
OTHER_STREAM = "ba9876543210"
BOOT = "5c1e9f3a-0000"
PROFILE = Profile(name="kiosk", platform="simulated", watching_seconds={"*": 2.0}, silence_seconds=10.0)
SEAL = Seal(bytes(range(32)))
OPEN_DAYS = HoursPlan(weekly={"tue": ("08:00-16:15",), "wed": ("08:00-16:15",)})


def registry(*rooms: str, stage: Any = "in_service") -> Registry:
    """Rooms of the site `talo`, each with a terminal of its own name."""
    site = SiteEntry("talo", "dvv", {"fi": "Talo", "en": "House"}, hours=OPEN_DAYS)
    entries = tuple(RoomEntry(r, "talo", {"fi": r.title()}, PROFILE, stage=stage, terminal=r) for r in rooms)
    return check(Registry((Organisation("dvv", {"fi": "DVV"}),), (site,), entries))


def later(seconds: float) -> datetime:
    """An instant after NOW."""
    return NOW + timedelta(seconds=seconds)


def birth(connection: int = 1, stream: str = STREAM, kind: Any = "birth", **more: Any) -> wire.Presence:
    """A word on presence; online unless told."""
    status = more.pop("status", wire.Status.ONLINE if kind == "birth" else wire.Status.OFFLINE)
    return wire.Presence(
        kind=kind, status=status, stream=stream, connection=connection, boot_id=BOOT, since=NOW, **more
    )


def report(sequence: int, *signals: Signal, full: bool = True, **more: Any) -> wire.Report:
    """A report whose hash is that of its own signals unless told."""
    given: dict[str, Any] = {
        "stream": STREAM,
        "connection": 1,
        "sent_at": NOW,
        "state_hash": state_hash(signals),
    } | more
    return wire.Report(sequence=sequence, signals=signals, full=full, **given)


def event(number: int, body: wire.EventBody | None = None, stream: str = STREAM) -> wire.Event:
    """An event, the start of the agent unless told."""
    return wire.Event(stream=stream, number=number, at=NOW, body=body or wire.AgentStarted(BOOT, "1"))


def signal(name: str, state: State = State.OK, **more: Any) -> Signal:
    """A signal since NOW."""
    return Signal(name, state, NOW, **more)


GONE = signal("microphone.present", State.FAILED, reason="missing")
THERE = signal("microphone.present")
_KINDS: dict[type, str] = {
    wire.Presence: "presence",
    wire.Report: "report",
    wire.Event: "event",
    wire.ConfigReported: "config/reported",
}


def said(message: Any, terminal: str = "imatra", *, retained: bool = False) -> Incoming:
    """A message as it comes from the broker."""
    kind = f"job/{message.job}/state" if isinstance(message, wire.JobState) else _KINDS[type(message)]
    return Incoming(f"hv/1/{terminal}/{kind}", codec.encode(message), retained)


def garbage(payload: bytes, kind: str = "report", terminal: str = "imatra") -> Incoming:
    """Bytes on a topic of ours."""
    return Incoming(f"hv/1/{terminal}/{kind}", payload)


def intake_over(store: Store, now: datetime = NOW) -> Intake:
    """An intake over all that a store has."""
    return Intake(store, store.load_fleet(now), SEAL)


def sent(batches: list[Batch] | Batch, kind: str) -> list[Any]:
    """What goes out of a kind, decoded."""
    listed = batches if isinstance(batches, list) else [batches]
    out = [codec.decode(m.topic, m.payload) for batch in listed for m in batch.outgoing.values()]
    return [message for topic, message in out if topic.kind == kind]


def configs(batches: list[Batch] | Batch) -> dict[str, wire.ConfigDocument]:
    """The configs that go out, by terminal."""
    signed = [message.payload for message in sent(batches, "config/desired")]
    documents = [msgspec.json.decode(payload, type=wire.ConfigDocument) for payload in signed]
    return {document.terminal: document for document in documents}
