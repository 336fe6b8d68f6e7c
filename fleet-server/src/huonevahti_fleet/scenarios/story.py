"""A scenario as it is written: the rooms, and what happens to the world. What is expected stands apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_fleet.domain.history import Stage as RoomStage
from huonevahti_fleet.domain.registry import HoursPlan, Slug, TerminalId
from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.happenings import AnyHappening, Passing, Wide

if TYPE_CHECKING:
    from huonevahti_wire.profile import Profile

_NINE_TO_THREE: tuple[str, ...] = ("09:00-15:00",)
PILOT_HOURS = HoursPlan(weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _NINE_TO_THREE))
"""Monday to Friday 9-15, less Finland's public holidays: the hours of Imatra and Porvoo."""
SETTLES = timedelta(minutes=20)
"""A scenario that does not say how long it lasts ends so long after its last happening."""
Text = Annotated[str, Meta(min_length=1, max_length=300)]


class WrittenRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One room of a scenario; its terminal bears its slug."""

    slug: TerminalId
    site: Slug | None = None
    profile: Text = "simulated"
    hours: HoursPlan = PILOT_HOURS
    microphone: Literal["analogue", "usb"] = "analogue"
    cameras: Literal["different", "alike"] = "different"
    stage: RoomStage = "in_service"
    up: times.Length = "3h"

    @property
    def fitted_profile(self) -> str:
        """The name of its profile, as its microphone and cameras are fitted."""
        usb, alike = "+usb" * (self.microphone == "usb"), "+alike" * (self.cameras == "alike")
        return f"{self.profile}{usb}{alike}"


class WrittenNeighbours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many rooms more at the first room's site, and so many at sites of their own."""

    at_site: Annotated[int, Meta(ge=0, le=50)] = 0
    elsewhere: Annotated[int, Meta(ge=0, le=200)] = 0


class Scenario(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the run reads of a file."""

    about: Text
    rooms: Annotated[tuple[WrittenRoom, ...], Meta(min_length=1)]
    starts: times.Start = "2026-11-24 10:00"
    lasts: times.Length | None = None
    time_zone: str = "Europe/Helsinki"
    seed: int = 1
    neighbours: WrittenNeighbours = WrittenNeighbours()
    happens: tuple[AnyHappening, ...] = ()


class Expected(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One incident that must open: in a room, of a fault, with an owner; and, when given, how it stands and by when."""

    room: Slug
    fault: Text
    owner: Text
    by: times.When | None = None
    ends: Literal["open", "resolved", "closed"] | None = None
    severity: Text | None = None
    confidence: Text | None = None
    mended_by: Text | None = None


class Expectations(Struct, frozen=True, kw_only=True):
    """What only the score reads of a file: every incident that must open, and so none but these."""

    expect: tuple[Expected, ...]


class Written(Struct, frozen=True):
    """A scenario that was read and checked, with its rooms' profiles by the names that it gives them."""

    name: str
    scenario: Scenario
    profiles: dict[str, Profile]

    @property
    def start_at(self) -> datetime:
        """When it begins, in UTC."""
        return times.start(self.scenario.starts, self.scenario.time_zone)

    def at(self, when: str) -> datetime:
        """Return an instant of the scenario, in UTC."""
        return times.instant(when, self.start_at, self.scenario.time_zone)

    def length_seconds(self) -> float:
        """Return how long it is played."""
        if self.scenario.lasts is not None:
            return times.seconds(self.scenario.lasts)
        ends = [self.at(each.at) + _lasting(each) for each in self.scenario.happens]
        return (max(ends, default=self.start_at) + SETTLES - self.start_at).total_seconds()


def _lasting(happening: AnyHappening) -> timedelta:
    if isinstance(happening, Passing | Wide) and happening.lasts is not None:
        return timedelta(seconds=times.seconds(happening.lasts))
    return timedelta(0)
