"""Running the probes when they are due; a probe that breaks is data, never a hole."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.news import merged
from huonevahti_agent.edges.beside import Beside
from huonevahti_agent.host import Host, Learner, Probe, Unavailable
from huonevahti_wire.signals import FAMILIES, Code, Signal, State, family_of

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.domain.desired import Timings
    from huonevahti_agent.domain.learnt import Learnt
    from huonevahti_agent.edges.learnt import Memory
    from huonevahti_agent.edges.line import Moment
    from huonevahti_wire.profile import Profile

LOG = logging.getLogger("huonevahti.agent.sensing")
DEVICE_FAMILIES = ("camera.", "microphone.", "speakers.", "call_button.", "touch.", "usb.", "kiosk.devices")
"""What a plug changes, and what the page sees of it."""
AFTER_HOT_PLUG_SECONDS = (0.0, 0.7, 2.0, 5.0)
"""A sound server and a camera's driver notice a device some time after the kernel told of it."""
LOOKS_AGAIN_SECONDS = 12.0
"""One lost packet is no fault, and a mended line none any more: while the way out, or a call over it, is bad it is
looked at this often."""
STANDS_SECONDS = 120.0
"""Who opens the lines does so for days: once seen this long, he is looked at as seldom as what is well."""
MAY_PASS_SECONDS = (4.0, 8.0)
"""Who asks for a moment of quiet mutes for seconds, and a jack that is touched is out for as long: no fault, and gone
long before the next poll."""
SETTLED_SECONDS = 5.0
"""A device that was plugged in is seen and heard once its driver and the sound server have it."""
ASKS_AGAIN_SECONDS = 30.0
"""How soon a closing door is noticed: while the room may not be tested, the guard is asked this often at most."""
_BAD = (State.WARNING, State.FAILED)
_MAY_STAND = ("network.proxy", "network.media.")
"""At a warning, a setting or a spare way that nobody uses: it may stand so for years, and is polled as ever."""
_STANDS = ("interceptor", "issuer")
"""Reasons that do not come and go with a packet."""
_CAME_TO_NOTHING = ("timeout", "refused", "unreachable", "failed")
"""A try that says nothing of what it was for: a packet was lost, or nobody is there, and that may be so for years."""
_WAY = ("network.", "call.")
"""What runs over the way out."""
_TOUCHED = (".muted", "microphone.present", "speakers.present")
"""What a hand changes for seconds, and no kernel tells of."""
_FAMILIES = {family.name: family for family in FAMILIES}


class Judged(Struct, frozen=True):
    """What a probe judged, and what it learnt when it is one that learns."""

    name: str
    judgements: list[Judgement]
    learnt: Learnt | None = None


class Aids(Struct, frozen=True):
    """What sensing leans on: who says whether the room may be tested, its memory, and a thread for what takes long.

    `may_test` gives the reason why nothing may be seen or heard now, empty when it may.
    """

    may_test: Callable[[Moment], str]
    memory: Memory
    beside: Beside[Judged] | None = None


