"""Mending what the terminal may: one remedy at a time, never with a customer, looked at after, undone if worse."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain.attempts import DAY, TOO_OFTEN, WORSE, Attempt, Outcome, hindrance, made_worse
from huonevahti_agent.host import Host, Probe, Unavailable
from huonevahti_agent.host.remedy import Ailment, Refused, Remedy, Treated
from huonevahti_wire.messages import RemedyTried
from huonevahti_wire.plan.guard import Guarding, Verdict
from huonevahti_wire.plan.mending import ALL, remedies_of
from huonevahti_wire.signals import Signal, State, family_of

if TYPE_CHECKING:
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.edges.sensing import Sensing
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_agent.edges.tries import Tries
    from huonevahti_wire.messages import ConfigDocument
    from huonevahti_wire.profile import Profile

LOG = logging.getLogger("huonevahti.agent.mending")
ASKS_AGAIN_SECONDS = 10.0
"""How soon it is looked again whether the customer has gone, or a pause is over."""
_ROLES = ("microphone", "speakers")
_TREATABLE = (State.FAILED, State.NO_DATA)


class Configured(Protocol):
    """Who knows the config that rules."""

    @property
    def document(self) -> ConfigDocument | None:
        """Return it, None before the first."""
        ...


class Remit(Struct, frozen=True, kw_only=True):
    """What may be mended and when: `may_act` is asked before each try, the config that rules switches remedies off."""

    remedies: Sequence[Remedy]
    probes: Sequence[Probe]
    profile: Profile
    may_act: Callable[[Moment], Guarding]
    configured: Configured


class _Plan(Struct, frozen=True):
    """A remedy for signals of one role, all of them bad for as long as they are watched."""

    remedy: Remedy
    role: str
    names: tuple[str, ...]


class _Trial(Struct, frozen=True):
    """A try whose effect is to be looked at."""

    plan: _Plan
    attempt: Attempt
    before: dict[str, Signal]
    former: Any
    look_at: float


class Mending:
    """What ails the room that a remedy treats, since when, and the try that goes on."""

    def __init__(self, host: Host, remit: Remit, sensing: Sensing, telling: Telling, tries: Tries) -> None:
        """Begin with nothing under way."""
        self._host, self._remit = host, remit
        self._sensing, self._telling, self._tries = sensing, telling, tries
        self._by_name = {remedy.NAME: remedy for remedy in remit.remedies}
        self._bad_since: dict[str, float] = {}
        self._trial: _Trial | None = None
        self._due = float("inf")
        self._asks_at = 0.0
        self._has_told = False

    @property
    def is_trying(self) -> bool:
        """Return whether what a try did is still to be seen."""
        return self._trial is not None

    @property
    def is_off(self) -> bool:
        """Return whether nothing at all shall be mended here."""
        return ALL in self._off()

    def next_due(self) -> float:
        """Return the monotonic instant at which something may have to be done."""
        return self._trial.look_at if self._trial is not None else self._due

    def recover(self, moment: Moment) -> None:
        """Tell of the tries that a crash interrupted, or kept from being told."""
        for attempt in self._tries.attempts:
            if not attempt.is_told:
                outcome, reason = attempt.outcome or "failed", attempt.reason
                self._tell(
                    replace(attempt, outcome=outcome, reason=reason if attempt.outcome else "interrupted"),
                    moment,
                )
        self._tries.forget(moment.at)

    def mend(self, moment: Moment) -> bool:
        """Look at the try that goes on, or begin one that is due; return whether anything was told."""
        self._has_told = False
        if self._trial is not None:
            self._look(self._trial, moment)
        else:
            self._begin(moment)
        return self._has_told

    def conclude(self, moment: Moment) -> None:
        """End the try that goes on by what is seen now: what comes next would end it without a word."""
        if self._trial is not None:
            self._look(replace(self._trial, look_at=moment.monotonic), moment)

    def may_help(self, names: Iterable[str], moment: Moment) -> bool:
        """Return whether a remedy for any of these signals is under way, or may be tried now."""
        under_way = self._trial.plan.names if self._trial is not None else ()
        signals = self._sensing.signals
        bad = [name for name in names if name in signals and self._is_treatable(signals[name])]
        if set(bad) & set(under_way):
            return True
        return any(not self._hindrance(remedy, role, moment) for remedy, role, _ in self._treatments(bad))

    def _begin(self, moment: Moment) -> None:
        self._follow(moment.monotonic)
        ripe = [name for name in self._bad_since if self._ripe_at(name) <= moment.monotonic]
        if ripe and moment.monotonic >= self._asks_at:
            self._asks_at = moment.monotonic + ASKS_AGAIN_SECONDS
            self._choose(ripe, moment)
        waiting = [at for name in self._bad_since if (at := self._ripe_at(name)) > moment.monotonic]
        self._due = min([*waiting, *([self._asks_at] if ripe else [])], default=float("inf"))

    def _choose(self, ripe: Sequence[str], moment: Moment) -> None:
        """Try the first remedy that may be, if the room is free and the trouble still there at a fresh look."""
        plan = self._planned(ripe, moment)
        if plan is not None and self._remit.may_act(moment).verdict is Verdict.FREE:
            self._sense(plan, moment)
            if self._signals(plan):
                self._try(plan, moment)

    def _follow(self, now: float) -> None:
        """Note since when each signal has been bad; how long is counted by the clock that nobody sets."""
        bad = {name for name, signal in self._sensing.signals.items() if self._is_treatable(signal)}
        self._bad_since = {name: self._bad_since.get(name, now) for name in bad}

    def _is_treatable(self, signal: Signal) -> bool:
        if signal.state not in _TREATABLE:
            return False
        return any(_is_treated(self._by_name[name], signal) for name in self._remedies_of(signal.name))

    def _off(self) -> tuple[str, ...]:
        document = self._remit.configured.document
        return (*self._remit.profile.remedies_off, *(document.remedies_off if document is not None else ()))

    def _remedies_of(self, signal: str) -> tuple[str, ...]:
        return tuple(name for name in remedies_of(signal, self._off()) if name in self._by_name)

    def _ripe_at(self, name: str) -> float:
        family = family_of(name)
        watched = family.watching_seconds if family is not None else 0.0
        chosen = self._remit.profile.watching_seconds.get("*", watched)
        return self._bad_since[name] + min(watched, chosen)

    def _planned(self, ripe: Sequence[str], moment: Moment) -> _Plan | None:
        """Return the first remedy that may be tried; say once a day when one has been tried too often."""
        for remedy, role, names in self._treatments(ripe):
            why = self._hindrance(remedy, role, moment)
            if not why:
                return _Plan(remedy, role, names)
            if why == TOO_OFTEN:
                self._hold_back(_Plan(remedy, role, names), moment)
        return None

    def _treatments(self, ripe: Sequence[str]) -> Iterator[tuple[Remedy, str, tuple[str, ...]]]:
        for remedy in self._remit.remedies:
            names = [n for n in ripe if remedy.NAME in self._remedies_of(n) and self._treats(remedy, n)]
            for role in dict.fromkeys(_role(name) for name in names):
                yield remedy, role, tuple(name for name in names if _role(name) == role)

    def _treats(self, remedy: Remedy, name: str) -> bool:
        signal = self._sensing.signals.get(name)
        return signal is not None and _is_treated(remedy, signal)

    def _hindrance(self, remedy: Remedy, role: str, moment: Moment) -> str:
        own = self._tries.attempts
        return hindrance(own, (remedy.NAME, role), remedy.CAP_PER_DAY, moment.at)

    def _hold_back(self, plan: _Plan, moment: Moment) -> None:
        said = [a for a in self._tries.attempts if (a.remedy, a.role) == (plan.remedy.NAME, plan.role)]
        if not any(a.reason == TOO_OFTEN and abs(moment.at - a.at) < DAY for a in said):
            self._end(self._attempt(plan, moment), "refused", TOO_OFTEN, moment)

    def _attempt(self, plan: _Plan, moment: Moment) -> Attempt:
        self._tries.forget(moment.at)
        number = self._tries.next_number()
        return Attempt(number, plan.remedy.NAME, plan.role, moment.at, plan.names)

    def _try(self, plan: _Plan, moment: Moment) -> None:
        """Say on the disk that it is tried, try it, and look at once: most of what helps, helps at once."""
        attempt, before = self._attempt(plan, moment), dict(self._sensing.signals)
        try:
            self._tries.write(attempt)
        except OSError as error:
            LOG.warning("remedy %s is not tried, for that cannot be recorded: %s", plan.remedy.NAME, error)
            return
        outcome, reason, former = self._applied(plan)
        if outcome:
            self._end(attempt, outcome, reason, moment)
            return
        # a verb of the kiosk takes its time: what it began has the whole of its own from the verb's end
        look_at = self._host.monotonic() + plan.remedy.LOOKS_AFTER_SECONDS
        self._trial = _Trial(plan, attempt, before, former, look_at)
        self._look(self._trial, moment)

    def _applied(self, plan: _Plan) -> tuple[Outcome, str, Any]:
        treated = self._signals(plan)
        try:
            return "", "", plan.remedy.apply(self._host, treated, self._remit.profile)
        except Refused as error:
            return "refused", error.reason, None
        except Unavailable as error:
            return "failed", error.reason, None
        except Exception:  # the seam of one remedy: what it raises is that remedy's outcome
            LOG.exception("remedy %s failed", plan.remedy.NAME)
            return "failed", "remedy_failed", None

    def _look(self, trial: _Trial, moment: Moment) -> None:
        """Conclude when all is good again, or when its time is over: a page that loads anew is worse for a moment."""
        self._sense(trial.plan, moment)
        now = self._sensing.signals
        names = trial.plan.names
        is_mended = all(name in now and now[name].state is State.OK for name in names)
        worse = made_worse(trial.before, self._sensed(trial.plan), names)
        if (worse or not is_mended) and moment.monotonic < trial.look_at:
            return
        self._trial, self._due = None, moment.monotonic
        self._asks_at = moment.monotonic  # a second way need not wait
        if worse:
            LOG.warning("remedy %s made worse: %s", trial.plan.remedy.NAME, ", ".join(worse))
            self._end(trial.attempt, self._undone(trial), WORSE, moment)
            self._sense(trial.plan, moment)
        elif is_mended:
            self._end(trial.attempt, "done", "", moment)
        else:
            self._end(trial.attempt, "failed", "no_effect", moment)

    def _undone(self, trial: _Trial) -> Outcome:
        if trial.former is None:
            return "failed"
        try:
            trial.plan.remedy.undo(self._host, trial.former, self._remit.profile)
        except (Refused, Unavailable):
            return "failed"
        return "undone"

    def _end(self, attempt: Attempt, outcome: Outcome, reason: str, moment: Moment) -> None:
        ended = replace(attempt, outcome=outcome, reason=reason)
        self._record(ended)
        self._tell(ended, moment)

    def _tell(self, attempt: Attempt, moment: Moment) -> None:
        outcome = attempt.outcome or "failed"
        body = RemedyTried(attempt.remedy, outcome, attempt.role, attempt.reason, attempt.treated[:8])
        self._telling.tell(body, moment.at)
        self._has_told = True
        self._record(replace(attempt, outcome=outcome, is_told=True))

    def _record(self, attempt: Attempt) -> None:
        try:
            self._tries.write(attempt)
        except OSError as error:
            LOG.warning("what came of remedy %s cannot be recorded: %s", attempt.remedy, error)

    def _signals(self, plan: _Plan) -> Treated:
        """The signals of a plan that its remedy still treats."""
        signals = self._sensing.signals
        return tuple(signals[name] for name in plan.names if self._treats(plan.remedy, name))

    def _sense(self, plan: _Plan, moment: Moment) -> None:
        self._sensing.run(self._probes(plan), moment)

    def _probes(self, plan: _Plan) -> list[Probe]:
        families = {ailment.family for ailment in plan.remedy.TREATS}
        return [probe for probe in self._remit.probes if families & set(probe.SIGNALS)]

    def _sensed(self, plan: _Plan) -> Mapping[str, Signal]:
        """The signals that a look at a plan has renewed."""
        families = {name for probe in self._probes(plan) for name in probe.SIGNALS}
        named = self._sensing.signals.items()
        return {name: s for name, s in named if (family := family_of(name)) and family.name in families}


def _is_treated(remedy: Remedy, signal: Signal) -> bool:
    return any(_fits(ailment, signal) for ailment in remedy.TREATS)


def _fits(ailment: Ailment, signal: Signal) -> bool:
    family = family_of(signal.name)
    is_of_family = family is not None and family.name == ailment.family
    return (
        is_of_family
        and signal.state is ailment.state
        and (not ailment.reasons or signal.reason in ailment.reasons)
    )


def _role(name: str) -> str:
    """The role a signal speaks of, where a try concerns one device alone."""
    stem = name.partition(".")[0]
    return stem if stem in _ROLES else ""
