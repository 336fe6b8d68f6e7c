"""Jobs on this terminal: taken on when signed and due, on the disk before acting, answered whatever happens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from msgspec.structs import replace

from huonevahti_agent.domain.orders import Addressee, Entry, answer, settled
from huonevahti_wire.messages import JobEnded, JobRequest, JobState, JobStatus, MeasureNow, Restart
from huonevahti_wire.plan.holds import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from huonevahti_agent.edges.ledger import Ledger
    from huonevahti_agent.edges.line import Line, Moment
    from huonevahti_agent.edges.outbox import Outbox
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_wire.plan.boots import Boot

LOOKS_AGAIN_SECONDS = 5.0
"""How often what holds a deferred job is looked at."""
LOG = logging.getLogger("huonevahti.agent.jobs")


class Jobs:
    """The open requests of this run; everything that must outlive it is in the ledger."""

    def __init__(self, ledger: Ledger, telling: Telling, line: Line, probe_names: frozenset[str]) -> None:
        """Begin with no open request."""
        self._ledger, self._telling, self._line = ledger, telling, line
        self._probe_names = probe_names
        self._open: dict[str, JobRequest] = {}
        self._restarts: dict[str, datetime] = {}

    def recover(self, outbox: Outbox, boot: Boot, moment: Moment) -> None:
        """Fail what a crash interrupted, and tell of each end that the crash kept from being told."""
        for entry in settled(self._ledger.entries(), moment.at, boot):
            self._ledger.write(entry, moment.at)
        self._restarts = {e.job: e.at for e in self._ledger.entries() if e.boot_id and not e.state.is_final}
        for entry in self._ledger.entries():
            if entry.state.is_final and not entry.is_told:
                self._tell_end(entry, moment, is_told=outbox.tells_end_of(entry.job))

    def take(self, request: JobRequest, addressee: Addressee, moment: Moment) -> bool:
        """Decide on a verified request; return whether it is to be acted on now, which `finish` must follow."""
        known = self._ledger.entry(request.job)
        entry = answer(request, known, addressee, moment.at)
        if entry.state is JobStatus.IN_PROGRESS and entry is not known:
            entry = self._checked(entry, request)
        if entry is not known and not self._record(entry, known, moment):
            return False
        self._say(entry)
        if entry.state is JobStatus.DEFERRED:
            self._open[request.job] = request
        else:
            self._open.pop(request.job, None)
        return entry.state is JobStatus.IN_PROGRESS and entry is not known

    def recorded(self, job: str) -> bool:
        """Answer a repeated request for a job that has ended; False when it has not."""
        entry = self._ledger.entry(job)
        if entry is None or not entry.state.is_final:
            return False
        self._say(entry)
        return True

    @property
    def is_waiting(self) -> bool:
        """Return whether a job is deferred."""
        return bool(self._open)

    def due(self, addressee: Addressee, moment: Moment) -> Iterator[JobRequest]:
        """Yield each deferred job whose time has come, begun."""
        for request in list(self._open.values()):
            entry = self._ledger.entry(request.job)
            decided = answer(request, entry, addressee, moment.at)
            if entry is not None and (decided.state, decided.reason) == (entry.state, entry.reason):
                continue
            if self.take(request, addressee, moment):
                yield request

    def next_due(self, moment: Moment) -> float:
        """Return when a deferred job is looked at again, in monotonic seconds."""
        times = [min(each.expires_at, max(each.not_before, moment.at)) for each in self._open.values()]
        waits = [max((at - moment.at).total_seconds(), LOOKS_AGAIN_SECONDS) for at in times]
        return moment.monotonic + min(waits, default=float("inf"))

    def give_up_restarts(self, moment: Moment) -> None:
        """End those restarts that were ordered and did not come."""
        for job, ordered_at in list(self._restarts.items()):
            if moment.at - ordered_at >= PATIENCE:
                self.finish(job, JobStatus.FAILED, "order_without_effect", moment)

    def finish(self, job: str, state: JobStatus, reason: str, moment: Moment) -> None:
        """Record how a job ended and tell of it."""
        known = self._ledger.entry(job)
        self._restarts.pop(job, None)
        if known is not None and not known.state.is_final:
            entry = replace(known, state=state, reason=reason, at=moment.at, until=None)
            self._record(entry, known, moment)
            self._say(entry)

    def _checked(self, entry: Entry, request: JobRequest) -> Entry:
        if isinstance(request.action, Restart):
            self._restarts[entry.job] = entry.at
        named = request.action.probes if isinstance(request.action, MeasureNow) else ()
        unknown = [name for name in named if name not in self._probe_names]
        return replace(entry, state=JobStatus.REJECTED, reason="unknown_probe") if unknown else entry

    def _record(self, entry: Entry, known: Entry | None, moment: Moment) -> bool:
        try:
            if known is None or (known.state, known.reason) != (entry.state, entry.reason):
                self._ledger.write(entry, moment.at)
        except OSError as error:
            LOG.warning("job %s cannot be recorded: %s", entry.job, error)
            if known is None:
                self._say(replace(entry, state=JobStatus.REJECTED, reason="ledger"))
            return False
        if entry.state.is_final:
            self._tell_end(entry, moment, is_told=False)
        return True

    def _tell_end(self, entry: Entry, moment: Moment, is_told: bool) -> None:
        ended = JobEnded(entry.job, entry.state, entry.reason)
        if is_told or self._telling.tell(ended, moment.at):
            self._ledger.write(replace(entry, is_told=True), moment.at)

    def _say(self, entry: Entry) -> None:
        self._line.send(
            JobState(
                stream=self._line.stream,
                job=entry.job,
                state=entry.state,
                at=entry.at,
                reason=entry.reason,
                until=entry.until,
            )
        )