class Sensing:
    """The signals as last judged, and when each probe runs again.

    What sees or hears runs in an empty room alone; refused, it leaves what it said before as it stands.
    """

    def __init__(
        self, host: Host, probes: Sequence[Probe], profile: Profile, timings: Timings, aids: Aids
    ) -> None:
        """Begin with every probe due, those of devices first; the slow ones run `beside` if that is given."""
        self._host, self._aids, self._beside = host, aids, aids.beside
        self._probes = sorted(probes, key=_rank)
        self._asks_again_at = 0.0
        self._refusal = ""
        self._tested: set[str] = set()
        self._awaited: set[str] = set()
        self._running, self._is_overtaken = "", False
        self._due: dict[str, float] = dict.fromkeys(self.names, 0.0)
        self._again: dict[str, list[float]] = {name: [] for name in self.names}
        self._of_probe: dict[str, dict[str, Signal]] = {}
        self.signals: dict[str, Signal] = {}
        self.rule(profile, timings)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the probes."""
        return tuple(probe.NAME for probe in self._probes)

    @property
    def is_complete(self) -> bool:
        """Return whether every probe has run."""
        return len(self._of_probe) >= len(self._probes)

    @property
    def is_testing(self) -> bool:
        """Return whether a probe that was asked for now is still to end, in the thread beside."""
        return bool(self._awaited)

    def rule(self, profile: Profile, timings: Timings) -> None:
        """Judge by another profile and at other intervals from now on."""
        self._profile = profile
        self._poll = {
            probe.NAME: timings.poll_of(map(_FAMILIES.__getitem__, probe.SIGNALS)) for probe in self._probes
        }
        self._due = dict.fromkeys(self.names, 0.0)

    def next_due(self) -> float:
        """Return the monotonic instant at which a probe is due; one that waits for the room is asked in passing."""
        is_busy = self._beside is not None and self._beside.is_busy
        waiting = [probe for probe in self._probes if not (is_busy and _is_slow(probe))]
        names = [probe.NAME for probe in waiting if not (self._refusal and needs_empty_room(probe))]
        return min(
            (at for name in names for at in (self._due[name], *self._again[name])), default=float("inf")
        )

    def rouse(self, now: float, is_roused: Callable[[Probe], bool]) -> None:
        """Run the chosen probes at once, and again a little later while drivers and sound servers settle."""
        for probe in self._probes:
            if is_roused(probe):
                after = (SETTLED_SECONDS,) if needs_empty_room(probe) else AFTER_HOT_PLUG_SECONDS
                self._again[probe.NAME] = [now + seconds for seconds in after]

    def sense(self, moment: Moment) -> bool:
        """Run what is due, of the slow probes only one a call; return whether any ran."""
        due = [probe for probe in self._probes if self._is_due(probe.NAME, moment.monotonic)]
        quick = [probe for probe in due if not _is_slow(probe)]
        slow = self._allowed([probe for probe in due if _is_slow(probe)], moment)
        self.run(quick, moment)
        if self._beside is None:
            self.run(slow[:1], moment)
        else:
            self._sense_beside(self._beside, slow, moment)
        return bool(due)

    def _sense_beside(self, beside: Beside[Judged], slow: list[Probe], moment: Moment) -> None:
        answered = beside.answer()
        if answered is not None:
            self._take(answered, moment)
            if not self._is_overtaken:
                self._awaited.discard(answered.name)
        if slow and not beside.is_busy:
            probe = slow[0]
            self._running, self._is_overtaken = probe.NAME, False
            self._put_off(probe.NAME, moment.monotonic)
            beside.start(lambda: self._judged(probe))

    def _allowed(self, due: list[Probe], moment: Moment) -> list[Probe]:
        """Leave out what may not see or hear now; the guard is asked when anything would."""
        tests = [probe for probe in due if needs_empty_room(probe)]
        if tests and (not self._refusal or moment.monotonic >= self._asks_again_at):
            self._asks_again_at = moment.monotonic + ASKS_AGAIN_SECONDS
            self._refusal = self._aids.may_test(moment)
            for probe in tests:
                if probe.NAME not in self._tested:
                    self._take(
                        Judged(probe.NAME, self._untested(probe, self._refusal or "not_tested")), moment
                    )
        if not self._refusal:
            return due
        self._awaited.difference_update(probe.NAME for probe in tests)
        return [probe for probe in due if not needs_empty_room(probe)]

    def _untested(self, probe: Probe, reason: str) -> list[Judgement]:
        """Return that nothing is known of a room that was not tested since the start, and why."""
        return [*self._no_data(probe, reason), _ran(probe, State.NO_DATA, None, reason)]

    def sense_now(self, names: Sequence[str], moment: Moment) -> None:
        """Run the named probes, all of them when none is named; what takes long begins, and `is_testing` till it ends.

        Nothing is waited for here: a camera pulled meanwhile is told at once. Without a thread beside all run at once.
        """
        self._asks_again_at = 0.0
        named = [probe for probe in self._probes if not names or probe.NAME in names]
        allowed = self._allowed(named, moment)
        slow = [probe for probe in allowed if _is_slow(probe) and self._beside is not None]
        self._await(probe.NAME for probe in slow)
        self.run([probe for probe in allowed if probe not in slow], moment)

    def _await(self, names: Iterable[str]) -> None:
        """Let probes run next; one that runs already began before it was asked for, so it runs again."""
        asked = set(names)
        self._is_overtaken |= self._running in asked and self._beside is not None and self._beside.is_busy
        self._awaited |= asked
        self._due.update(dict.fromkeys(self._awaited, 0.0))

    def run(self, probes: Iterable[Probe], moment: Moment) -> None:
        """Run probes and take in what they judge."""
        for probe in probes:
            self._put_off(probe.NAME, moment.monotonic)
            self._take(self._judged(probe), moment)

    def _put_off(self, name: str, now: float) -> None:
        self._due[name] = now + self._poll[name]
        self._again[name] = [again for again in self._again[name] if again > now]
        self._tested.add(name)

    def put(self, judgements: Iterable[Judgement], moment: Moment) -> None:
        """Take in what the agent says of itself."""
        self.signals |= merged(self.signals, judgements, moment.at)

    def _is_due(self, name: str, now: float) -> bool:
        return self._due[name] <= now or any(again <= now for again in self._again[name])

    def _take(self, judged: Judged, moment: Moment) -> None:
        name, before = judged.name, self._of_probe.get(judged.name, {})
        now = merged(self.signals, judged.judgements, moment.at)
        if judged.learnt is not None:
            self._aids.memory.keep(judged.learnt)
        if _came_back(self.signals, now):
            self.rouse(moment.monotonic, needs_empty_room)
        for gone in before.keys() - now.keys():
            self.signals.pop(gone, None)
        self._look_again(name, _bad(before, moment.at), _bad(now, moment.at), moment.monotonic)
        if _may_pass(now) - _may_pass(before):
            self._again[name].extend(moment.monotonic + wait for wait in MAY_PASS_SECONDS)
        self._of_probe[name] = now
        self.signals |= now

    def _look_again(self, name: str, was_bad: set[str], is_bad: set[str], now: float) -> None:
        """Look again soon at a way out that is bad; when it has just turned so, at every part of it at once."""
        if is_bad:
            self._again[name] = [now + LOOKS_AGAIN_SECONDS]
        if is_bad - was_bad:
            for probe in self._probes:
                if name != probe.NAME and any(each.startswith("network.") for each in probe.SIGNALS):
                    self._again[probe.NAME].append(now)

    def _judged(self, probe: Probe) -> Judged:
        began, learnt = self._host.monotonic(), None
        try:
            sample = probe.sample(self._host, self._profile)
            if isinstance(probe, Learner):
                sample = replace(sample, learnt=self._aids.memory.learnt)
                learnt = probe.learn(sample, self._profile, self._host.now())
            judgements = list(probe.signals(sample, self._profile))
            _check(judgements)
        except Unavailable as error:
            return Judged(probe.NAME, self._untested(probe, error.reason))
        except Exception:  # the seam of one probe: what it raises is that probe's signal
            LOG.exception("probe %s failed", probe.NAME)
            failed = _ran(probe, State.FAILED, None, "probe_failed")
            return Judged(probe.NAME, [*self._no_data(probe, "probe_failed"), failed])
        ran = _ran(probe, State.OK, self._host.monotonic() - began, "")
        return Judged(probe.NAME, [*judgements, ran], learnt)

    def _no_data(self, probe: Probe, reason: str) -> list[Judgement]:
        known = [name for name in self._of_probe.get(probe.NAME, {}) if not name.startswith("probe.")]
        plain = [each for name in probe.SIGNALS for each in _expanded(name, self._profile)]
        return [Judgement(name, State.NO_DATA, reason=reason) for name in known or plain]


def is_of_devices(probe: Probe) -> bool:
    """Return whether a probe speaks of devices that can be plugged."""
    return any(name.startswith(DEVICE_FAMILIES) for name in probe.SIGNALS)


def needs_empty_room(probe: Probe) -> bool:
    """Return whether a probe sees or hears."""
    return any(_FAMILIES[name].needs_empty_room for name in probe.SIGNALS if name in _FAMILIES)


def _rank(probe: Probe) -> tuple[bool, bool, bool]:
    return needs_empty_room(probe), not is_of_devices(probe), _is_slow(probe)


def _expanded(family: str, profile: Profile) -> list[str]:
    """The names of a family in this room, as far as they can be told beforehand."""
    if "<" not in family:
        return [family]
    roles = [role.removesuffix("_camera") for role in profile.roles if role.endswith("_camera")]
    return [family.replace("<role>", role) for role in roles] if family.startswith("camera.<role>") else []


def _came_back(before: Mapping[str, Signal], now: Mapping[str, Signal]) -> bool:
    """Whether a device is there again: the kernel tells of no jack."""
    present = [name for name in now if name.endswith(".present") and now[name].state is State.OK]
    return any(name in before and before[name].state in _BAD for name in present)


def _bad(signals: Mapping[str, Signal], at: datetime) -> set[str]:
    """The parts of the way out that are bad or not known, but for what has stood long for a reason that stays."""
    ways = {name: signal for name, signal in signals.items() if name.startswith(_WAY)}
    fresh = {name for name, signal in ways.items() if _age_seconds(signal, at) < STANDS_SECONDS}
    bad = {n for n, s in ways.items() if s.state in _BAD and (s.reason not in _STANDS or n in fresh)}
    spare = {n for n in bad if ways[n].state is State.WARNING and n.startswith(_MAY_STAND)}
    unknown = {n for n in fresh if ways[n].state is State.NO_DATA and ways[n].reason in _CAME_TO_NOTHING}
    return (bad - spare) | unknown


def _age_seconds(signal: Signal, at: datetime) -> float:
    return (at - signal.since).total_seconds()


def _may_pass(signals: Mapping[str, Signal]) -> set[str]:
    return {name for name, s in signals.items() if s.state in _BAD and name.endswith(_TOUCHED)}


def _is_slow(probe: Probe) -> bool:
    return needs_empty_room(probe) or any(name.startswith(("network.", "clock.")) for name in probe.SIGNALS)


def _ran(probe: Probe, state: State, seconds: float | None, reason: str) -> Judgement:
    return Judgement(f"probe.{probe.NAME}.ran", state, seconds, "seconds", reason=reason)


def _check(judgements: list[Judgement]) -> None:
    """Raise when a judgement would not be read on the other side of the wire."""
    for each in judgements:
        if family_of(each.name) is None:
            raise ValueError(f"signal {each.name!r} is not in the catalogue")
        msgspec.convert(each.reason, Code)
