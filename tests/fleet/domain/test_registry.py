"""Opening hours, and what a registry may not say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from huonevahti_fleet.domain.registry import (
    WEEKDAYS,
    BadRegistry,
    HoursPlan,
    Registry,
    RoomEntry,
    check,
    expand,
)
from tests.fakes.fleet import registry

WEEK = HoursPlan(weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00-16:15",)))
TUESDAY = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)


def _at(hours: HoursPlan | None, now: datetime) -> tuple[bool, datetime | None, datetime | None]:
    return expand(hours, "Europe/Helsinki", TUESDAY).at(now)


def test_a_room_opens_and_closes_on_the_clock_of_its_site() -> None:
    opens_at, closes_at = datetime(2026, 11, 24, 6, 0, tzinfo=UTC), datetime(2026, 11, 24, 14, 15, tzinfo=UTC)
    assert _at(WEEK, TUESDAY) == (False, opens_at, None)
    assert _at(WEEK, opens_at) == (True, datetime(2026, 11, 25, 6, 0, tzinfo=UTC), closes_at)
    assert _at(WEEK, closes_at)[0] is False


@pytest.mark.parametrize(
    "day", [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 6, 25)], ids=str
)
def test_public_holidays_are_closed(day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    assert _at(WEEK, noon)[0] is False


def test_a_named_day_is_closed_and_a_place_without_hours_is_never_open() -> None:
    closed = HoursPlan(weekly=WEEK.weekly, closed={date(2026, 11, 24): "Muutto"})
    noon = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert (_at(closed, noon)[0], _at(WEEK, noon)[0], _at(None, noon)) == (False, True, (False, None, None))


ALWAYS = HoursPlan(weekly=dict.fromkeys(WEEKDAYS, ("00:00-24:00",)), holidays="")


@pytest.mark.parametrize("hours", range(0, 390 * 24, 97))
def test_what_is_open_around_the_clock_never_closes(hours: int) -> None:
    assert _at(ALWAYS, TUESDAY + timedelta(hours=hours)) == (True, None, None)
    assert len(expand(ALWAYS, "Europe/Helsinki", TUESDAY).periods) == 1


def test_hours_over_midnight_are_one_stretch_of_two_days() -> None:
    nights = HoursPlan(weekly={"mon": ("22:00-24:00",), "tue": ("00:00-06:00",)})
    monday_night = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    closes_at = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert _at(nights, monday_night) == (True, datetime(2026, 11, 30, 20, 0, tzinfo=UTC), closes_at)


@pytest.mark.parametrize("stretch", ["24:00-24:00", "08:00-24:01", "08:00-25:00", "00:00-00:00"])
def test_only_the_end_of_a_day_may_be_24(stretch: str) -> None:
    with pytest.raises((msgspec.ValidationError, BadRegistry)):
        check(_changed(rooms=(_open_at(stretch),)))


def _open_at(stretch: str) -> RoomEntry:
    room = msgspec.to_builtins(registry("imatra").rooms[0])
    return msgspec.convert({**room, "hours": {"weekly": {"mon": [stretch]}}}, RoomEntry)


def test_summer_time_moves_the_instant_and_not_the_clock() -> None:
    monday = datetime(2027, 3, 29, 5, 30, tzinfo=UTC)
    assert _at(WEEK, monday)[1] != monday
    assert _at(WEEK, datetime(2027, 3, 30, 5, 0, tzinfo=UTC))[0] is True


def _changed(**more: Any) -> Registry:
    plain = registry("imatra", "nurmes")
    return Registry(
        **({"organisations": plain.organisations, "sites": plain.sites, "rooms": plain.rooms} | more)
    )


@pytest.mark.parametrize(
    ("bad", "path", "told"),
    [
        (
            _changed(organisations=()),
            "sites.0.organisation",
            "'dvv' is not registered, one of none was expected",
        ),
        (_changed(sites=()), "rooms.0.site", "'talo' is not registered"),
        (_changed(rooms=registry("imatra").rooms * 2), "rooms.1.slug", "'imatra' stands twice"),
    ],
)
def test_parts_that_do_not_agree_are_refused(bad: Registry, path: str, told: str) -> None:
    with pytest.raises(BadRegistry, match=told) as refused:
        check(bad)
    assert refused.value.path == path


def _off(*names: str, where: str = "room") -> Registry:
    """A registry whose second room switches remedies off, by itself or in its profile."""
    rooms = registry("imatra", "nurmes").rooms
    if where == "room":
        return _changed(rooms=(rooms[0], replace(rooms[1], remedies_off=names)))
    return _changed(
        rooms=(rooms[0], replace(rooms[1], profile=replace(rooms[1].profile, remedies_off=names)))
    )


@pytest.mark.parametrize("where", ["room", "profile"])
@pytest.mark.parametrize("names", [(), ("unmute",), ("restart_kiosk", "set_levels"), ("*",)])
def test_a_room_may_switch_off_each_remedy_there_is_or_all(names: tuple[str, ...], where: str) -> None:
    found = check(_off(*names, where=where)).rooms[1]
    assert (found.remedies_off if where == "room" else found.profile.remedies_off) == names


@pytest.mark.parametrize(
    ("where", "path"), [("room", "rooms.1.remedies_off"), ("profile", "rooms.1.profile.remedies_off")]
)
def test_a_remedy_that_is_none_is_refused_with_its_place_and_those_there_are(where: str, path: str) -> None:
    with pytest.raises(
        BadRegistry, match=r"found reboot, expected a remedy \(unmute, .*restart_kiosk\) or \*"
    ) as bad:
        check(_off("unmute", "reboot", where=where))
    assert bad.value.path == path
