"""What the sample rooms say of restarts: hours, a night and an opening of each, so that every page has something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from huonevahti_fleet.domain.authors import Author, EditRecord, What
from huonevahti_fleet.domain.nightly import Booking, NightRecord, Outcome, ReadinessRecord, SetSchedule
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.registry import WEEKDAYS, Hours, HoursPlan, expand
from huonevahti_fleet.store.openings import Met
from huonevahti_wire.plan.layers import Schedule

EDITED_AT = datetime(2026, 11, 23, 12, 40, tzinfo=UTC)
EDITS = (
    EditRecord(3, "restart_loop", "imatra", "", '"set_right"', Author("Liisa Laine", EDITED_AT)),
    EditRecord(2, "schedule", "site/joensuu", '{"at":"03:00"}', '{"at":"04:30","days":["mon"]}', Author("", EDITED_AT)),
    EditRecord(1, "route", "premises/joensuu/", "", "{}", Author("Maija Mäkinen", EDITED_AT)),
)
_OPEN = HoursPlan(weekly=dict.fromkeys(WEEKDAYS[:5], ("08:00-15:00",)))


class SampleOpenings:
    """Opening hours of rooms, and that each of three openings was met but one."""

    def __init__(self, rooms: Iterable[str]) -> None:
        self.rooms = tuple(rooms)

    def hours(self, now: datetime) -> Mapping[str, Hours]:
        return dict.fromkeys(self.rooms, expand(_OPEN, "Europe/Helsinki", now))

    def met(self, bounds: Sequence[datetime]) -> dict[str, tuple[Met, ...]]:
        return {room: tuple(Met(3, 2) for _ in bounds[1:]) for room in self.rooms}

    def bookings(
        self, rooms: Collection[str], now: datetime, until: datetime
    ) -> dict[str, tuple[Booking, ...]]:
        return {room: (Booking(now + timedelta(days=1), until),) for room in list(rooms)[:1]}

    def samples(
        self, name: str, rooms: Collection[str], span: tuple[datetime, datetime]
    ) -> dict[str, list[tuple[datetime, float]]]:
        return {room: [(span[0], 0.8), (span[1] - timedelta(minutes=1), 0.4)] for room in rooms if name}

    def outcomes(self, day: date) -> dict[Outcome, int]:
        return {Outcome.DONE: len(self.rooms), Outcome.FAILED: day.day // 40}


class SampleRestarts:
    """The part of the sample store that tells of restarts."""

    openings: SampleOpenings

    def counter(self, name: str) -> int:
        return len(name)

    def schedules(self, *, filed: bool = False) -> tuple[SetSchedule, ...]:
        early = SetSchedule("room", self.openings.rooms[0], Schedule(at="02:00"), "Maija")
        return () if filed else (early,)

    def nights(self, since_day: date, rooms: Collection[str] | None = None) -> tuple[NightRecord, ...]:
        chosen = self.openings.rooms if rooms is None else tuple(rooms)
        day = since_day + timedelta(days=29)
        due_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
        back_at = due_at + timedelta(minutes=2)
        return tuple(
            NightRecord(room, day, Outcome.DONE, (), due_at, due_at, due_at, back_at) for room in chosen
        )

    def readiness(self, since: datetime, rooms: Collection[str] | None = None) -> tuple[ReadinessRecord, ...]:
        chosen = self.openings.rooms if rooms is None else tuple(rooms)
        opens_at = (since + timedelta(days=30)).replace(hour=6, minute=0, second=0)
        judged_at = opens_at - timedelta(minutes=45)
        return tuple(ReadinessRecord(room, opens_at, judged_at, is_ready=True) for room in chosen)

    def jobs(self, limit: int = 100) -> tuple[Job, ...]:
        return ()[:limit]

    def edits(self, limit: int, before: int | None = None, what: What | None = None) -> tuple[EditRecord, ...]:
        found = (e for e in EDITS if (before is None or e.number < before) and what in (None, e.what))
        return tuple(found)[:limit]
