"""The form of a route: saved as typed, or shown again as typed with what was expected."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import PILOT_HOURS, Route
from huonevahti_fleet.pages._route_form import mark, typed
from huonevahti_fleet.pages.route import view
from huonevahti_fleet.store import Store
from tests.fleet.pages.post_office import DESK, web

NEW = {
    "seen": "",
    "owner": "terminal",
    "site": "",
    "organisation": "",
    "name": "Tuki",
    "phone": "",
    "email": "tuki@example.fi",
    "webhook": "",
    "secret": "",
    "language": "sv",
    "time_zone": "Europe/Helsinki",
    "outside": "Odota.",
    "quiet": "22.00\N{EN DASH}7.00",
    "holidays": "on",
    **{f"hours_{day}": "8.00-16.15" for day in ("mon", "tue", "wed", "thu", "fri")},
    "hours_sat": "",
    "hours_sun": "",
}
EDIT = "/routes/edit?owner=on_site&site=talo&organisation="


def _seen(client: TestClient) -> dict[str, str]:
    """The fields of the form of the desk, as a browser would send them back."""
    page = client.get(EDIT).text
    seen = re.search(r'name="seen" value="([0-9a-f]*)"', page)
    assert seen
    former = {"former_owner": "on_site", "former_site": "talo", "former_organisation": ""}
    return {**typed(DESK, {}), **former, "seen": seen[1]}


def _routes(kept: Store) -> dict[str, Route]:
    return {route.name: route for route in kept.routes.all()}


def test_a_new_route_is_saved_with_the_hours_people_write(kept: Store) -> None:
    with web(kept) as client:
        answer = client.post("/routes/edit", data=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/routes?said=saved")
    saved = _routes(kept)["Tuki"]
    assert (saved.hours, saved.quiet, saved.language) == (PILOT_HOURS, "22:00-07:00", "sv")


def test_a_form_begins_with_the_pilots_hours_and_the_place_asked_for() -> None:
    fields = typed(None, {"owner": "premises", "site": "talo"})
    assert (fields["owner"], fields["site"], fields["hours_mon"]) == ("premises", "talo", "08.00-16.15")
    assert view(fields, {"name": "name"}, None, "")["faults"] == {"name": "route.wrong.name"}


def test_a_route_with_a_webhook_gets_a_secret_that_a_later_edit_keeps(kept: Store) -> None:
    with web(kept) as client:
        client.post("/routes/edit", data=_seen(client) | {"webhook": "https://itsm.example.fi/hv"})
        first = _routes(kept)["Talon neuvonta"]
        assert len(first.secret) > 40
        again = typed(first, {}) | {"seen": mark(first), "secret": "", "name": "Neuvonta"}
        former = {"former_owner": "on_site", "former_site": "talo", "former_organisation": ""}
        assert client.post("/routes/edit", data=again | former).status_code == 303
    assert _routes(kept)["Neuvonta"].secret == first.secret


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "The name of a desk, 1 to 80 characters"),
        ("phone", "soita", "Digits, blanks and hyphens"),
        ("email", "not an address", "One e-mail address"),
        ("webhook", "http://itsm.example.fi/", "An address that begins with https://"),
        ("hours_tue", "16.00-8.00", "From-to, for instance 08.00-16.15"),
        ("hours_sat", "morning", "From-to, for instance 08.00-16.15"),
        ("quiet", "25-26", "From-to, for instance 22.00-07.00"),
        ("time_zone", "Mars/Base", "A time zone, for instance"),
        ("outside", "x" * 301, "At most 300 characters"),
        ("site", "barn", "Choose a site from the list"),
        ("owner", "nobody", "Choose an owner from the list"),
        ("language", "de", "Choose a language from the list"),
        ("organisation", "kela", "Choose an organisation from the list"),
    ],
)
def test_a_fault_names_its_field_says_what_was_expected_and_keeps_what_was_typed(
    kept: Store, field: str, value: str, told: str
) -> None:
    with web(kept) as client:
        answer = client.post("/routes/edit?lang=en", data=NEW | {"outside": "Kept <b>", field: value})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert value in answer.text
    assert field == "outside" or "Kept &lt;b&gt;" in answer.text
    assert "Tuki" not in _routes(kept)


def test_an_edit_that_began_from_an_older_state_is_not_saved_over_it(kept: Store) -> None:
    with web(kept) as client:
        form = _seen(client)
        kept.routes.save(Route(owner=Owner.ON_SITE, site="talo", name="Changed meanwhile"))
        answer = client.post("/routes/edit?lang=en", data=form | {"name": "Mine"})
    assert (answer.status_code, "Somebody else edited this route" in answer.text) == (409, True)
    assert 'value="Mine"' in answer.text
    assert "Changed meanwhile" in _routes(kept)


def test_a_route_can_be_moved_to_another_place_but_not_onto_another_route(kept: Store) -> None:
    kept.routes.seed([Route(owner=Owner.ON_SITE, name="Everywhere")])
    with web(kept) as client:
        taken = client.post("/routes/edit?lang=en", data=_seen(client) | {"site": ""})
        assert (taken.status_code, "already a route" in taken.text) == (409, True)
        moved = client.post("/routes/edit", data=_seen(client) | {"organisation": "dvv"})
        assert moved.status_code == 303
    assert [r.key[1:] for r in kept.routes.all() if r.owner is Owner.ON_SITE] == [("", ""), ("talo", "dvv")]


def test_a_route_is_removed_and_a_foreign_page_cannot_remove_it(kept: Store) -> None:
    key = {"former_owner": "on_site", "former_site": "talo", "former_organisation": ""}
    with web(kept) as client:
        assert client.post("/routes/remove", data=key, headers={"Origin": "null"}).status_code == 403
        assert len(kept.routes.all()) == 1
        assert client.post("/routes/remove", data=key).headers["location"] == "/routes?said=removed"
        assert kept.routes.all() == ()
        assert client.get(EDIT).status_code == 404
        assert client.post("/routes/remove", data={}).status_code == 404


def test_a_form_that_is_too_long_is_refused(kept: Store) -> None:
    with web(kept) as client:
        assert client.post("/routes/edit", data=NEW | {"outside": "x" * 20_000}).status_code in (404, 413)
    assert "Tuki" not in _routes(kept)


def test_who_changed_a_route_and_when_is_kept_and_shown_and_a_name_is_not_required(kept: Store) -> None:
    with web(kept) as client:
        assert "Last changed" not in client.get("/routes?lang=en").text
        client.post("/routes/edit", data=_seen(client) | {"who": "Maija  <i>Meikäläinen</i>", "phone": "+358 9 1"})
        page = client.get("/routes?lang=en").text
        assert "Last changed 24 Nov 2026" in page
        assert "by Maija &lt;i&gt;Meikäläinen&lt;/i&gt;" in page
        client.post("/routes/edit", data=NEW | {"who": ""})
        page = client.get("/routes?lang=en").text
    assert page.count("Last changed") == 2
    assert page.count("by Maija") == 1
    assert {key: by.who for key, by in kept.routes.last_edits().items()} == {
        "on_site/talo/": "Maija <i>Meikäläinen</i>",
        "terminal//": "",
    }


def test_what_stood_before_and_after_is_kept_but_no_secret(kept: Store) -> None:
    key = {"former_owner": "on_site", "former_site": "talo", "former_organisation": ""}
    with web(kept) as client:
        hook = {"webhook": "https://itsm.example.fi/hv", "secret": "0123456789abcdef0123456789abcdef"}
        assert client.post("/routes/edit", data=_seen(client) | hook).status_code == 303
        assert client.post("/routes/remove", data=key | {"who": "Ville"}).status_code == 303
    with kept._reads() as connection:
        rows = connection.execute(text("SELECT who, what, subject, before, after FROM audit ORDER BY row")).all()
    (_, _, _, made_before, made_after), removed = rows
    assert ("itsm" in made_before, "itsm" in made_after) == (False, True)
    assert "0123456789abcdef" not in str(rows)
    assert (removed[:3], removed[3], removed[4]) == (("Ville", "route", "on_site/talo/"), made_after, "")
