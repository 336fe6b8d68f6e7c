"""Who holds the levers: pulls and mends them for the page and the tour, and knows how each stands."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from huonevahti_agent.simulated import LEVERS
from huonevahti_fleet.demo.levers import BY_SLUG, DEMO_LEVERS, Delay, DemoLever, delay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huonevahti_agent.simulated import SimulatedRoom
    from huonevahti_wire.profile import Profile

Action = Literal["pull", "mend"]


class UnknownLever(LookupError):
    """There is no such room or lever in this demo."""


class NotNow(Exception):
    """The lever cannot be moved as the room stands."""


@dataclass(frozen=True, slots=True)
class LeverState:
    """How one lever stands: pulled for how long (None when it is not), and whether it can be moved now."""

    lever: DemoLever
    delay: Delay
    pulled_seconds: float | None
    is_movable: bool


class Console:
    """All levers of all simulated rooms. Safe to use from several threads; one room's levers move one at a time."""

    def __init__(self, rooms: Mapping[str, SimulatedRoom], profile: Profile) -> None:
        self._rooms = rooms
        self._profile = profile
        self._pulled_at_seconds: dict[tuple[str, str], float] = {}
        self._locks = {slug: threading.Lock() for slug in rooms}
        self.caption = ""
        """The key of what the tour says now; empty when none is on."""

    @property
    def rooms(self) -> tuple[str, ...]:
        """The slugs of the rooms that have levers."""
        return tuple(self._rooms)

    def move(self, room: str, lever: str, action: Action) -> None:
        """Pull or mend a lever, or raise `UnknownLever` or `NotNow`; one that stands so already is left alone."""
        if room not in self._rooms or lever not in BY_SLUG:
            raise UnknownLever(f"{room}/{lever}")
        with self._locks[room]:
            place, own = self._rooms[room], LEVERS[lever]
            if not _is_movable(place, lever):
                raise NotNow(f"{room}/{lever}")
            if own.is_pulled(place) is (action == "pull"):
                return
            if action == "pull":
                self._pulled_at_seconds[room, lever] = place.clock.time.elapsed_seconds()
                own.pull(place)
            else:
                own.mend(place)

    def states(self, room: str) -> tuple[LeverState, ...]:
        """Return how each lever of a room stands, in the order of the page."""
        place = self._rooms[room]
        return tuple(
            LeverState(
                lever,
                delay(lever, self._profile),
                self._pulled_seconds(room, lever.slug),
                _is_movable(place, lever.slug),
            )
            for lever in DEMO_LEVERS
        )

    def _pulled_seconds(self, room: str, lever: str) -> float | None:
        place = self._rooms[room]
        if not LEVERS[lever].is_pulled(place):
            return None
        now_seconds = place.clock.time.elapsed_seconds()
        return now_seconds - self._pulled_at_seconds.get((room, lever), now_seconds)


def _is_movable(room: SimulatedRoom, lever: str) -> bool:
    """A terminal without power can only get it back; cameras that are not there have no order."""
    if not room.power.is_powered:
        return lever == "cut_power"
    return lever != "shuffle_cameras" or len(room.cameras.nodes()) == 4
