"""Whatever happens in whatever order, power cuts included, the server ends with every event once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from huonevahti_agent.edges.outbox import OutboxFull
from huonevahti_wire.messages import Dropped, Event, EventBody, HotPlug, JobEnded, JobStatus
from tests.agent.edges.outboxes import AT, assert_contiguous, opened, sent, told
from tests.fakes.crashing_disk import CrashingDisk, PowerCut


class OutboxAndServer(RuleBasedStateMachine):
    """A terminal's outbox and a server that stores what arrives, in number order, each number once."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm"))  # in memory, where a sync takes no time
        self.outbox = opened(self.folder)
        self.stream = self.outbox.stream
        self.returned: dict[int, EventBody] = {}
        self.kept_by_server: dict[int, Event] = {}
        self.up_to = 0
        self.acknowledged = 0
        self.connection = 0
        self.count = 0

    def teardown(self) -> None:
        self.outbox.close()
        shutil.rmtree(self.folder)

    def _append(self, body: EventBody) -> None:
        try:
            self.returned[self.outbox.append(body, AT)] = body
        except OutboxFull:
            assert not isinstance(body, HotPlug) or self.outbox.last - self.outbox.stored >= 6

    @rule()
    def plug(self) -> None:
        self.count += 1
        self._append(HotPlug("added", f"1-{self.count % 1000}"))

    @rule()
    def end_job(self) -> None:
        self.count += 1
        self._append(JobEnded(f"{self.count:010}", JobStatus.SUCCEEDED))

    @rule(count=st.integers(1, 12))
    def deliver(self, count: int) -> None:
        for event in sent(self.outbox, self.outbox.stored, count):
            first = event.body.first if isinstance(event.body, Dropped) else event.number
            if first <= self.up_to + 1 <= event.number:
                self.kept_by_server[event.number] = event
                self.up_to = event.number

    @rule()
    def acknowledge(self) -> None:
        told(self.outbox, self.up_to)

    @precondition(lambda self: self.up_to > 1)
    @rule(share=st.floats(0, 1))
    def restore_the_server(self, share: float) -> None:
        self.up_to = int(self.up_to * share)
        self.kept_by_server = {n: e for n, e in self.kept_by_server.items() if n <= self.up_to}
        self.up_to = max(self.kept_by_server, default=0)
        told(self.outbox, self.up_to, resend_from=self.up_to + 1)

    @rule()
    def kill_and_reopen(self) -> None:
        self.outbox.close()
        self.outbox = opened(self.folder)

    @rule(at_write=st.integers(0, 2), kept_bytes=st.integers(0, 200))
    def cut_the_power(self, at_write: int, kept_bytes: int) -> None:
        self.outbox.close()
        self.outbox = opened(self.folder, CrashingDisk(at_write, kept_bytes))
        try:
            self._append(HotPlug("removed", "1-1"))
            self.acknowledge()
            self.connection = self.outbox.next_connection()
        except PowerCut:
            pass
        self.outbox.close()
        self.outbox = opened(self.folder)

    @rule()
    def connect(self) -> None:
        number = self.outbox.next_connection()
        assert number > self.connection
        self.connection = number

    @invariant()
    def nothing_is_lost_but_what_a_dropped_range_stands_for(self) -> None:
        self.acknowledged = max(self.acknowledged, self.outbox.stored)
        assert self.outbox.stream == self.stream
        assert not self.outbox.damage
        pending = sent(self.outbox)
        assert_contiguous(pending, self.outbox.stored, self.outbox.last)
        found = {event.number: event.body for event in pending}
        dropped = [(e.body.first, e.number) for e in pending if isinstance(e.body, Dropped)]
        for number, body in self.returned.items():
            if number <= self.outbox.stored or found.get(number) == body:
                continue
            assert any(first <= number <= last for first, last in dropped), number
            assert isinstance(body, HotPlug) or number <= self.acknowledged, f"job end {number} was dropped"


TestOutboxAndServer = OutboxAndServer.TestCase
TestOutboxAndServer.settings = settings(stateful_step_count=40)
