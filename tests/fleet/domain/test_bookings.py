"""Bookings as a list or as a calendar: taken whole, or refused with the place; never more than begin and end."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain import calendar_feed
from huonevahti_fleet.domain.bookings import MOST, checked, joined
from huonevahti_wire.plan.civil import BadValue
from huonevahti_wire.plan.guard import Booking

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


def _booking(begins_minutes: float, ends_minutes: float) -> Booking:
    return Booking(NOW + timedelta(minutes=begins_minutes), NOW + timedelta(minutes=ends_minutes))


def test_bookings_come_back_in_order_and_one_that_goes_on_is_taken() -> None:
    assert checked((_booking(60, 90), _booking(-10, 20), _booking(90, 120)), NOW) == (
        _booking(-10, 20), _booking(60, 90), _booking(90, 120)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("booked", "told"),
    [
        ([_booking(5, 10), _booking(20, 20)], "bookings.1.ends_at: found .*, expected an end after the beginning"),
        ([_booking(30, 10)], "bookings.0.ends_at: found .*, expected an end after the beginning"),
        ([_booking(-30, 0)], r"bookings.0.ends_at: found 2026-11-24T08:30:00\+00:00, expected an end after now"),
        ([_booking(1, 1442)], "bookings.0.ends_at: found .*, expected an end at most 24 hours after"),
        ([_booking(580_000, 580_030)], "bookings.0.starts_at: found .*, expected one at most 400 days ahead"),
        ([_booking(50, 70), _booking(1, 2), _booking(69, 80)], "bookings.2: found one that overlaps bookings.0"),
        ([_booking(n, n + 1) for n in range(MOST + 1)], "bookings: found 1001 of them, expected at most 1000"),
    ],
    ids=["no length", "backwards", "over", "too long", "too far", "overlapping", "too many"],
)  # fmt: skip
def test_a_booking_that_cannot_be_is_refused_by_its_place(booked: list[Booking], told: str) -> None:
    with pytest.raises(BadValue, match=told):
        checked(booked, NOW)


def test_what_overlaps_in_a_calendar_is_one_booking() -> None:
    assert joined((_booking(40, 90), _booking(10, 60), _booking(-9, 0), _booking(90, 95)), NOW) == (
        _booking(10, 90), _booking(90, 95)
    )  # fmt: skip


def _feed(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\nUID:u{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x\n{body}END:VCALENDAR\n"


def _read(*events: str) -> list[str]:
    found = calendar_feed.bookings(_feed(*events), HELSINKI, NOW)
    return [f"{b.starts_at.astimezone(HELSINKI):%m-%d %H:%M}-{b.ends_at.astimezone(HELSINKI):%H:%M}" for b in found]


WEEKLY = "DTSTART;TZID=Europe/Helsinki:20261103T090000\nDTEND;TZID=Europe/Helsinki:20261103T100000\n"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["DTSTART:20261124T120000Z\nDTEND:20261124T123000Z\nSUMMARY:Matti M"], ["11-24 14:00-14:30"]),
        (["DTSTART:20261124T140000\nDURATION:PT45M"], ["11-24 14:00-14:45"]),
        (["DTSTART;TZID=FLE Standard Time:20261124T140000\nDURATION:PT45M"], ["11-24 14:00-14:45"]),
        (["DTSTART:20261124T060000Z\nDTEND:20261124T083000Z"], []),
        (["DTSTART:20261124T060000Z\nDTEND:20261124T083100Z"], ["11-24 08:00-10:31"]),
        (["DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125"], []),
        (["DTSTART:20261124T120000Z\nDTEND:20261124T123000Z\nSTATUS:CANCELLED"], []),
        (["DTSTART:20261124T120000Z\nDTEND:20261124T123000Z\nTRANSP:TRANSPARENT"], []),
        (["DTSTART:20261124T120000Z"], []),
        ([WEEKLY + "RRULE:FREQ=WEEKLY;UNTIL=20261209"], ["12-01 09:00-10:00", "12-08 09:00-10:00"]),
        ([WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=5"], ["12-01 09:00-10:00"]),
        ([WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=6\nEXDATE;TZID=Europe/Helsinki:20261201T090000"], ["12-08 09:00-10:00"]),
        ([WEEKLY + "RDATE;TZID=Europe/Helsinki:20261130T110000\nRRULE:FREQ=WEEKLY;COUNT=1"], ["11-30 11:00-12:00"]),
        ([WEEKLY + "RRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20261231T000000Z"], ["12-01 09:00-10:00"]),
        (
            [
                WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=6",
                "UID:u0\nRECURRENCE-ID;TZID=Europe/Helsinki:20261201T090000\nDTSTART:20261202T110000Z\nDURATION:PT1H",
            ],
            ["12-02 13:00-14:00", "12-08 09:00-10:00"],
        ),
        (["DTSTART:20261124T220000Z\nDTEND:20261126T220000Z"], ["11-25 00:00-00:00", "11-26 00:00-00:00"]),
        ([], []),
    ],
    ids=["plain", "without a zone", "a zone as one maker calls it", "over", "goes on", "a whole day", "cancelled",
         "free", "no length", "weekly", "by count", "excepted", "a further one", "first Tuesday", "moved",
         "two days long", "none"],
)  # fmt: skip
def test_a_calendar_says_when_the_room_is_booked(events: list[str], expected: list[str]) -> None:
    texts = [event.replace("UID:u0\n", "", 1) if event.startswith("UID:u0") else event for event in events]
    feed = _feed(*texts) if texts == events else _feed(*texts).replace("UID:u1\n", "UID:u0\n")
    found = calendar_feed.bookings(feed, HELSINKI, NOW)
    local = [(b.starts_at.astimezone(HELSINKI), b.ends_at.astimezone(HELSINKI)) for b in found]
    assert [f"{a:%m-%d %H:%M}-{b:%H:%M}" for a, b in local] == expected


def test_a_meeting_keeps_its_hour_on_the_wall_through_a_clock_change() -> None:
    autumn = datetime(2026, 10, 20, tzinfo=UTC)
    text = _feed("DTSTART;TZID=Europe/Helsinki:20261001T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261027")
    hours = [b.starts_at.hour for b in calendar_feed.bookings(text, HELSINKI, autumn)]
    assert hours == [6, 6, 6, 6, 6, 7, 7, 7]


def test_what_repeats_for_ever_is_written_out_for_sixty_days() -> None:
    found = calendar_feed.bookings(_feed(WEEKLY + "RRULE:FREQ=DAILY"), HELSINKI, NOW)
    assert len(found) == 60
    assert found[-1].starts_at <= NOW + calendar_feed.WINDOW


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: found what is no calendar"),
        ("<html>\n", "line 1: found what is no calendar"),
        (_feed("DTSTART:2026x"), "line 6: found DTSTART, expected what RFC 5545 has there"),
        (_feed("DTSTART:20261124T120000Z\nMatti Meikäläinen"), "line 7: found a line that is no property"),
        (_feed("SUMMARY:x"), "line 4: found an event without DTSTART"),
        (_feed("DTSTART:20261124T120000Z\nDTEND:20261124T110000Z"), "line 7: found DTEND, expected an end"),
        (_feed("DTSTART;TZID=Mars/Base:20261124T120000"), "line 6: found an unknown TZID"),
        (_feed("DTSTART:20261124T120000Z\nRRULE:FREQ=FOO"), "line 7: found RRULE"),
        (_feed("DTSTART:20261124T120000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"), "line 8: found RRULE, expected one of"),
        (_feed("DTSTART:20261124T120000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "line 7: found RRULE"),
        (_feed("DTSTART:20261124T120000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "line 7: found RRULE"),
        (_feed(*["DTSTART:20261124T120000Z\nRRULE:FREQ=DAILY"] * 201), "calendar: found 201 events that repeat"),
        ("BEGIN:VEVENT\nDTSTART:20261124T120000Z\nEND:VEVENT\n", "line 1: found no calendar"),
    ],
)  # fmt: skip
def test_rubbish_is_refused_with_its_line_and_nothing_of_it_is_told(text: str, told: str) -> None:
    with pytest.raises(BadValue, match=told) as refused:
        calendar_feed.bookings(text, HELSINKI, NOW)
    assert "Matti" not in str(refused.value)


LINES = st.sampled_from(
    """BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|DTSTART:20261124T120000Z|DTEND:20261124T130000Z
