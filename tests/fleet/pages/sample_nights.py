"""A real store with sites, rooms, hours, bookings and a month of nights, in which one of each kind went wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from huonevahti_fleet.domain.nightly import Booking, NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import (
    WEEKDAYS,
    HoursPlan,
    Organisation,
    Registry,
    RoomEntry,
    SiteEntry,
    check,
)
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.store import Batch, Store, open_store
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.profile import Profile
from tests.fakes.fleet import intake_over

NOW = datetime(2026, 11, 24, 8, 32, 10, tzinfo=UTC)
TODAY = NOW.date()
PROFILE = Profile("yeti-tablet-1", "simulated")
TOWNS = (
    *("Imatra", "Nurmes", "Porvoo", "Joensuu", "Salo", "Vaasa", "Kajaani", "Kemi", "Oulu", "Turku"),
    *("Tampere", "Lahti", "Kotka", "Pori", "Rauma", "Lohja", "Forssa", "Iisalmi", "Kuopio", "Rovaniemi"),
)
HOURS = tuple(
    HoursPlan(weekly=dict.fromkeys(WEEKDAYS[:5], (stretch,))) for stretch in ("08:00-16:15", "09:00-15:00")
)
WRONG = {
    3: (Outcome.LATE, (), False, ("camera.order",)),
    5: (Outcome.SKIPPED, ("media",), True, ()),
    7: (Outcome.FAILED, ("not_back",), False, ("nobody_told",)),
    11: (Outcome.DEFERRED, ("touch",), True, ()),
    13: (Outcome.DONE, (), True, ()),
}
"""By a number drawn for each night: what came of it, why, whether the room was ready, why not."""


def town(number: int) -> str:
    return TOWNS[number % len(TOWNS)]


def registry(count: int) -> Registry:
    """Rooms of sites with at most three rooms each; of more than three the last has no hours."""
    per_site = 1 if count <= 3 else 3
    sites: list[SiteEntry] = []
    rooms: list[RoomEntry] = []
    for number in range(-(-count // per_site)):
        suffix = f" {number // len(TOWNS) + 1}" if number >= len(TOWNS) else ""
        slug, name = f"site-{number}", town(number) + suffix
        hours = None if number == 4 else HOURS[number % 2]
        sites.append(SiteEntry(slug, "lvv", {"fi": name}, hours=hours))
        for at in range(min(per_site, count - len(rooms))):
            room = f"{name} {at + 1}" if per_site > 1 else name
            key = f"room-{len(rooms)}"
            rooms.append(RoomEntry(key, slug, {"fi": room}, PROFILE, terminal=key))
    return check(Registry((Organisation("lvv", {"fi": "LVV"}),), tuple(sites), tuple(rooms)))


def filled(count: int, nights: int = 30) -> Store:
    """Return a store in memory with so many rooms and nights."""
    store = open_store("sqlite://")
    store.save_registry(registry(count), NOW)
    store.routes.seed([Route(owner=Owner.ON_SITE, name="Palvelupiste", phone="+358 9 000 0100")])
    store.set_schedule("all", "", Schedule(at="03:30", jitter_seconds=1800), "Maija", NOW)
    if count > 3:
        store.set_schedule("room", "room-1", Schedule(is_off=True), "Maija", NOW)
        early = Schedule(at="02:15", exceptions={TODAY + timedelta(3): "off"})
        store.set_schedule("site", "site-2", early, "Matti", NOW)
    batch = Batch(intake_over(store).fleet, NOW)
    for number in range(count):
        opens = 7 if (number if count <= 3 else number // 3) % 2 else 6
        for back in range(nights):
            _night(batch, number, TODAY - timedelta(days=back), opens)
    store.commit(batch)
    for number in range(0, count, max(1, count // 40)):
        store.put_bookings(f"room-{number}", _booked(number), NOW)
    return store


def _night(batch: Batch, number: int, day: date, opens: int) -> None:
    drawn, room = Random(f"{number} {day}").randrange(60), f"room-{number}"
    outcome, reasons, is_ready, why = WRONG.get(drawn, WRONG[13])
    due_at = datetime.combine(day, time(1, 30 + number % 30), UTC)
    opens_at = due_at.replace(hour=opens, minute=0)
    is_done = outcome in (Outcome.DONE, Outcome.LATE)
    ordered_at = due_at if is_done or outcome is Outcome.FAILED else None
    back_at = due_at + timedelta(minutes=2) if is_done else None
    latest_at, judged_at = opens_at - timedelta(hours=1), opens_at - timedelta(minutes=45)
    batch.night(NightRecord(room, day, outcome, reasons, due_at, latest_at, ordered_at, back_at))
    untested = ("sound.loop",) if drawn == 20 else ()
    if opens_at.weekday() < 5:
        batch.readiness(ReadinessRecord(room, opens_at, judged_at, is_ready, why, untested))


def _booked(number: int) -> list[Booking]:
    first = NOW.replace(hour=8 + number % 3, minute=0, second=0)
    return [Booking(at := first + timedelta(days=day), at + timedelta(minutes=45)) for day in (1, 2, 3, 6)]
