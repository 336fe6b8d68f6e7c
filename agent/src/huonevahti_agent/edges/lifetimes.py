"""Boots and starts: each told once, and how long a boot lasted remembered for after the power cut that ends it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from huonevahti_agent.domain.boot import cause
from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_agent.edges.keepsakes import Keepsakes, Life
from huonevahti_agent.host import Host, Unavailable
from huonevahti_wire.messages import AgentStarted, BootCause, Booted

if TYPE_CHECKING:
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.edges.telling import Telling

LOG = logging.getLogger("huonevahti.agent.lifetimes")
REMEMBER_SECONDS = 600.0


class Lifetimes:
    """Knows the last boot that was told of."""

    def __init__(self, host: Host, keepsakes: Keepsakes, telling: Telling) -> None:
        """Begin before anything is told."""
        self._host, self._keepsakes, self._telling = host, keepsakes, telling
        self._remember_at = 0.0

    def tell(self, moment: Moment) -> None:
        """Tell of the boot once a boot, of the start once a start."""
        life, boot_id = self._keepsakes.life, self._host.boot_id()
        if life is None or life.boot_id != boot_id:
            previous_seconds = life.uptime_seconds if life else None
            told = Booted(boot_id, self._cause(life), self._host.booted_at(), previous_seconds)
            if self._telling.tell(told, moment.at):
                self.remember(moment)
        self._telling.tell(AgentStarted(boot_id, AGENT_VERSION), moment.at)

    def _cause(self, life: Life | None) -> BootCause:
        try:
            return cause(self._host.boot_traces(), known_former_boot=life is not None)
        except Unavailable:
            return BootCause.UNKNOWN

    def remember_when_due(self, moment: Moment) -> None:
        """Remember how long this boot has lasted, every ten minutes."""
        if moment.monotonic >= self._remember_at:
            self.remember(moment)

    def remember(self, moment: Moment) -> None:
        """Remember how long this boot has lasted."""
        self._remember_at = moment.monotonic + REMEMBER_SECONDS
        uptime_seconds = max(0.0, (moment.at - self._host.booted_at()).total_seconds())
        try:
            self._keepsakes.live(Life(self._host.boot_id(), uptime_seconds))
        except OSError as error:
            LOG.warning("the uptime cannot be kept: %s", error)
