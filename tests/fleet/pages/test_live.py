"""The stream that renews open pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.pages._live import Sent, changes, event
from huonevahti_fleet.pages._renewed import Live
from tests.fleet.pages.sample import NOW, STATES, UNPLUGGED, SampleStore, incident
from tests.fleet.pages.serving import application


def live(section_key: str = "a", **leaves: str) -> Live:
    return Live(
        {f"live-{name}": html for name, html in leaves.items()}, {"live-moves": (section_key, "<p>cards</p>")}
    )


def names(events: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in events]


def test_the_first_events_are_everything_and_the_next_only_what_differs() -> None:
    sent = Sent()
    assert names(changes(live(x="1", y="2"), sent, NOW)) == ["live-moves", "leaves"]
    assert changes(live(x="1", y="2"), sent, NOW) == []
    [(name, html)] = changes(live(x="1", y="3"), sent, NOW)
    assert (name, html) == ("leaves", '<div id="live-y" hx-swap-oob="innerHTML">3</div>')


def test_a_section_is_sent_again_only_when_its_key_differs() -> None:
    sent = Sent()
    changes(live("a"), sent, NOW)
    assert changes(live("a"), sent, NOW) == []
    assert names(changes(live("b"), sent, NOW)) == ["live-moves"]


def test_what_is_read_aloud_changes_at_most_every_ten_seconds_and_is_not_lost() -> None:
    sent = Sent()
    changes(live(news="what the page was opened with"), sent, NOW)
    assert names(changes(live(news="one"), sent, NOW + timedelta(seconds=1))) == ["leaves"]
    assert changes(live(news="two"), sent, NOW + timedelta(seconds=4)) == []
    assert names(changes(live(news="two"), sent, NOW + timedelta(seconds=12))) == ["leaves"]


def test_a_section_that_is_empty_now_is_told_with_a_comment_for_a_browser_drops_an_event_that_holds_nothing() -> None:
    assert event("live-moves", "") == b"event: live-moves\ndata: <!-- -->\n\n"


def test_an_event_of_many_lines_stays_one_event() -> None:
    assert event("leaves", "a\nb\r\nc") == b"event: leaves\ndata: a\ndata: b\ndata: c\n\n"


def test_a_page_that_does_not_renew_itself_has_no_stream() -> None:
    visitor = TestClient(application(SampleStore()))
    assert visitor.get("/events/stream?page=notices").status_code == 404
    assert visitor.get("/events/leaves?page=nothing").status_code == 404


@pytest.mark.parametrize("page", ["rooms", "wall", "incidents", "quarantine"])
def test_the_same_is_there_as_one_answer_where_streams_are_blocked(page: str) -> None:
    answer = TestClient(application(SampleStore())).get(f"/events/leaves?page={page}&lang=sv")
    assert answer.status_code == 200
    assert 'id="live-heading" hx-swap-oob="innerHTML"' in answer.text


def test_a_change_in_the_store_reaches_an_open_stream(address: str, store: SampleStore) -> None:
    with httpx.stream("GET", f"{address}/events/stream?page=rooms&lang=en", timeout=10) as stream:
        lines = stream.iter_lines()
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert next(line for line in lines if "Three rooms need a move" in line)
        broken = replace(STATES[0], verdict=Verdict.UNFIT, incidents=(incident(1050, UNPLUGGED, "imatra"),))
        store.states = (broken, *STATES[1:])
        store.changes += 1
        assert "#1050" in next(line for line in lines if "#1050" in line)
        assert "Four rooms need a move" in next(line for line in lines if "Four rooms" in line)
