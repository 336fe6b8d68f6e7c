"""Boots and starts: each told once with its cause, and what the next boot must know of this one kept on the disk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from huonevahti_agent.domain.desired import ruling_zone
from huonevahti_agent.domain.lost_orders import may_have_been
from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_agent.edges.keepsakes import Keepsakes, Life
from huonevahti_agent.host import BootTraces, Host, Unavailable
from huonevahti_wire.messages import AgentStarted, BootCause, Booted
from huonevahti_wire.plan import boots
from huonevahti_wire.plan.boots import Before, Boot
from huonevahti_wire.plan.clock import SLACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.edges.intents import Intents
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_agent.host import Probe
    from huonevahti_wire.plan.boots import Intent
    from huonevahti_wire.profile import Profile
    from huonevahti_wire.signals import Signal

LOG = logging.getLogger("huonevahti.agent.lifetimes")
REMEMBER_SECONDS = 600.0
_NO_TRACES = BootTraces(clean_shutdown=None, panic_files=None, watchdog_fired=None)


class Lifetimes:
    """Knows this boot, and the last one that was told of.

    `is_continuous`: this boot came of our own order so soon that the clock ran on.
    """

    def __init__(self, host: Host, keepsakes: Keepsakes, intents: Intents, telling: Telling) -> None:
        """Begin before anything is told."""
        self._host, self._keepsakes = host, keepsakes
        self._intents, self._telling = intents, telling
        self._remember_at = 0.0
        self._is_hung = False
        self._was_new = intents.is_new and keepsakes.life is not None
        self._boot = intents.boot(host.boot_id()) or self._judged()
        orders = [intent for intent in intents.intents if intent.boot_id == self._former()]
        self.is_continuous = boots.is_continuous(self._boot.cause, boots.latest(orders), self._boot.booted_at)

    @property
    def boot(self) -> Boot:
        """Return this boot and its cause."""
        return self._boot

    def tell(self, moment: Moment) -> None:
        """Note the boot and tell of it once a boot, of the start once a start."""
        life, boot = self._keepsakes.life, self._boot
        if self._intents.boot(boot.boot_id) is None:
            zone = ruling_zone(self._keepsakes.document)
            self._note(boot, may_have_been(boot.booted_at, zone) if self.has_lost_orders else ())
        if life is None or life.boot_id != boot.boot_id:
            previous_seconds = life.uptime_seconds if life else None
            told = Booted(boot.boot_id, boot.cause, self._host.booted_at(), previous_seconds)
            if self._telling.tell(told, moment.at):
                self.remember(moment)
        self._telling.tell(AgentStarted(boot.boot_id, AGENT_VERSION), moment.at)

    def set_right(self) -> None:
        """Take when this boot began from a clock that is believed now; at its beginning it may have stood wrong."""
        booted_at = self._host.booted_at()
        if abs(booted_at - self._boot.booted_at) > SLACK:
            self._boot = replace(self._boot, booted_at=booted_at)
            self._note(self._boot)

    def remember_when_due(self, moment: Moment, signals: Mapping[str, Signal]) -> None:
        """Remember how long this boot has lasted, every ten minutes, and at once when the kiosk hangs or no longer."""
        running = signals.get("kiosk.running")
        is_hung = running is not None and running.reason == "hung"
        if moment.monotonic >= self._remember_at or is_hung != self._is_hung:
            self._is_hung = is_hung
            self.remember(moment)

    def remember(self, moment: Moment) -> None:
        """Remember how long this boot has lasted, and whether the kiosk answered."""
        self._remember_at = moment.monotonic + REMEMBER_SECONDS
        uptime_seconds = max(0.0, (moment.at - self._host.booted_at()).total_seconds())
        try:
            self._keepsakes.live(Life(self._boot.boot_id, uptime_seconds, self._is_hung))
        except OSError as error:
            LOG.warning("the uptime cannot be kept: %s", error)

    def _judged(self) -> Boot:
        traces = self._traces()
        before = self._before(traces)
        cause = boots.cause(traces, before)
        if cause is BootCause.FOREIGN_CLEAN and self.has_lost_orders:
            cause = BootCause.UNKNOWN  # the order that would make it ours is lost
        return Boot(self._host.boot_id(), self._host.booted_at(), cause)

    @property
    def has_lost_orders(self) -> bool:
        """Whether there were restarts of which nothing is known any more."""
        return self._intents.is_damaged or self._was_new

    def _traces(self) -> BootTraces:
        try:
            return self._host.boot_traces()
        except Unavailable:
            return _NO_TRACES

    def _before(self, traces: BootTraces) -> Before | None:
        life, former = self._keepsakes.life, self._former()
        if former is None:
            return None
        was_hung = life is not None and life.boot_id == former and life.was_hung
        return Before(former, self._intents.intents, was_hung=was_hung, ended_at=traces.ended_at)

    def _former(self) -> str | None:
        """Return the boot before this one; a boot that was told of and not noted is later than all that were noted."""
        life, noted, this = self._keepsakes.life, self._intents.boots, self._host.boot_id()
        if life is not None and life.boot_id != this and self._intents.boot(life.boot_id) is None:
            return life.boot_id
        others = [boot.boot_id for boot in noted if boot.boot_id != this]
        return others[-1] if others else "" if life is not None else None

    def _note(self, boot: Boot, unsure: tuple[Intent, ...] = ()) -> None:
        try:
            self._intents.note(boot, unsure)
        except OSError as error:
            LOG.warning("boot %s cannot be noted: %s", boot.boot_id, error)


class Booting:
    """The probe of boots, told the cause that was found when the boot was new."""

    def __init__(self, probe: Probe, lifetimes: Lifetimes) -> None:
        """Take the probe, and who knows the cause."""
        self.NAME, self.SIGNALS = probe.NAME, probe.SIGNALS
        self._probe, self._lifetimes = probe, lifetimes

    def sample(self, host: Host, profile: Profile) -> Any:
        """Look, and add the cause."""
        return replace(self._probe.sample(host, profile), cause=self._lifetimes.boot.cause)

    def signals(self, sample: Any, profile: Profile) -> Iterable[Judgement]:
        """Judge as the probe itself does."""
        return self._probe.signals(sample, profile)
