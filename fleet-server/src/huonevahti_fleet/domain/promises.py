"""The promise in numbers: openings met by site and month, whose faults took customers' time, what a restart cures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.rooms import Room

BESIDE = timedelta(hours=1)
"""How long before a restart and after it numbers are compared."""
CURES = {
    "machine.memory": "ratio",
    "kiosk.page_age": "seconds",
    "kiosk.errors": "per_hour",
    "usb.disconnects": "per_day",
}
"""What a restart is there for, as far as it is measured, each with its unit."""
_ENDED = (Outcome.DONE, Outcome.LATE)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many openings of a site in a month there were, and at how many of them the room was ready."""

    site: str
    month: date
    openings: int
    ready: int

    @property
    def share(self) -> float:
        """The promise kept, 0 to 1; there is at least one opening."""
        return self.ready / self.openings


@dataclass(frozen=True, slots=True)
class Cured:
    """The mean over rooms of a number in the hour before their restarts and in the hour after."""

    name: str
    before: float
    after: float
    restarts: int


def kept(records: Iterable[ReadinessRecord], rooms: Iterable[Room], now: datetime) -> tuple[Kept, ...]:
    """Return the openings until now by site and month, both in order; months are those of the site's zone.

    An opening of which nobody told counts as not met. Rooms that are no more count nowhere.
    """
    known = {room.slug: room for room in rooms}
    counted: dict[tuple[str, date], list[bool]] = {}
    for record in records:
        room = known.get(record.room)
        if room is not None and record.opens_at <= now:
            month = record.opens_at.astimezone(ZoneInfo(room.site.time_zone)).date().replace(day=1)
            counted.setdefault((room.site.slug, month), []).append(record.is_ready)
    return tuple(Kept(site, month, len(met), sum(met)) for (site, month), met in sorted(counted.items()))


def share(counted: Iterable[Kept]) -> float | None:
    """Return the one number: the share of all these openings that was met, None where there was none."""
    listed = tuple(counted)
    openings = sum(each.openings for each in listed)
    return sum(each.ready for each in listed) / openings if openings else None


def cured(
    name: str, nights: Iterable[NightRecord], samples: Mapping[str, Sequence[tuple[datetime, float]]]
) -> Cured | None:
    """Return what restarts did to a number, from each room's samples; None where no restart has both sides."""
    pairs = []
    for night in nights:
        if night.outcome not in _ENDED or night.back_at is None:
            continue
        gone_at, known = night.ordered_at or night.back_at, samples.get(night.room, ())
        before = [value for at, value in known if gone_at - BESIDE <= at < gone_at]
        after = [value for at, value in known if night.back_at <= at < night.back_at + BESIDE]
        if before and after:
            pairs.append((fmean(before), fmean(after)))
    if not pairs:
        return None
    return Cured(name, fmean(b for b, _ in pairs), fmean(a for _, a in pairs), len(pairs))
