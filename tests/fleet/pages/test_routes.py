"""The list of routes, the test of one, and whom a room and an incident say to call."""

from __future__ import annotations

import msgspec

from huonevahti_fleet.domain.notices import MessageState
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import HoursPlan
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.pages._calls import calls
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit
from huonevahti_fleet.pages._route_words import hours
from huonevahti_fleet.pages.routes import view
from huonevahti_fleet.store import Store, open_store
from tests.fakes.fleet import registry
from tests.fleet.pages.post_office import DESK, web
from tests.fleet.pages.sample import NOW, SampleStore, fault, incident
from tests.fleet.pages.sample_post import ROUTES

ENGLISH, FINNISH = Reader("en", NOW), Reader("fi", NOW)


def test_it_lists_routes_names_who_is_missing_and_shows_which_one_wins() -> None:
    store = SampleStore()
    shown = view(ROUTES, store.sites(), store.organisations(), "porvoo", ENGLISH)
    assert [(row.name, row.place, row.is_open) for row in shown.rows] == [
        ("Porvoo-info, neuvonta", "Porvoo-info", True),
        ("Toimittajan tuki", "All sites", True),
    ]
    winners = {winner.owner: (winner.name, winner.why) for winner in shown.winners}
    assert winners["On site: the advisor"] == ("Porvoo-info, neuvonta", "Set for this site")
    assert winners["The terminal: the support desk"] == ("Toimittajan tuki", "Set for all sites")
    assert winners["The premises: Senaatti"] == ("", "No route")
    assert len(shown.missing) == 8


def test_hours_are_told_in_short() -> None:
    weekly = {"mon": ("08:00-12:00", "13:00-16:15"), "tue": ("08:00-16:15",), "wed": ("08:00-16:15",)}
    plan = msgspec.convert({"weekly": weekly}, HoursPlan)
    route = Route(owner=Owner.TERMINAL, name="x", hours=plan)
    dash = "\N{EN DASH}"
    assert hours(route, FINNISH) == f"ma 08.00{dash}12.00, 13.00{dash}16.15; ti{dash}ke 08.00{dash}16.15"
    assert hours(route, ENGLISH).startswith(f"Mon 08:00{dash}12:00")
    assert hours(Route(owner=Owner.TERMINAL, name="x", hours=HoursPlan()), FINNISH) == ""


def test_a_route_whose_site_left_the_registry_is_said_to_be_gone(kept: Store) -> None:
    kept.routes.seed([Route(owner=Owner.PREMISES, site="barn", name="Huolto")])
    with web(kept) as client:
        assert "barn (not registered any more)" in client.get("/routes?lang=en").text


def test_a_test_is_put_into_the_post_and_foreign_pages_cannot_do_so(kept: Store) -> None:
    form = {"owner": "on_site", "site": "talo", "organisation": ""}
    with web(kept) as client:
        refused = client.post("/routes/test", data=form, headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403
        assert kept.post.messages() == ()
        sent = client.post("/routes/test", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, "/routes?tested=1")
        assert "One test message is on its way" in client.get("/routes?tested=1&lang=en").text
    (message,) = kept.post.messages()
    assert (message.is_test, message.state, message.channel) == (True, MessageState.WAITING, "email")


def test_a_room_and_an_incident_say_whom_to_call_now(kept: Store) -> None:
    with web(kept) as client:
        for path in ("/rooms/imatra?lang=en", "/incidents/1?lang=en"):
            page = client.get(path).text
            assert 'href="tel:+358401234567"' in page
            assert "Answers now, until 16:15." in page
            assert "Set for this site" in page


def test_outside_its_hours_a_desk_says_when_it_opens_and_what_to_do_until_then(kept: Store) -> None:
    with web(kept, seconds=8 * 3600) as client:
        page = client.get("/incidents/1?lang=en").text
    assert "Nobody answers now. Answers again Wed 25 Nov, 08:00." in page
    assert "Until then: Soita vahtimestarille." in page


def test_without_a_route_it_says_so_and_leads_to_the_form() -> None:
    store = open_store("sqlite://")
    store.save_registry(registry("imatra"), NOW)
    with web(store) as client:
        store.routes.remove(DESK.key)
        page = client.get("/incidents/1?lang=en").text
    assert "No route is set for this owner here" in page
    assert "/routes/edit?owner=on_site&amp;site=talo&amp;new=1" in page
    store.close()


def test_a_specialists_fault_names_the_desk_of_each_authority(kept: Store) -> None:
    desks = [Route(owner=Owner.AUTHORITY, organisation=o, name=f"{o}-tuki") for o in ("dvv", "kela")]
    kept.routes.seed(desks)
    found = incident(5, fault("speakers_muted", Owner.AUTHORITY), "imatra")
    call = calls(Visit(kept, ENGLISH, {}), [found], kept.rooms())[found.key]
    assert call.desk is not None
    assert (call.desk.name, [(name, desk.name) for name, desk in call.others]) == (
        "dvv-tuki",
        [("kela", "kela-tuki")],
    )
