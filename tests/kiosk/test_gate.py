"""What is not ours is never attached to, and nothing of any page leaves the launcher: read from its own traffic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from huonevahti_kiosk.kiosk import Kiosk
from huonevahti_kiosk.places import Places
from huonevahti_kiosk.words import GoHome, Look
from tests.kiosk.stage import MARK, Site, Traffic, bring_home, running, settings, until

CLOSED = ("tunnistus", "bank", "kela", "a.jono", "id.home")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One server of pages for all tests."""
    found = Site()
    yield found
    found.close()


@pytest.fixture(scope="module")
def traffic() -> Traffic:
    """What launcher and browser say to each other."""
    return Traffic()


@pytest.fixture(scope="module")
def kiosk(site: Site, traffic: Traffic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """One browser for all journeys; each begins at the start page."""
    with running(Kiosk(settings(site, tmp_path_factory.mktemp("kiosk")), traffic)) as found:
        yield found


@pytest.fixture(autouse=True)
def _at_home(kiosk: Kiosk, site: Site) -> None:
    bring_home(kiosk, site)


def _to(address: str) -> str:
    """Leave once the page has loaded: a browser lets an earlier leave replace the page in its history."""
    leave = f"() => setTimeout(() => {{ location.href = {json.dumps(address)} }}, 0)"
    return f"document.readyState === 'complete' ? ({leave})() : addEventListener('load', {leave})"


def _ways(site: Site, host: str) -> dict[str, str]:
    address = site.address(host, "/away")
    return {
        "link": _to(address),
        "redirect": _to(f"/leave?{address}"),
        "form": f"const f = document.createElement('form'); f.method = 'post'; f.action = {json.dumps(address)}; "
        "document.body.append(f); f.submit();",
        "window": f"window.open({json.dumps(address)})",
    }


@pytest.mark.parametrize("host", CLOSED)
@pytest.mark.parametrize("way", ["link", "redirect", "window"])
def test_no_closed_page_is_ever_attached_to(
    kiosk: Kiosk, site: Site, traffic: Traffic, host: str, way: str
) -> None:
    site.send_off(_ways(site, host)[way])
    until(kiosk, lambda reading: reading.page in ("identification", "bank", "hand_over"), "the closed page")
    for _ in range(5):
        assert kiosk.look().answers is None
    site.order("return document.title", "/away")
    _assert_never_attached(traffic, settings(site, Path()).places())


@pytest.mark.parametrize("host", ["bank", "id.home"])
def test_a_closed_frame_within_a_page_of_ours_is_never_attached_to(
    kiosk: Kiosk, site: Site, traffic: Traffic, host: str
) -> None:
    address = json.dumps(site.address(host, "/away"))
    site.order(f"const f = document.createElement('iframe'); f.src = {address}; document.body.append(f);")
    site.order("return document.title", "/away")
    until(kiosk, lambda reading: reading.answers is None, "the launcher lets go of the whole page")
    assert kiosk.look().page == "home"
    site.order("document.querySelector('iframe').remove()")
    until(kiosk, lambda reading: reading.answers, "the launcher looks again", 40.0)
    _assert_never_attached(traffic, settings(site, Path()).places())


def test_back_from_a_bank_and_again_by_history_is_never_attached_to(
    kiosk: Kiosk, site: Site, traffic: Traffic
) -> None:
    site.send_off(_to(site.address("bank", "/away")))
    until(kiosk, lambda reading: reading.page == "bank", "the bank")
    site.order("history.back()", "/away")
    until(kiosk, lambda reading: reading.answers, "home again")
    site.send_off("history.forward()")
    until(kiosk, lambda reading: reading.page == "bank", "the bank again")
    _assert_never_attached(traffic, settings(site, Path()).places())


def test_nothing_a_page_shows_or_is_called_leaves_the_launcher(
    kiosk: Kiosk, site: Site, traffic: Traffic
) -> None:
    site.order(f"console.error('{MARK}'); document.title = '{MARK}'; history.pushState(0, '', '/{MARK}')")
    said = [msgspec.json.encode(kiosk.answer(Look()))]
    site.send_off(_to(site.address("kela", "/away")), "/")
    until(kiosk, lambda reading: reading.page == "hand_over", "the hand-over")
    said += [msgspec.json.encode(kiosk.answer(request)) for request in (Look(), GoHome(), Look())]
    for line in said:
        assert MARK.encode() not in line
        assert b"localhost" not in line
    for message in traffic.said:
        assert "outerHTML" not in json.dumps(message)
        assert message["method"].split(".")[0] in ("Target", "Fetch", "Runtime", "Log", "Page")


def _assert_never_attached(traffic: Traffic, places: Places) -> None:
    """Follow the traffic in its own order: while a session stands, its page is one of ours."""
    sessions: dict[str, str] = {}
    for way, message in traffic.both:
        if way == "said":
            target = message["params"].get("targetId", "")
            assert message["method"] != "Target.attachToTarget" or target
            if message["method"] == "Target.detachFromTarget":
                sessions.pop(message["params"]["sessionId"], None)
            assert message.get("sessionId", "") in ("", *sessions), (
                f"said into a page already let go of: {message}"
            )
        elif message.get("method") == "Target.attachedToTarget":
            sessions[message["params"]["sessionId"]] = message["params"]["targetInfo"]["targetId"]
            assert _is_ours(message["params"]["targetInfo"], places)
        elif message.get("method") == "Target.targetInfoChanged":
            listed = message["params"]["targetInfo"]
            assert listed["targetId"] not in sessions.values() or _is_ours(listed, places)


def _is_ours(listed: dict[str, Any], places: Places) -> bool:
    return places.kind(listed["url"]) in ("home", "blank")
