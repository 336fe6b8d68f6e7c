"""The probe of the call button with a memory: presses are counted in open days, over every boot."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from huonevahti_agent.domain.presses import after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.edges.keepsakes import Keepsakes
    from huonevahti_agent.host import Host, Probe
    from huonevahti_wire.profile import Profile

LOG = logging.getLogger("huonevahti.agent.pressing")


class Pressing:
    """Samples as the probe does, and adds what the disk remembers."""

    def __init__(self, probe: Probe, keepsakes: Keepsakes, is_open: Callable[[datetime], bool]) -> None:
        """Take the probe of the button, where the count is kept, and who knows when the site is open."""
        self.NAME, self.SIGNALS = probe.NAME, probe.SIGNALS
        self._probe, self._keepsakes, self._is_open = probe, keepsakes, is_open

    def sample(self, host: Host, profile: Profile) -> Any:
        """Look, and count."""
        seen = self._probe.sample(host, profile)
        if seen.hands is not None:
            now = host.now()
            presses = after(self._keepsakes.presses, seen.hands, now, is_open=self._is_open(now))
            try:
                self._keepsakes.count(presses)
            except OSError as error:
                LOG.warning("presses cannot be counted: %s", error)
        return replace(seen, presses=self._keepsakes.presses)

    def signals(self, sample: Any, profile: Profile) -> Iterable[Judgement]:
        """Judge as the probe itself does."""
        return self._probe.signals(sample, profile)
