"""Routes: the narrower wins, hours in their own zone, quiet hours over midnight, and what a route must hold."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import WEEKDAYS, BadRegistry, HoursPlan
from huonevahti_fleet.domain.routes import (
    Answering,
    Route,
    answering,
    check_routes,
    choose,
    dialled,
    quiet_until,
    wrong,
)

WEDNESDAY = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # 10.00 in Helsinki


def route(name: str = "Desk", owner: Owner = Owner.TERMINAL, **more: object) -> Route:
    return Route(owner=owner, name=name, **more)  # type: ignore[arg-type]  # the test says what it adds


EVERYWHERE, OF_DVV = route("all"), route("dvv", organisation="dvv")
AT_HOUSE, OF_DVV_AT_HOUSE = route("house", site="house"), route("both", site="house", organisation="dvv")
ALL = (EVERYWHERE, OF_DVV, AT_HOUSE, OF_DVV_AT_HOUSE, route("other", Owner.PREMISES, site="house"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("+358 40 123 4567", "+358401234567"),
        ("+358 (0)9 000-0100", "+35890000100"),
        ("(09) 000 0100", "090000100"),
        ("019 520 2300", "0195202300"),
    ],
)
def test_a_number_is_dialled_without_what_people_write_for_the_eye(written: str, told: str) -> None:
    assert dialled(written) == told


@pytest.mark.parametrize(
    ("routes", "site", "organisation", "name", "won"),
    [
        (ALL, "house", "dvv", "both", "site_and_organisation"),
        (ALL[:3], "house", "dvv", "house", "site"),
        (ALL[:2], "house", "dvv", "dvv", "organisation"),
        (ALL[:2], "house", "kela", "all", "everywhere"),
        (ALL, "barn", "kela", "all", "everywhere"),
        (ALL, "", "", "all", "everywhere"),
        (ALL[4:], "house", "dvv", None, "none"),
        ((), "house", "dvv", None, "none"),
    ],
)
def test_the_narrower_route_wins_and_says_why(
    routes: tuple[Route, ...], site: str, organisation: str, name: str | None, won: str
) -> None:
    chosen = choose(routes, Owner.TERMINAL, site, organisation)
    assert (chosen.route.name if chosen.route else None, chosen.won) == (name, won)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (WEDNESDAY, Answering(True, at("2026-11-26T06:00"), at("2026-11-25T14:15"))),
        (at("2026-11-25T14:15"), Answering(False, at("2026-11-26T06:00"), None)),
        (at("2026-11-27T15:00"), Answering(False, at("2026-11-30T06:00"), None)),  # a weekend lies between
        (at("2026-12-05T10:00"), Answering(False, at("2026-12-07T06:00"), None)),
        (at("2026-12-24T10:00"), Answering(False, at("2026-12-28T06:00"), None)),  # Christmas
        (
            at("2026-07-01T05:00"),
            Answering(True, at("2026-07-02T05:00"), at("2026-07-01T13:15")),
        ),  # summer time
    ],
)
def test_the_pilots_desk_answers_on_weekdays_from_eight_to_a_quarter_past_four(
    now: datetime, expected: Answering
) -> None:
    assert answering(EVERYWHERE, now) == expected


def test_a_route_without_hours_never_answers_and_one_around_the_clock_has_no_end() -> None:
    never = route(hours=HoursPlan())
    always = route(hours=HoursPlan(weekly=dict.fromkeys(WEEKDAYS, ("00:00-24:00",)), holidays=""))
    assert answering(never, WEDNESDAY) == Answering(False, None, None)
    assert (answering(always, WEDNESDAY).is_open, answering(always, WEDNESDAY).closes_at) == (True, None)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ("22:00-07:00", "2026-11-25T19:59", None),
        ("22:00-07:00", "2026-11-25T20:00", "2026-11-26T05:00"),
        ("22:00-07:00", "2026-11-26T04:59", "2026-11-26T05:00"),
        ("22.00-07.00", "2026-11-26T05:00", None),
        ("12:00-13:00", "2026-11-25T10:30", "2026-11-25T11:00"),
        ("", "2026-11-25T22:30", None),
        ("02:00-03:30", "2026-03-29T00:30", "2026-03-29T01:30"),  # the night that skips 03.00 to 04.00
    ],
)
def test_quiet_hours_end_on_the_routes_own_clock(quiet: str, now: str, until: str | None) -> None:
    assert quiet_until(route(quiet=quiet), at(now)) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"email": "desk@example.fi\r\nBcc: all@example.fi"}, "email"),
        ({"email": "desk"}, "email"),
        ({"email": "a@b.fi, c@d.fi"}, "email"),
        ({"webhook": "http://itsm.example.fi/"}, "webhook"),
        ({"webhook": "https://user:secret@itsm.example.fi/"}, "webhook"),
        ({"webhook": "https://itsm.example.fi/\r\nHost: x"}, "webhook"),
        ({"webhook": "https://itsm.example.fi:99999/"}, "webhook"),
        ({"webhook": "file:///etc/passwd"}, "webhook"),
        ({"webhook": "https://itsm..example.fi/"}, "webhook"),
        ({"webhook": f"https://{'x' * 64}.example.fi/"}, "webhook"),
        ({"email": "desk@example..fi"}, "email"),
        ({"secret": "short"}, "secret"),
        ({"outside": "x" * 301}, "outside"),
        ({"quiet": "late"}, "quiet"),
        ({"quiet": "07:00-07:00"}, "quiet"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"hours": HoursPlan(weekly={"mon": ("16:00-08:00",)})}, "hours.weekly.mon"),
    ],
)
def test_each_field_that_cannot_be_used_is_named(more: dict[str, object], field: str) -> None:
    whole = msgspec.structs.replace(EVERYWHERE, **more)
    assert [name for name, _ in wrong(whole)] == [field]


def test_a_webhook_on_this_machine_needs_no_tls() -> None:
    assert list(wrong(route(webhook="http://127.0.0.1:8000/x", phone="+358 (0)40 123-4567"))) == []


@pytest.mark.parametrize(
    ("routes", "told"),
    [
        ((route(email="desk"),), "routes.0.email: 'desk' cannot be used, one e-mail address"),
        ((EVERYWHERE, AT_HOUSE, route("again")), "routes.2.owner: 'terminal' has two routes for one place"),
        ((route(site="barn"),), "routes.0.site: 'barn' is not registered, one of house was expected"),
        ((route(organisation="x"),), "routes.0.organisation: 'x' is not registered, one of dvv, kela was"),
    ],
)
def test_routes_that_cannot_be_used_are_refused_with_the_place(routes: tuple[Route, ...], told: str) -> None:
    with pytest.raises(BadRegistry) as caught:
        check_routes(routes, {"house"}, {"dvv", "kela"})
    assert told in str(caught.value)


def test_a_secret_is_not_told_in_an_error() -> None:
    with pytest.raises(BadRegistry) as caught:
        check_routes([route(secret="hush")], set(), set())
    assert "hush" not in str(caught.value)


def test_without_a_channel_a_person_copies_the_text() -> None:
    assert EVERYWHERE.channels == ("copy",)
    assert route(email="a@b.fi", webhook="https://x.fi/").channels == ("email", "webhook")
