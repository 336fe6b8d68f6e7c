"""The cycle: one turn senses, judges, receives, acts and sends; whoever drives it only waits between turns."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent.domain.orders import Addressee
from huonevahti_agent.edges.line import Moment
from huonevahti_agent.edges.sensing import is_of_devices
from huonevahti_agent.host import DeviceChange, Host
from huonevahti_wire.messages import ClockStepped, JobRequest, JobStatus, MeasureNow, Restart

if TYPE_CHECKING:
    from huonevahti_agent.edges.guarding import Guarding
    from huonevahti_agent.edges.inbox import Inbox
    from huonevahti_agent.edges.intents import Intents
    from huonevahti_agent.edges.jobs import Jobs
    from huonevahti_agent.edges.keepsakes import Keepsakes
    from huonevahti_agent.edges.learnt import Memory
    from huonevahti_agent.edges.ledger import Ledger
    from huonevahti_agent.edges.lifetimes import Lifetimes
    from huonevahti_agent.edges.line import Line
    from huonevahti_agent.edges.mending import Mending
    from huonevahti_agent.edges.outbox import Outbox
    from huonevahti_agent.edges.own_look import OwnLook
    from huonevahti_agent.edges.plugging import Plugging
    from huonevahti_agent.edges.readying import Readying
    from huonevahti_agent.edges.reporting import Reporting
    from huonevahti_agent.edges.restarting import Restarting
    from huonevahti_agent.edges.sensing import Sensing
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_agent.edges.tries import Tries
    from huonevahti_agent.edges.watchdog import Watchdog
    from huonevahti_wire.signals import Signal

CLOCK_STEP_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 60.0


class Files(Struct, frozen=True):
    """What is kept on the disk, all of it open until the end."""

    outbox: Outbox
    ledger: Ledger
    keepsakes: Keepsakes
    memory: Memory
    intents: Intents
    tries: Tries


class Parts(Struct, frozen=True, kw_only=True):
    """What the cycle turns; `app.build` joins them."""

    host: Host
    files: Files
    telling: Telling
    lifetimes: Lifetimes
    plugging: Plugging
    guarding: Guarding
    line: Line
    inbox: Inbox
    jobs: Jobs
    restarting: Restarting
    readying: Readying
    sensing: Sensing
    mending: Mending
    own_look: OwnLook
    reporting: Reporting
    watchdog: Watchdog


class Cycle:
    """The running agent. Everything happens in the thread that calls `run` or `turn`."""

    def __init__(self, parts: Parts) -> None:
        """Begin before the first turn."""
        self._parts = parts
        self._is_stopping = threading.Event()
        self._clock_offset: float | None = None
        self._watchdog_at = 0.0
        self._has_begun = False
        self._testing: list[str] = []

    def run(self) -> None:
        """Turn until `stop` is called, then say goodbye; anything else that ends it looks like a crash outside."""
        try:
            while not self._is_stopping.is_set():
                self.turn()
                self.plug(self._parts.host.wait(self.next_turn_in()))
            self._end()
        finally:
            self.break_off()

    def end(self) -> None:
        """Say goodbye and close, as `run` does when it is stopped; for who turns the cycle by hand."""
        self._end()
        self.break_off()

    def break_off(self) -> None:
        """End without a word, as a crash would, and give the files back."""
        self._parts.line.sever()
        self._close()

    def stop(self) -> None:
        """Let `run` end with a goodbye; may be called from any thread and from a signal handler."""
        self._is_stopping.set()
        self._parts.host.wake()

    def turn(self) -> None:
        """Do everything that is due now, without waiting."""
        parts, moment = self._parts, self._moment()
        if not self._has_begun:
            self._begin(moment)
        parts.line.open(moment, self._keepalive_seconds(), parts.host.wake)
        parts.inbox.empty(moment, self._obey)
        parts.sensing.sense(moment)
        self._look_at_itself(moment)
        if parts.jobs.is_waiting:
            for request in parts.jobs.due(self._addressee(moment), moment):
                self._act(request, moment)
        self._conclude(moment)
        if parts.mending.mend(moment):
            # who reads that all is good again shall know by then what mended it
            parts.line.send_events(moment)
        self._tell_due(moment)
        self._send(moment)
        if not parts.mending.is_trying:  # some seconds, after which it is known what came of the try
            parts.restarting.turn(moment, parts.sensing.signals)
        self._watch(moment)

    def judge_once(self) -> tuple[Signal, ...]:
        """Run every probe once, without a server, and return all signals by name; the files are closed after."""
        moment = self._moment()
        self._parts.sensing.sense_now((), moment)
        self._look_at_itself(moment)
        self._close()
        judged = self._parts.sensing.signals
        return tuple(judged[name] for name in sorted(judged) if name != "network.broker")

    def next_turn_in(self, longest_seconds: float = LONGEST_WAIT_SECONDS) -> float:
        """Return the seconds until something is due, at most `longest_seconds`: some things are only looked after."""
        parts, now = self._parts, self._parts.host.monotonic()
        at_once = Moment(parts.host.now(), now)
        due = [
            parts.sensing.next_due(),
            parts.line.next_due(),
            parts.plugging.next_due(),
            parts.mending.next_due(),
            parts.jobs.next_due(at_once),
            self._watchdog_at,
        ]
        if not parts.mending.is_trying:
            due.append(parts.restarting.next_due(at_once))
        if parts.line.is_connected and parts.sensing.is_complete:
            due.append(parts.reporting.next_due())
        return max(0.0, min(*due, now + longest_seconds) - now)

    def plug(self, changes: tuple[DeviceChange, ...]) -> None:
        """Take what the kernel told of devices: an event each, and their probes run in the next turn."""
        if not changes:
            return
        moment = Moment(self._parts.host.now(), self._parts.host.monotonic())
        for change in changes:
            self._parts.plugging.take(change, moment)
        self._parts.sensing.rouse(moment.monotonic, is_of_devices)

    def _moment(self) -> Moment:
        at, monotonic = self._parts.host.now(), self._parts.host.monotonic()
        offset = at.timestamp() - monotonic
        step = 0.0 if self._clock_offset is None else offset - self._clock_offset
        self._clock_offset = offset
        if abs(step) >= CLOCK_STEP_SECONDS:
            self._parts.telling.tell(ClockStepped(round(step, 3)), at)
            self._parts.sensing.rouse(
                monotonic, lambda probe: any(n.startswith("clock.") for n in probe.SIGNALS)
            )
        return Moment(at, monotonic)

    def _begin(self, moment: Moment) -> None:
        """Tell of the boot and the start, and settle what a crash left open."""
        self._has_begun = True
        self._parts.lifetimes.tell(moment)
        self._parts.jobs.recover(self._parts.files.outbox, self._parts.lifetimes.boot, moment)
        self._parts.mending.recover(moment)
        self._parts.watchdog.notify("READY=1")

    def _obey(self, request: JobRequest, moment: Moment) -> None:
        if self._parts.jobs.take(request, self._addressee(moment), moment):
            self._act(request, moment)

    def _act(self, request: JobRequest, moment: Moment) -> None:
        if not isinstance(request.action, Restart):
            self._measure(request, moment)
            return
        self._parts.mending.conclude(moment)
        if failure := self._parts.restarting.obey(moment):
            self._parts.jobs.finish(request.job, JobStatus.FAILED, failure, moment)

    def _measure(self, request: JobRequest, moment: Moment) -> None:
        parts = self._parts
        action = request.action if isinstance(request.action, MeasureNow) else MeasureNow()
        if action.room_is_empty:  # the word is as old as the order, however late it comes
            parts.guarding.confirm_empty(request.not_before)
        parts.sensing.sense_now(action.probes, moment)
        self._look_at_itself(moment)
        self._testing.append(request.job)
        self._conclude(moment)

    def _conclude(self, moment: Moment) -> None:
        """Tell what was measured once the last test of it has ended, some seconds later."""
        parts = self._parts
        if not self._testing or parts.sensing.is_testing:
            return
        parts.reporting.ask_full(moment.monotonic)
        self._send(moment)
        while self._testing:
            parts.jobs.finish(self._testing.pop(0), JobStatus.SUCCEEDED, "", moment)

    def _addressee(self, moment: Moment) -> Addressee:
        guarding = self._parts.guarding.may_act(moment)
        restarts = self._parts.restarting.situation(moment)
        return Addressee(self._parts.line.terminal, self._parts.line.stream, guarding, restarts)

    def _look_at_itself(self, moment: Moment) -> None:
        """Judge the agent by the same path as everything else."""
        self._parts.sensing.put(self._parts.own_look.judgements(moment), moment)
        self._parts.readying.turn(moment)
        judged = (*self._parts.restarting.judgements(), *self._parts.readying.judgements())
        self._parts.sensing.put(judged, moment)

    def _tell_due(self, moment: Moment) -> None:
        self._parts.telling.retry()
        self._parts.plugging.tell_due(moment)
        self._parts.jobs.give_up_restarts(moment)
        self._parts.lifetimes.remember_when_due(moment, self._parts.sensing.signals)

    def _send(self, moment: Moment) -> None:
        parts = self._parts
        if parts.sensing.is_complete:
            parts.reporting.send(parts.sensing.signals, parts.line, moment)
        parts.line.send_events(moment)

    def _watch(self, moment: Moment) -> None:
        if moment.monotonic >= self._watchdog_at:
            self._watchdog_at = moment.monotonic + self._parts.watchdog.interval_seconds
            self._parts.watchdog.notify("WATCHDOG=1")

    def _keepalive_seconds(self) -> int:
        """Return a little more than a heartbeat, so that no ping is ever needed beside the reports."""
        return max(5, round(1.25 * self._parts.reporting.timings.heartbeat_seconds))

    def _close(self) -> None:
        files = self._parts.files
        for file in (files.outbox, files.ledger, files.keepsakes, files.memory, files.intents, files.tries):
            file.close()

    def _end(self) -> None:
        moment = self._moment()
        self._parts.watchdog.notify("STOPPING=1")
        self._parts.plugging.tell_rest(moment)
        self._parts.lifetimes.remember(moment)
        self._parts.line.send_events(moment)
        self._parts.line.goodbye(moment)
