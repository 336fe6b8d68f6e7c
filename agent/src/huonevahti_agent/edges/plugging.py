"""Devices that come and go, as events: with their role, a flapping one as counts, the day's removals counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.domain.hot_plug import Disconnections, Flaps, role_of
from huonevahti_agent.domain.news import fitting
from huonevahti_wire.messages import HotPlug

if TYPE_CHECKING:
    from huonevahti_agent.edges.line import Moment
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_agent.host import DeviceChange
    from huonevahti_wire.profile import Profile


class Plugging:
    """What flaps now, and what was removed within a day."""

    def __init__(self, profile: Profile, telling: Telling) -> None:
        """Begin with a calm room."""
        self._profile, self._telling = profile, telling
        self._flaps, self._removals = Flaps(), Disconnections()

    def take(self, change: DeviceChange, moment: Moment) -> None:
        """Tell of a USB device at once, or count it when it flaps; a camera's nodes come and go with their device."""
        if change.subsystem != "usb":
            return
        if change.action == "removed":
            self._removals.add(moment.monotonic)
        role = role_of(change.port, change.model, self._profile)
        event = HotPlug(change.action, change.port, change.model, role, fitting(change.name))
        told = self._flaps.take(event, moment.monotonic)
        if told is not None:
            self._telling.tell(told, moment.at)

    def tell_due(self, moment: Moment) -> None:
        """Tell of what was counted long enough."""
        for told in self._flaps.due(moment.monotonic):
            self._telling.tell(told, moment.at)

    def tell_rest(self, moment: Moment) -> None:
        """Tell of all that was counted, because the agent stops."""
        for told in self._flaps.rest():
            self._telling.tell(told, moment.at)

    def next_due(self) -> float:
        """Return when `tell_due` has something to do."""
        return self._flaps.next_due()

    @property
    def removals_most(self) -> int:
        """Return how many a day are usual at the most."""
        return self._profile.limits.usb_disconnects_max_per_day

    def removals(self, moment: Moment) -> int:
        """Return how many devices were removed within a day."""
        return self._removals.count(moment.monotonic)
