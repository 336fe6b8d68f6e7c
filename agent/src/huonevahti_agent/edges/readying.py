"""Readiness at work: after a boot and before each opening a room is tested, judged, and told of in time to act."""

from __future__ import annotations

import logging
from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from huonevahti_agent.domain import readiness
from huonevahti_agent.edges.sensing import needs_empty_room
from huonevahti_wire.plan.guard import Verdict, judge_at

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.domain.readiness import Readiness
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.edges.mending import Mending
    from huonevahti_agent.edges.restarting import Restarting
    from huonevahti_agent.edges.sensing import Sensing
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_wire.messages import ConfigDocument, ReadinessJudged

LOG = logging.getLogger("huonevahti.agent.readying")
TESTS_BEFORE = timedelta(minutes=10)
"""So long before it is told, picture and sound are tested anew; all tests together take about a minute."""
SETTLES = timedelta(minutes=3)
"""A machine that has just booted still looks for its devices and loads its page."""
HOLDS_SECONDS = 60.0
"""A verdict that turns must stay so for as long as a page takes to load anew."""
WAITS_FOR_REMEDY = timedelta(minutes=2)
"""A signal is watched for half a minute before a first remedy, which takes half a minute; a second one may follow."""
REMEDIES_TAKE_SECONDS = 600.0
"""What the remedies have not mended within this, a boot may."""


class Readying:
    """Knows the next opening, and what was told of it; it asks for a boot where only that may mend."""

    def __init__(self, restarting: Restarting, sensing: Sensing, telling: Telling, mending: Mending) -> None:
        """Begin with what was told last by the agent before."""
        self._known, self._restarting, self._mending = restarting.known, restarting, mending
        self._sensing, self._telling = sensing, telling
        self._tested_for: datetime | None = None
        self._readiness: Readiness | None = None
        self._since = 0.0
        self._wrong_since: float | None = None

    def turn(self, moment: Moment) -> None:
        """Test when it is time, judge while the site is closed, and tell of the opening that comes next."""
        document = self._known.configuring.document
        opens_at = _next_opening(document, moment.at)
        if document is None or opens_at is None:
            return
        tell_at = opens_at - timedelta(seconds=document.ready_before_opening_seconds)
        self._test(opens_at, tell_at, moment)
        is_due = moment.at >= tell_at
        if not (is_due or self._is_closed(moment)) or not self._is_settled(opens_at, moment):
            return
        self._judge(moment)
        self._restarting.wanted = self._wanted(document, moment)
        if is_due and not self._is_being_mended(tell_at, moment):
            self._tell(opens_at, moment)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the verdict as a signal."""
        last = self._known.intents.readiness
        is_told = last is not None and self._readiness is not None and not last.is_ready
        return (readiness.judgement(self._readiness, is_told=is_told),)

    def _test(self, opens_at: datetime, tell_at: datetime, moment: Moment) -> None:
        """Let picture and sound be tested; whether they may be, the guard says."""
        if tell_at - TESTS_BEFORE <= moment.at < tell_at and self._tested_for != opens_at:
            self._tested_for = opens_at
            self._sensing.rouse(moment.monotonic, needs_empty_room)

    def _is_settled(self, opens_at: datetime, moment: Moment) -> bool:
        """Whether the boot is old enough to be judged; just before the opening there is no time left to wait."""
        is_late = opens_at - moment.at < SETTLES
        is_old = moment.at - self._known.lifetimes.boot.booted_at >= SETTLES
        return self._sensing.is_complete and (is_old or is_late)

    def _judge(self, moment: Moment) -> None:
        """Take the verdict of now; one that turned counts from when it turned."""
        is_free = self._verdict(moment) is Verdict.FREE
        cause = self._known.lifetimes.boot.cause
        now = readiness.judge(self._sensing.signals, cause, is_free=is_free)
        if self._readiness is None or now.is_ready is not self._readiness.is_ready:
            self._since = moment.monotonic
        self._readiness = now

    def _is_being_mended(self, tell_at: datetime, moment: Moment) -> bool:
        """Whether what speaks against the room is about to be mended; nobody is called for that, if it is soon."""
        reasons = self._readiness.reasons if self._readiness is not None else ()
        is_soon = moment.at - tell_at < WAITS_FOR_REMEDY and self._verdict(moment) is Verdict.FREE
        return is_soon and self._mending.may_help(reasons, moment)

    def _tell(self, opens_at: datetime, moment: Moment) -> None:
        last, now = self._known.intents.readiness, self._readiness
        if now is None:
            return
        is_first = last is None or last.opens_at != opens_at
        has_turned = last is not None and last.is_ready is not now.is_ready
        if is_first or (has_turned and moment.monotonic - self._since >= HOLDS_SECONDS):
            told = readiness.told(now, opens_at)
            self._telling.tell(told, moment.at)
            self._keep(told)

    def _keep(self, told: ReadinessJudged) -> None:
        intents = self._known.intents
        try:
            intents.judge(told)
        except OSError as error:
            intents.readiness = told
            LOG.warning("what was told of readiness cannot be kept: %s", error)

    def _wanted(self, document: ConfigDocument, moment: Moment) -> str:
        """Return what a boot may mend that nothing else has, where a terminal restarts by plan and may mend itself."""
        reasons = self._readiness.reasons if self._readiness is not None else ()
        wrong = next((reason for reason in reasons if reason in readiness.MENDED_BY_BOOT), "")
        if not wrong:
            self._wrong_since = None
            return ""
        if self._wrong_since is None:
            self._wrong_since = moment.monotonic
        is_allowed = document.restart is not None and not self._mending.is_off
        return wrong if is_allowed and moment.monotonic - self._wrong_since >= REMEDIES_TAKE_SECONDS else ""

    def _is_closed(self, moment: Moment) -> bool:
        return not self._known.guarding.is_open(moment.at)

    def _verdict(self, moment: Moment) -> Verdict:
        return judge_at(self._known.guarding.at(moment.at), moment.at).verdict


def _next_opening(document: ConfigDocument | None, now: datetime) -> datetime | None:
    if document is None:
        return None
    place = bisect_right(document.open_periods, now, key=lambda period: period.opens_at)
    return document.open_periods[place].opens_at if place < len(document.open_periods) else None