DTSTART;VALUE=DATE:20261124|DURATION:P1D|DURATION:-PT1H|RRULE:FREQ=WEEKLY;BYDAY=1TU|RRULE:FREQ=DAILY;INTERVAL=0
RRULE:FREQ=YEARLY;COUNT=0|RDATE;VALUE=PERIOD:20261124T120000Z/PT1H|EXDATE:20261124T120000Z,x|UID:1| |x|STATUS:
RECURRENCE-ID;VALUE=DATE:20261124|DTSTART:00010101T000000|DTEND:99991231T235959Z|EXDATE;VALUE=DATE:20261124
RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2|RECURRENCE-ID:20261124T120000Z|DTSTART;TZID=Europe/Helsinki:20261025T033000
RRULE:FREQ=DAILY;BYMONTH=2|RRULE:FREQ=DAILY;UNTIL=20261224|DTSTART:19700101T000000""".replace("\n", "|").split("|")
)


@given(st.lists(LINES, max_size=12) | st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_a_calendar_or_refused_and_takes_no_time(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    begun = time.monotonic()
    try:
        found = calendar_feed.bookings(text, HELSINKI, NOW)
    except BadValue:
        found = ()
    assert all(b.starts_at < b.ends_at and b.ends_at > NOW for b in found)
    assert time.monotonic() - begun < 5
