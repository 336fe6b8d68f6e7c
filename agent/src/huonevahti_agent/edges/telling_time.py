"""Whether the terminal's clock may be believed: who agrees with it, what it moved by, and what is kept of that."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from huonevahti_agent.domain.clocks import Reading, clock, is_worth_keeping, next_believed
from huonevahti_agent.host import Unavailable
from huonevahti_wire.plan.clock import SLACK
from huonevahti_wire.signals import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from huonevahti_agent.edges.intents import Intents
    from huonevahti_agent.edges.lifetimes import Lifetimes
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.host import Host
    from huonevahti_wire.plan.clock import Clock
    from huonevahti_wire.signals import Signal

LOG = logging.getLogger("huonevahti.agent.telling_time")
KEEPS_AFTER = timedelta(hours=1)


class TellingTime:
    """Reads the clocks, and keeps what a believed one said."""

    def __init__(self, host: Host, lifetimes: Lifetimes, intents: Intents) -> None:
        """Begin with nothing confirmed in this run."""
        self._host, self._lifetimes, self._intents = host, lifetimes, intents
        self._offset_seconds: float | None = None
        self._stale: Signal | None = None
        self._is_confirmed = False

    def is_confirmed(self, moment: Moment, signals: Mapping[str, Signal]) -> bool:
        """Return whether somebody agrees with the clock now: a time service, or a server asked since it last moved."""
        offset_seconds, asked = _offset(moment), signals.get("clock.offset")
        moved = 0.0 if self._offset_seconds is None else offset_seconds - self._offset_seconds
        self._offset_seconds = offset_seconds
        if abs(moved) > SLACK.total_seconds():
            self._stale = asked
        agrees = asked is not None and asked.state is State.OK and asked is not self._stale
        self._is_confirmed = agrees or self._is_disciplined()
        return self._is_confirmed

    def clock(self, moment: Moment, signed_at: datetime | None) -> Clock:
        """Return what speaks for the clock and against it; `signed_at` is the newest time the server signed."""
        return clock(self._reading(moment), self._intents.believed, (signed_at,))

    def believe(self, moment: Moment) -> None:
        """Keep that the clock is believed now, where that says something new."""
        believed = next_believed(self._reading(moment), self._intents.believed)
        if not is_worth_keeping(believed, self._intents.believed, KEEPS_AFTER):
            return
        try:
            self._intents.believe(believed)
        except OSError as error:
            LOG.warning("what the clock said cannot be kept: %s", error)

    def _reading(self, moment: Moment) -> Reading:
        return Reading(
            boot_id=self._lifetimes.boot.boot_id,
            at=moment.at,
            offset_seconds=_offset(moment),
            is_confirmed=self._is_confirmed,
            hardware_at=self._hardware_at(),
            is_continuous=self._lifetimes.is_continuous,
        )

    def _hardware_at(self) -> datetime | None:
        try:
            return self._host.hardware_clock()
        except Unavailable:
            return None

    def _is_disciplined(self) -> bool:
        try:
            return self._host.clock_is_synchronised()
        except Unavailable:
            return False


def _offset(moment: Moment) -> float:
    return moment.at.timestamp() - moment.monotonic
