"""The session guard at work: it looks for signs of a customer before anything touches the room, and remembers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from huonevahti_agent.domain.signs import Look, follow, shifted
from huonevahti_wire.plan import guard, quiet
from huonevahti_wire.plan.guard import Booking, Situation, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from huonevahti_agent.domain.judgement import Judgement
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.host import Host, Probe
    from huonevahti_wire.messages import ConfigDocument, OpenPeriod
    from huonevahti_wire.profile import Profile

FRESH_SECONDS = 2.0
"""A look this young is taken for now: several questions of one turn cost one look."""
POLL_SECONDS = 15.0
"""A room that is not free is looked at again when its probe is due, however often somebody asks."""
STEP = timedelta(seconds=2)
NEAR_PERIODS = 8
"""Opening periods that are looked at: 400 days of them would be most of what the guard costs."""

BOOKINGS_BEHIND, BOOKINGS_AHEAD = timedelta(hours=1), timedelta(days=1)
"""Bookings further away say nothing yet, or no more."""


class Configured(Protocol):
    """Who knows the config that rules."""

    @property
    def document(self) -> ConfigDocument | None:
        """Return it, None before the first."""
        ...


class Guarding:
    """The probe of sessions with a memory, and the answers that follow from it."""

    def __init__(self, host: Host, probe: Probe, profile: Profile, configured: Configured) -> None:
        """Begin without a memory; `probe` looks, and the config that rules has the opening hours."""
        self.NAME, self.SIGNALS = probe.NAME, probe.SIGNALS
        self._host, self._probe, self._profile = host, probe, profile
        self._looked_at = float("-inf")
        self._offset: datetime | None = None
        self._situation = Situation()
        self._near: tuple[OpenPeriod, ...] = ()
        self._near_from: datetime | None = None
        self._configured, self._document = configured, configured.document

    @property
    def situation(self) -> Situation:
        """Return what was seen last."""
        return self._situation

    def confirm_empty(self, at: datetime) -> None:
        """Note that a person said that nobody is in the room, and when."""
        self._situation = replace(self._situation, emptied_at=at)

    def at(self, now: datetime) -> Situation:
        """Return what was seen last, with the opening hours and bookings that matter now."""
        return replace(
            self._situation, open_periods=self._open_periods(now), bookings=self._bookings_about(now)
        )

    def whole(self, now: datetime) -> Situation:
        """Return the same with all the opening hours that are known."""
        document = self._configured.document
        periods = document.open_periods if document is not None and self._open_periods(now) is not None else None
        return replace(self.at(now), open_periods=periods)

    def is_open(self, now: datetime) -> bool:
        """Return whether the site is open; one whose hours nobody told is."""
        return not guard.is_closed(self.at(now), now)

    def may_test(self, moment: Moment) -> str:
        """Return why nothing may be seen or heard now, empty when it may."""
        self._look_afresh(moment)
        return quiet.may_test(self.at(moment.at), moment.at).reason

    def may_act(self, moment: Moment) -> guard.Guarding:
        """Return whether the room may be touched now; nothing is free without a fresh look."""
        known = guard.judge(self.at(moment.at), moment.at)
        if known.verdict != Verdict.FREE and 0.0 <= moment.monotonic - self._looked_at < POLL_SECONDS:
            return known
        self._look_afresh(moment)
        return guard.judge(self.at(moment.at), moment.at)

    def sample(self, host: Host, profile: Profile) -> Look:
        """Look, and remember."""
        seen: Look = self._probe.sample(host, profile)
        self._looked_at = host.monotonic()
        self._keep_pace(seen.at)
        self._situation = follow(self.at(seen.at), seen.readings, seen.at)
        return replace(seen, situation=self._situation)

    def signals(self, sample: Any, profile: Profile) -> Iterable[Judgement]:
        """Judge as the probe itself does."""
        return self._probe.signals(sample, profile)

    def _look_afresh(self, moment: Moment) -> None:
        if not 0.0 <= moment.monotonic - self._looked_at < FRESH_SECONDS:
            self.sample(self._host, self._profile)

    def _keep_pace(self, now: datetime) -> None:
        """Move what is remembered with a clock that was stepped, which would else make it old, or not yet come."""
        offset = now - timedelta(seconds=self._looked_at)
        step = timedelta() if self._offset is None else offset - self._offset
        self._offset = offset
        if abs(step) >= STEP:
            self._situation = shifted(self._situation, step)

    def _bookings_about(self, now: datetime) -> tuple[Booking, ...]:
        document = self._configured.document
        told = document.bookings if document is not None else ()
        return tuple(
            Booking(each.opens_at, each.closes_at)
            for each in told
            if each.closes_at > now - BOOKINGS_BEHIND and each.opens_at < now + BOOKINGS_AHEAD
        )

    def _open_periods(self, now: datetime) -> tuple[OpenPeriod, ...] | None:
        """The periods that are not over, none known while the clock stands before the config was issued."""
        document = self._configured.document
        if document is None or not document.open_periods or now < document.issued_at:
            return None
        is_stale = document is not self._document or not self._near or now >= self._near[0].closes_at
        if is_stale or self._near_from is None or now < self._near_from:
            later = (period for period in document.open_periods if period.closes_at > now)
            self._near = tuple(sorted(later, key=lambda period: period.opens_at)[:NEAR_PERIODS])
            self._near_from, self._document = now, document
        return self._near
