"""Everything that comes down the line: read, verified, and given to whom it concerns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from huonevahti_agent.edges.broker import Arrived
from huonevahti_wire import signing
from huonevahti_wire.codec import Unreadable, decode, decode_document, decode_server_status
from huonevahti_wire.messages import EventStored, JobRequest, Signed
from huonevahti_wire.topics import SERVER_STATUS, Topic

if TYPE_CHECKING:
    from huonevahti_agent.edges.jobs import Jobs
    from huonevahti_agent.edges.line import Line, Moment
    from huonevahti_agent.edges.reporting import Reporting
    from huonevahti_agent.edges.ruling import Ruling
    from huonevahti_agent.edges.trust import Trust

LOG = logging.getLogger("huonevahti.agent.inbox")
Obey = Callable[[JobRequest, "Moment"], None]
"""Acts on a verified request."""


class Inbox:
    """Takes one message after the other; a bad one is logged and hurts nothing else."""

    def __init__(self, line: Line, trust: Trust, ruling: Ruling, jobs: Jobs, reporting: Reporting) -> None:
        """Take where messages come from, who verifies them, and those they are for."""
        self._line, self._trust = line, trust
        self._ruling, self._jobs, self._reporting = ruling, jobs, reporting

    def empty(self, moment: Moment, obey: Obey) -> None:
        """Take everything that came; a request that can be trusted goes to `obey`."""
        while (incoming := self._line.incoming(moment)) is not None:
            if not isinstance(incoming, Arrived):
                self._ruling.answer()
                self._reporting.ask_full(moment.monotonic)
                continue
            try:
                self._take(incoming, moment, obey)
            except Unreadable as error:
                LOG.warning("a message on %s is ignored: %s", incoming.topic, error)
            except Exception:  # the seam of one incoming message: it must not end the agent
                LOG.exception("a message on %s could not be taken", incoming.topic)

    def _take(self, arrived: Arrived, moment: Moment, obey: Obey) -> None:
        if arrived.topic == SERVER_STATUS:
            if self._line.take_status(decode_server_status(arrived.payload)):
                self._reporting.ask_full_soon(moment.monotonic)
            return
        topic, message = decode(arrived.topic, arrived.payload)
        if topic.terminal != self._line.terminal:
            return
        if isinstance(message, EventStored):
            self._line.take_stored(message, moment)
        elif topic.kind == "config/desired":
            self._take_config(topic, message, moment)
        elif topic.kind == "job/request":
            self._take_job(topic, message, moment, obey)

    def _take_config(self, topic: Topic, signed: Signed, moment: Moment) -> None:
        reason = self._trust.refusal(signing.CONFIG, str(topic), signed, moment.monotonic)
        if reason:
            self._ruling.distrust(reason)
        else:
            self._ruling.take(signed.payload, moment)

    def _take_job(self, topic: Topic, signed: Signed, moment: Moment, obey: Obey) -> None:
        if self._jobs.recorded(topic.job):
            return
        reason = self._trust.refusal(signing.JOB, str(topic), signed, moment.monotonic)
        if reason:
            LOG.warning("job %s is not obeyed: %s", topic.job, reason)
            return
        request: JobRequest = decode_document(JobRequest, signed.payload)
        if request.job != topic.job:
            raise Unreadable("speaks_for_another", f"job {request.job!r} on the topic of job {topic.job!r}")
        obey(request, moment)
