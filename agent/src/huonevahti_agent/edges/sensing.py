"""Running the probes when they are due; a probe that breaks is data, never a hole."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.news import merged
from huonevahti_agent.edges.beside import Beside
from huonevahti_agent.host import Host, Probe, Unavailable
from huonevahti_wire.signals import FAMILIES, Code, Signal, State, family_of

if TYPE_CHECKING:
    from huonevahti_agent.domain.desired import Timings
    from huonevahti_agent.edges.line import Moment
    from huonevahti_wire.profile import Profile

Judged = tuple[str, list[Judgement]]
"""A probe's name and what it judged."""
LOG = logging.getLogger("huonevahti.agent.sensing")
DEVICE_FAMILIES = ("camera.", "microphone.", "speakers.", "call_button.", "touch.", "usb.")
AFTER_HOT_PLUG_SECONDS = (0.0, 0.7, 2.0, 5.0)
"""A sound server and a camera's driver notice a device some time after the kernel told of it."""
LOOKS_AGAIN_SECONDS = 12.0
"""One lost packet is no fault, and a mended line none any more: while the way out is bad it is looked at this often."""
_BAD = (State.WARNING, State.FAILED)
_FAMILIES = {family.name: family for family in FAMILIES}


class Sensing:
    """The signals as last judged, and when each probe runs again."""

    def __init__(
        self,
        host: Host,
        probes: Sequence[Probe],
        profile: Profile,
        timings: Timings,
        beside: Beside[Judged] | None,
    ) -> None:
        """Begin with every probe due, those of devices first; the slow ones of the network run `beside` if given."""
        self._host = host
        self._beside = beside
        self._probes = sorted(probes, key=lambda probe: (not is_of_devices(probe), _is_slow(probe)))
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

    def rule(self, profile: Profile, timings: Timings) -> None:
        """Judge by another profile and at other intervals from now on."""
        self._profile = profile
        self._poll = {
            probe.NAME: timings.poll_of(map(_FAMILIES.__getitem__, probe.SIGNALS)) for probe in self._probes
        }
        self._due = dict.fromkeys(self.names, 0.0)

    def next_due(self) -> float:
        """Return the monotonic instant at which a probe is due."""
        is_busy = self._beside is not None and self._beside.is_busy
        names = [probe.NAME for probe in self._probes if not (is_busy and _is_slow(probe))]
        return min(
            (at for name in names for at in (self._due[name], *self._again[name])), default=float("inf")
        )

    def rouse(self, now: float, is_roused: Callable[[Probe], bool]) -> None:
        """Run the chosen probes at once, and again a little later while drivers and sound servers settle."""
        for probe in self._probes:
            if is_roused(probe):
                self._again[probe.NAME] = [now + seconds for seconds in AFTER_HOT_PLUG_SECONDS]

    def sense(self, moment: Moment) -> bool:
        """Run what is due, of the slow probes only one a call; return whether any ran."""
        due = [probe for probe in self._probes if self._is_due(probe.NAME, moment.monotonic)]
        quick = [probe for probe in due if not _is_slow(probe)]
        slow = [probe for probe in due if _is_slow(probe)]
        self.run(quick, moment)
        if self._beside is None:
            self.run(slow[:1], moment)
        else:
            self._sense_beside(self._beside, slow, moment)
        return bool(due)

    def _sense_beside(self, beside: Beside[Judged], slow: list[Probe], moment: Moment) -> None:
        answered = beside.answer()
        if answered is not None:
            self._take(*answered, moment)
        if slow and not beside.is_busy:
            probe = slow[0]
            self._put_off(probe.NAME, moment.monotonic)
            beside.start(lambda: (probe.NAME, self._judged(probe)))

    def sense_now(self, names: Sequence[str], moment: Moment) -> None:
        """Run the named probes, all of them when none is named."""
        answered = self._beside.answer(is_awaited=True) if self._beside is not None else None
        if answered is not None:
            self._take(*answered, moment)
        self.run([probe for probe in self._probes if not names or probe.NAME in names], moment)

    def run(self, probes: Iterable[Probe], moment: Moment) -> None:
        """Run probes and take in what they judge."""
        for probe in probes:
            self._put_off(probe.NAME, moment.monotonic)
            self._take(probe.NAME, self._judged(probe), moment)

    def _put_off(self, name: str, now: float) -> None:
        self._due[name] = now + self._poll[name]
        self._again[name] = [again for again in self._again[name] if again > now]

    def put(self, judgements: Iterable[Judgement], moment: Moment) -> None:
        """Take in what the agent says of itself."""
        self.signals |= merged(self.signals, judgements, moment.at)

    def _is_due(self, name: str, now: float) -> bool:
        return self._due[name] <= now or any(again <= now for again in self._again[name])

    def _take(self, name: str, judgements: list[Judgement], moment: Moment) -> None:
        before = self._of_probe.get(name, {})
        now = merged(self.signals, judgements, moment.at)
        for gone in before.keys() - now.keys():
            self.signals.pop(gone, None)
        self._look_again(name, _bad(before), _bad(now), moment.monotonic)
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

    def _judged(self, probe: Probe) -> list[Judgement]:
        began = self._host.monotonic()
        try:
            judgements = list(probe.signals(probe.sample(self._host, self._profile), self._profile))
            _check(judgements)
        except Unavailable as error:
            return [*self._no_data(probe, error.reason), _ran(probe, State.NO_DATA, None, error.reason)]
        except Exception:  # the seam of one probe: what it raises is that probe's signal
            LOG.exception("probe %s failed", probe.NAME)
            return [*self._no_data(probe, "probe_failed"), _ran(probe, State.FAILED, None, "probe_failed")]
        return [*judgements, _ran(probe, State.OK, self._host.monotonic() - began, "")]

    def _no_data(self, probe: Probe, reason: str) -> list[Judgement]:
        known = [name for name in self._of_probe.get(probe.NAME, {}) if not name.startswith("probe.")]
        plain = [name for name in probe.SIGNALS if "<" not in name]
        return [Judgement(name, State.NO_DATA, reason=reason) for name in known or plain]


def is_of_devices(probe: Probe) -> bool:
    """Return whether a probe speaks of devices that can be plugged."""
    return any(name.startswith(DEVICE_FAMILIES) for name in probe.SIGNALS)


def _bad(signals: Mapping[str, Signal]) -> set[str]:
    return {name for name, s in signals.items() if s.state in _BAD and name.startswith("network.")}


def _is_slow(probe: Probe) -> bool:
    return any(name.startswith(("network.", "clock.")) for name in probe.SIGNALS)


def _ran(probe: Probe, state: State, seconds: float | None, reason: str) -> Judgement:
    return Judgement(f"probe.{probe.NAME}.ran", state, seconds, "seconds", reason=reason)


def _check(judgements: list[Judgement]) -> None:
    """Raise when a judgement would not be read on the other side of the wire."""
    for each in judgements:
        if family_of(each.name) is None:
            raise ValueError(f"signal {each.name!r} is not in the catalogue")
        msgspec.convert(each.reason, Code)
