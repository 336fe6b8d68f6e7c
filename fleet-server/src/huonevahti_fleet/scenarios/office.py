"""The office in virtual time: the real flows over a database in memory, given time whenever something is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_fleet.flows.pass_time import greet, pass_time
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.flows.take_complaint import take_complaint
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Kept, open_store
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import ServerStatus
from huonevahti_wire.topics import SERVER_STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from huonevahti_fleet.domain.complaints import Complaint
    from huonevahti_fleet.domain.fleet import Fleet
    from huonevahti_fleet.domain.outgoing import Outgoing
    from huonevahti_fleet.domain.registry import Registry
    from huonevahti_fleet.domain.symptoms import Symptom
    from huonevahti_fleet.scenarios.clockwork import Clockwork

UNDER_WAY_SECONDS = 0.05
"""From a terminal to the office."""
TICK_SECONDS = 0.25
LOOKS_IN_SECONDS = 60.0
"""Time passes at least this often, so that configs go out and hours are renewed."""
PRUNE_SECONDS = 86_400.0
PRIVATE_KEY = bytes(range(32))
"""Signs what the scenarios' own terminals obey, and nothing outside."""


class Office:
    """Takes what arrives, lets time pass, and shows the fleet to `look` after each turn."""

    def __init__(
        self,
        clockwork: Clockwork,
        registry: Registry,
        patience_seconds: float = 0.0,
        kept: Kept | None = None,
    ) -> None:
        self._patience_seconds = patience_seconds
        self.seal = Seal(PRIVATE_KEY)
        self.send: Callable[[str, bytes, bool], None] = lambda _topic, _payload, _is_retained: None
        self.look: Callable[[Fleet], None] = lambda _fleet: None
        self._clockwork = clockwork
        self._store = open_store("sqlite://", kept)
        self._store.save_registry(registry, clockwork.now())
        self.intake = Intake(self._store, self._store.load_fleet(clockwork.now()), self.seal)
        self._inbox: list[Incoming] = []
        self._is_there = False
        self._hears = True
        self._tick_at = float("inf")
        self._pruned_at = 0.0

    def open(self) -> None:
        """Begin, or begin again: everything a terminal may have missed is asked for."""
        self._is_there = True
        self.hear()
        self._collect()

    def leave(self) -> None:
        """Be gone: what arrives waits at the broker."""
        self._is_there = False
        self._tick_at = float("inf")

    def hear(self) -> None:
        """Have a broker (again); nobody is called silent for what could not be heard before."""
        self._hears = True
        if not self._is_there:
            return
        now = self._clockwork.now()
        self.intake.fleet.listening_since = now
        self.send(SERVER_STATUS, encode(ServerStatus(status="online", since=now)), True)
        self._publish(greet(self.intake, now).outgoing.values())
        self._tick_in(TICK_SECONDS)

    def lose_broker(self) -> None:
        """Hear nothing, and notice that."""
        self._hears = False

    def take(self, topic: str, payload: bytes) -> None:
        """Take a message from the broker a moment later, together with what else comes in that moment."""
        self._inbox.append(Incoming(topic, payload))
        if len(self._inbox) == 1:
            self._clockwork.after(UNDER_WAY_SECONDS, self._collect)

    def complain(self, room: str, symptom: Symptom, at: datetime) -> Complaint | None:
        """Take a complaint and return it with the record's answer; None while nobody is there."""
        if not self._is_there:
            return None
        return take_complaint(self._store, (room, symptom), at, "page", self._clockwork.now())

    def close(self) -> None:
        """Give the database back."""
        self._store.close()

    def _collect(self) -> None:
        if not self._is_there or not self._inbox:
            return
        arrived, self._inbox = self._inbox, []
        for batch in self.intake.take(arrived, self._clockwork.now()):
            self._publish(batch.outgoing.values())
        self._after_turn()

    def _pass_time(self, at: float) -> None:
        if at != self._tick_at:
            return
        self._tick_at = float("inf")
        batch = pass_time(self.intake, self._clockwork.now(), may_send=self._hears)
        self._publish(batch.outgoing.values())
        if self._clockwork.elapsed - self._pruned_at > PRUNE_SECONDS:
            self._pruned_at = self._clockwork.elapsed
            self._store.prune(self._clockwork.now())
        self._after_turn()

    def _after_turn(self) -> None:
        fleet = self.intake.fleet
        self.look(fleet)
        next_at, now = fleet.agenda.next_at(), self._clockwork.now()
        due = LOOKS_IN_SECONDS if next_at is None else (next_at - now) / timedelta(seconds=1)
        if fleet.stirred or fleet.to_offer or fleet.to_configure:
            due = TICK_SECONDS
        elif self._patience_seconds and not _is_watching(fleet):
            due = max(due, self._patience_seconds)
        self._tick_in(max(TICK_SECONDS, min(due, max(LOOKS_IN_SECONDS, self._patience_seconds))))

    def _tick_in(self, delay_seconds: float) -> None:
        at = self._clockwork.elapsed + delay_seconds
        if at < self._tick_at:
            self._tick_at = at
            self._clockwork.after(delay_seconds, lambda: self._pass_time(at))

    def _publish(self, messages: Iterable[Outgoing]) -> None:
        for message in messages:
            self.send(message.topic, message.payload, message.is_retained)


def _is_watching(fleet: Fleet) -> bool:
    return any(tracked.incident.state is IncidentState.WATCHING for tracked in fleet.incidents.values())
