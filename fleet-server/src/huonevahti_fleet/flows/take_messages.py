"""Messages arrive, many at once: each is taken for itself, all are committed together."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from huonevahti_fleet.domain.fleet import Fleet
from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.flows.diagnose_rooms import diagnose_rooms
from huonevahti_fleet.flows.quarantine import quarantine
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.flows.take_config_reported import take_config_reported
from huonevahti_fleet.flows.take_event import take_event
from huonevahti_fleet.flows.take_job_state import take_job_state
from huonevahti_fleet.flows.take_presence import take_presence
from huonevahti_fleet.flows.take_report import take_report
from huonevahti_fleet.store import Batch, Locked, Store
from huonevahti_wire import codec
from huonevahti_wire.codec import Unreadable

_log = logging.getLogger(__name__)


class Intake:
    """One process's hold on the fleet: what comes in is taken here, and only acknowledged once this has returned."""

    def __init__(self, store: Store, fleet: Fleet, seal: Seal) -> None:
        self.store = store
        self.fleet = fleet
        self.seal = seal
        self._undone: list[Batch] = []

    def take(self, messages: Sequence[Incoming], now: datetime) -> list[Batch]:
        """Take messages and return what was committed; `Locked` is raised when nothing was, to be tried again.

        One message that breaks a turn is found by taking each for itself, and quarantined; the rest goes on.
        """
        try:
            return [self._commit(messages, now)]
        except Locked:
            raise
        except Exception:  # noqa: BLE001  one of the five seams: one incoming message must not harm the others
            if len(messages) == 1:
                return [self._set_aside(messages[0], now)]
        return [batch for message in messages for batch in self.take([message], now)]

    def _commit(self, messages: Sequence[Incoming], now: datetime) -> Batch:
        batch = Batch(self.fleet, now)
        with self.turn(batch):
            for message in messages:
                take_message(batch, message, self.seal)
            diagnose_rooms(batch)
        return batch

    def _set_aside(self, message: Incoming, now: datetime) -> Batch:
        _log.exception("a message on %r broke its turn", message.topic)
        batch = Batch(self.fleet, now)
        with self.turn(batch):
            quarantine(batch, message, "failed", "taking it failed; the log of the server says why")
        return batch

    @contextmanager
    def turn(self, batch: Batch) -> Iterator[None]:
        """Commit a batch at the end; if that or anything before fails, the fleet is what the database has."""
        self._catch_up()
        try:
            yield
            self.store.commit(batch)
        except BaseException:
            self._undone.append(batch)
            with suppress(Locked):
                self._catch_up()
            raise

    def _catch_up(self) -> None:
        """Undo what failed while the database could not even be read."""
        while self._undone:
            self.store.undo(self._undone[-1])
            self._undone.pop()


def take_message(batch: Batch, message: Incoming, seal: Seal) -> None:
    """Take one message by its kind; what cannot be read or is not of a registered terminal is quarantined."""
    try:
        topic, content = codec.decode(message.topic, message.payload)
    except Unreadable as error:
        quarantine(batch, message, error.reason, error.detail)
        return
    terminal = batch.fleet.terminals.get(topic.terminal)
    if terminal is None:
        quarantine(batch, message, "foreign_terminal", f"{topic.terminal!r} is no registered terminal")
    elif topic.kind == "report":
        take_report(batch, terminal, content, seal)
    elif topic.kind == "presence":
        take_presence(batch, terminal, content, is_retained=message.is_retained)
    elif topic.kind == "event":
        take_event(batch, terminal, content)
    elif topic.kind == "job/state":
        take_job_state(batch, terminal, content)
    elif topic.kind == "config/reported":
        take_config_reported(batch, terminal, content)
    else:
        quarantine(batch, message, "foreign_topic", f"{topic.kind!r} is not for a terminal to write")
