"""The line to the server: presence, reconnecting with patience, and the window of events under way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain.backoff import LONGEST_SECONDS, wait_seconds
from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_agent.edges.broker import Arrived, Broker, Call, Connected
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import EventStored, Presence, ServerStatus, Status
from huonevahti_wire.topics import Topic, down_filters

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random
    from typing import Literal

    from huonevahti_agent.edges.outbox import Outbox
    from huonevahti_wire.messages import UpMessage

LOG = logging.getLogger("huonevahti.agent.line")
WINDOW_EVENTS = 20
STALLED_SECONDS = 30.0
LONGEST_STALL_SECONDS = 900.0
LEFT_SECONDS = 60.0
"""A machine that was ordered to restart is down by then, or it does not restart."""


class Moment(Struct, frozen=True):
    """One reading of both clocks."""

    at: datetime
    monotonic: float


class Who(Struct, frozen=True):
    """Who speaks: the terminal and the boot it is on."""

    terminal: str
    boot_id: str


class Line:
    """The current connection, if any; `reports` counts within it."""

    def __init__(self, who: Who, broker: Broker, outbox: Outbox, rng: Random) -> None:
        """Begin unconnected."""
        self._who, self._broker, self._outbox, self._rng = who, broker, outbox, rng
        self.is_connected = False
        self.connection = 0
        self.reports = 0
        self._is_opening = False
        self._failures = 0
        self._open_at = 0.0
        self._longest_seconds = LONGEST_SECONDS
        self._sent = 0
        self._resend_at = float("inf")
        self._stall_seconds = STALLED_SECONDS
        self._server: ServerStatus | None = None

    @property
    def terminal(self) -> str:
        """Return the terminal that speaks."""
        return self._who.terminal

    @property
    def stream(self) -> str:
        """Return the stream that everything on this line belongs to."""
        return self._outbox.stream

    def next_due(self) -> float:
        """Return the monotonic instant at which the line itself has something to do."""
        if self.is_connected:
            return self._resend_at
        return float("inf") if self._is_opening else self._open_at

    def open(self, moment: Moment, keepalive_seconds: int, wake: Callable[[], None]) -> None:
        """Open a connection when none is open or opening and the last attempt is long enough ago."""
        if self.is_connected or self._is_opening or moment.monotonic < self._open_at:
            return
        self._longest_seconds = min(LONGEST_SECONDS, 2.0 * keepalive_seconds)
        try:
            self.connection = self._outbox.next_connection()
        except OSError:
            self._lost(moment)
            return
        self.reports = 0
        will = self._presence("will", Status.OFFLINE, moment.at, "lost")
        filters = down_filters(self._who.terminal)
        self._is_opening = True
        self._broker.open(Call(self._topic("presence"), encode(will), filters, keepalive_seconds), wake)

    def incoming(self, moment: Moment) -> Connected | Arrived | None:
        """Return the next message or the news of being connected; a loss is dealt with here."""
        while (incoming := self._broker.incoming()) is not None:
            if isinstance(incoming, Arrived):
                return incoming
            if isinstance(incoming, Connected):
                self._begin(moment)
                return incoming
            if self.is_connected or self._is_opening:
                self._lost(moment)
        return None

    def _begin(self, moment: Moment) -> None:
        self.is_connected, self._is_opening, self._failures = True, False, 0
        self._server = None
        self._rewind()
        birth = self._presence("birth", Status.ONLINE, moment.at, "")
        self.send(birth, retain=True)

    def _lost(self, moment: Moment) -> None:
        self.is_connected, self._is_opening = False, False
        self._open_at = moment.monotonic + wait_seconds(self._failures, self._longest_seconds, self._rng)
        self._failures += 1

    def _drop(self, moment: Moment) -> None:
        self._broker.close()
        self.is_connected, self._is_opening, self._open_at = False, False, moment.monotonic

    def send(self, message: UpMessage, retain: bool = False) -> bool:
        """Send a message on the topic of its kind; False when there is no connection."""
        return self.is_connected and self._broker.publish(self._topic_of(message), encode(message), retain)

    def send_events(self, moment: Moment) -> None:
        """Keep up to `WINDOW_EVENTS` events under way; send them anew when nothing came back for long."""
        if not self.is_connected:
            return
        if moment.monotonic >= self._resend_at:
            self._rewind()
            self._stall_seconds = min(2 * self._stall_seconds, LONGEST_STALL_SECONDS)
        room = self._outbox.stored + WINDOW_EVENTS - max(self._sent, self._outbox.stored)
        if room > 0:
            for outgoing in self._outbox.pending(self._sent, room):
                if self._broker.publish(self._topic("event"), outgoing.payload, retain=False):
                    self._sent = outgoing.number
        if self._outbox.stored == self._outbox.last:
            self._resend_at = float("inf")
        elif self._resend_at == float("inf"):
            self._resend_at = moment.monotonic + self._stall_seconds

    def take_stored(self, message: EventStored, moment: Moment) -> None:
        """Free what the server has committed.

        A server that knows more of this stream than was ever given ends it, as after a disk was put back in time.
        """
        before = self._outbox.stored
        is_ours = self._outbox.take_stored(message)
        if message.resend_from is not None and is_ours:
            self._sent = min(self._sent, self._outbox.stored)
        if self._outbox.stored != before:
            self._resend_at, self._stall_seconds = float("inf"), STALLED_SECONDS
        if not is_ours and message.stream == self._outbox.stream:
            LOG.warning("the server has event %s, the newest here is %s", message.up_to, self._outbox.last)
            self._outbox.begin_anew("the server knows later events", moment.at)
            self._drop(moment)

    def take_status(self, status: ServerStatus) -> bool:
        """Return whether a server came up that may not have seen everything; its events then go once more."""
        before, self._server = self._server, status
        if before is None or status.status != "online" or before == status:
            return False
        self._rewind()
        self._stall_seconds = STALLED_SECONDS
        return True

    def _rewind(self) -> None:
        self._sent, self._resend_at = self._outbox.stored, float("inf")

    def goodbye(self, moment: Moment, presence_reason: str = "stopped") -> None:
        """Say that the agent ends on purpose, and close."""
        self.send(self._presence("goodbye", Status.OFFLINE, moment.at, presence_reason), retain=True)
        self._broker.close()
        self.is_connected = False

    def leave(self, moment: Moment, status: Status, presence_reason: str, back_by: datetime) -> None:
        """Say that the agent ends on purpose and until when it will be back; if it lives on, it calls again soon."""
        bye = self._presence("goodbye", status, moment.at, presence_reason)
        self.send(replace(bye, expected_back_by=back_by), retain=True)
        self._broker.close()
        self.is_connected, self._is_opening = False, False
        self._open_at = moment.monotonic + LEFT_SECONDS

    def sever(self) -> None:
        """Break the connection as a crash would."""
        self._broker.sever()
        self.is_connected = False

    def _presence(
        self, kind: Literal["birth", "goodbye", "will"], status: Status, at: datetime, reason: str
    ) -> Presence:
        return Presence(
            kind=kind,
            status=status,
            stream=self._outbox.stream,
            connection=self.connection,
            boot_id=self._who.boot_id,
            since=at,
            reason=reason,
            agent_version=AGENT_VERSION,
        )

    def _topic_of(self, message: UpMessage) -> str:
        kind = _KINDS[type(message).__name__]
        return str(Topic(self._who.terminal, kind, getattr(message, "job", "")))

    def _topic(self, kind: Literal["presence", "event"]) -> str:
        return str(Topic(self._who.terminal, kind))


_KINDS: dict[str, Literal["presence", "report", "event", "config/reported", "job/state"]] = {
    "Presence": "presence",
    "Report": "report",
    "Event": "event",
    "ConfigReported": "config/reported",
    "JobState": "job/state",
}
