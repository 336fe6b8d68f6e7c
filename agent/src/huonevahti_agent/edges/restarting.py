"""The daily restart: the plan is asked, the intent written down, leave taken, and only then the restart ordered."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent.domain import restarts
from huonevahti_agent.domain.desired import ruling_zone
from huonevahti_agent.edges.telling_time import TellingTime
from huonevahti_agent.host import Unavailable
from huonevahti_wire.messages import Status
from huonevahti_wire.plan import guard, restart
from huonevahti_wire.plan.boots import Boot, Intent
from huonevahti_wire.plan.civil import is_zone, local_day, zone_named
from huonevahti_wire.plan.clock import RETURN
from huonevahti_wire.plan.guard import Verdict, judge_at
from huonevahti_wire.plan.holds import PATIENCE
from huonevahti_wire.plan.hours import EXPANDED_DAYS
from huonevahti_wire.plan.restart import Decision, Kind, Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.edges.configuring import Configuring
    from huonevahti_agent.edges.guarding import Guarding
    from huonevahti_agent.edges.intents import Intents
    from huonevahti_agent.edges.lifetimes import Lifetimes
    from huonevahti_agent.edges.line import Line, Moment
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_agent.host import Host
    from huonevahti_wire.schedule import RestartPlan
    from huonevahti_wire.signals import Signal

LOG = logging.getLogger("huonevahti.agent.restarting")
ASKS_AGAIN_SECONDS = 60.0
"""The plan is asked this often at least while something is due or doubtful: facts change by themselves too."""
RESTS_SECONDS = 3600.0
"""What waits for an instant, and for nothing else, holds until then; it is asked seldom, in case a fact was missed."""
REFUSED_SECONDS = 600.0


class Known(Struct, frozen=True):
    """Who knows what a restart rests on: the config, the room, the boots, what is on the disk.

    Without `may_restart` there is no plan, and no other order is carried out.
    """

    configuring: Configuring
    guarding: Guarding
    lifetimes: Lifetimes
    intents: Intents
    may_restart: bool = True


class Restarting:
    """Asks `plan.restart.decide`, and does what it says. `wanted` is why a boot is wanted beyond the daily one."""

    def __init__(self, host: Host, known: Known, telling: Telling, line: Line) -> None:
        """Begin with everything still to ask."""
        self._host, self.known, self._telling, self._line = host, known, telling, line
        self._time = TellingTime(host, known.lifetimes, known.intents)
        self._ask_at = 0.0
        self._asked: object = None
        self._decision = Decision(Kind.WAIT)
        self._remedy_told: Decision | None = None
        self._code = ""
        self._doubt = ""
        self._has_inhibited = False
        self._inhibits_at = 0.0
        self.wanted = ""

    @property
    def decision(self) -> Decision:
        """Return what was decided last."""
        return self._decision

    def next_due(self, moment: Moment) -> float:
        """Return the monotonic instant at which the plan is asked again."""
        until = self._decision.until
        if until is None:
            return self._ask_at
        return min(self._ask_at, moment.monotonic + max((until - moment.at).total_seconds(), 0.0))

    def turn(self, moment: Moment, signals: Mapping[str, Signal]) -> None:
        """Ask when it is time or a fact has changed, and act; keep others from restarting a room that is not free."""
        self._inhibit(moment.monotonic, is_on=judge_at(self.known.guarding.at(moment.at), moment.at).verdict in _MINE)
        facts = self._facts(moment, signals)
        if moment.monotonic < self.next_due(moment) and facts == self._asked:
            return
        self._asked, self._ask_at = facts, moment.monotonic + ASKS_AGAIN_SECONDS
        self._decide(moment)
        if self._decision.kind in _AT_REST and self._decision.until is not None and not self._code:
            self._ask_at = moment.monotonic + RESTS_SECONDS

    def _facts(self, moment: Moment, signals: Mapping[str, Signal]) -> object:
        """Return what else than time may change a decision; the room's signs matter to one that is held alone."""
        document = self.known.configuring.document
        signs = self.known.guarding.situation.signs if self._decision.kind is Kind.DEFERRED else ()
        is_confirmed = self._time.is_confirmed(moment, signals)
        return document.version if document else 0, self.wanted, signs, is_confirmed

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what the terminal says of its own restarts."""
        plan = self._plan()
        return (restarts.judgement(plan.at if plan else None, self._code),)

    def situation(self, moment: Moment) -> Situation:
        """Return all that a decision rests on now."""
        document, intents = self.known.configuring.document, self.known.intents
        issued_at = document.issued_at if document else None
        # the last of the days that were told may be told in part alone
        known_for = timedelta(days=EXPANDED_DAYS - 1)
        is_known = document is not None and document.open_periods and is_zone(document.time_zone)
        return Situation(
            plan=self._plan(),
            time_zone=ruling_zone(document),
            room=self.known.guarding.whole(moment.at),
            hours_until=issued_at + known_for if issued_at is not None and is_known else None,
            boot_id=self.known.lifetimes.boot.boot_id,
            clock=self._time.clock(moment, issued_at),
            boots=self._boots(),
            intents=intents.intents,
            remedy=self.wanted if self.known.may_restart else "",
            former=intents.held,
            released_at=document.released_at if document else None,
        )

    def may_mend(self, moment: Moment) -> guard.Guarding:
        """Return whether a remedy may begin now: where the guard says so, and not on a boot that was ordered to end."""
        boot_id = self.known.lifetimes.boot.boot_id
        orders = (intent.at for intent in self.known.intents.intents if intent.boot_id == boot_id)
        if any(abs(moment.at - at) < PATIENCE for at in orders):
            return guard.Guarding(Verdict.BUSY, ("restarting",), None)
        return self.known.guarding.may_act(moment)

    def obey(self, moment: Moment) -> str:
        """Restart for a job that nothing holds; return why that could not be, empty when it is under way."""
        if not self.known.may_restart:
            return "not_allowed"
        situation = self.situation(moment)
        on = local_day(moment.at, zone_named("time_zone", situation.time_zone))
        return self._order(Intent("job", situation.boot_id, moment.at, on), None, moment)

    def _plan(self) -> RestartPlan | None:
        document = self.known.configuring.document
        return document.restart if document is not None and self.known.may_restart else None

    def _boots(self) -> tuple[Boot, ...]:
        boot = self.known.lifetimes.boot
        others = tuple(each for each in self.known.intents.boots if each.boot_id != boot.boot_id)
        return (*others, boot)

    def _decide(self, moment: Moment) -> None:
        situation = self.situation(moment)
        decision = restart.decide(situation, moment.at)
        if not _is_doubt(decision):
            self._time.believe(moment)
            self.known.lifetimes.set_right()
        if decision.kind in (Kind.RESTART, Kind.REMEDY):
            self.known.guarding.may_act(moment)  # a fresh look, without which nothing is touched
            situation = self.situation(moment)
            decision = restart.decide(situation, moment.at)
        self._decision = self._explained(decision)
        self._code = restarts.trouble(situation, decision, moment.at) or self._lost()
        if decision.kind in (Kind.RESTART, Kind.REMEDY):
            if self._order(restart.intent_of(situation, decision, moment.at), decision, moment) != "disk":
                return
            self._code = "disk"
            self._decision = Decision(Kind.DEFERRED, ("disk",), None, decision.night)
        self._tell(situation, self._decision, moment)

    def _explained(self, decision: Decision) -> Decision:
        """A night that went by while the clock was in doubt was left out for that."""
        if _is_doubt(decision):
            self._doubt = decision.reasons[0]
            return decision
        doubt, self._doubt = self._doubt, ""
        if doubt and decision.kind is Kind.SKIPPED and decision.reasons == ("nobody_asked",):
            return Decision(Kind.SKIPPED, (doubt,), decision.until, decision.night)
        return decision

    def _tell(self, situation: Situation, decision: Decision, moment: Moment) -> None:
        kind = restarts.kind_of(situation, decision, moment.at)
        told, intents = restarts.told(decision, kind), self.known.intents
        former = self._remedy_told if kind == "remedy" else intents.held
        if told is None or not restarts.is_news(decision, former):
            return
        self._telling.tell(told, moment.at)
        if kind == "remedy":
            self._remedy_told = decision
            return
        try:
            intents.hold(decision)
        except OSError as error:
            intents.held = decision
            LOG.warning("what holds the restart cannot be kept: %s", error)

    def _order(self, intent: Intent, decision: Decision | None, moment: Moment) -> str:
        """Write the intent down, and only then take leave and restart."""
        try:
            self.known.intents.write(intent)
        except OSError as error:
            LOG.warning("no restart, for its intent cannot be written: %s", error)
            return "disk"
        LOG.info("restarting: %s", intent.kind)
        self._telling.tell(restarts.ordered(intent, decision), moment.at)
        self._line.send_events(moment)
        self.known.lifetimes.remember(moment)
        self._line.leave(moment, Status.RESTARTING, intent.kind, moment.at + RETURN)
        try:
            self._host.restart()
        except Unavailable as error:
            LOG.warning("the machine does not restart: %s", error.reason)
            return error.reason
        return ""

    def _lost(self) -> str:
        return "intents_lost" if self.known.lifetimes.has_lost_orders else ""

    def _inhibit(self, monotonic: float, *, is_on: bool) -> None:
        """Hold an inhibitor while a session is live or undecided; where that is refused it is asked for at times."""
        if (not is_on and not self._has_inhibited) or (is_on and monotonic < self._inhibits_at):
            return
        try:
            self._host.inhibit(is_on=is_on)
        except Unavailable as error:
            self._inhibits_at = monotonic + REFUSED_SECONDS
            LOG.warning("others cannot be kept from restarting: %s", error.reason)
        self._has_inhibited = is_on


_MINE = (Verdict.BUSY, Verdict.UNDECIDED)
_AT_REST = (Kind.WAIT, Kind.SKIPPED)


def _is_doubt(decision: Decision) -> bool:
    return decision.kind is Kind.WAIT and any(reason.startswith("clock_") for reason in decision.reasons)
