"""A specialist's own check as strangers meet it: its page, its limits, its codes, and no way further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.limits import QUOTAS
from huonevahti_fleet.flows.keep_check import look_up
from huonevahti_fleet.pages.check import BLIND, PARTS, view
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from tests.fakes.fleet import later
from tests.fleet.pages.caring import Clock, application

WELL: dict[str, Any] = {
    "cameras": 1, "picture": "normal", "microphones": 1, "microphone": "heard", "speakers": "heard",
    "udp": "open", "tcp": "open", "tls": "not_tested",
}


@pytest.fixture
def web(kept: Store, tmp_path: Path) -> Iterator[TestClient]:
    """The application with a relay set up."""
    secret = tmp_path / "relay.secret"
    secret.write_text("not so secret\n")
    relay = {"relay_host": "turn.example", "relay_tls_port": 5349, "relay_secret_file": str(secret)}
    with TestClient(application(kept, Clock(), **relay)) as client:
        yield client


def test_the_page_may_use_the_readers_own_devices_and_leads_nowhere(web: TestClient) -> None:
    answer = web.get("/check?lang=en")
    assert answer.headers["permissions-policy"].startswith("camera=(self), microphone=(self)")
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"
    links = set(re.findall(r'(?:href|src|action)="([^"]+)"', answer.text))
    assert {link for link in links if not link.startswith(("/check?", "/static/", "#i-"))} == set()
    assert "<script>" not in answer.text
    assert " on" not in re.sub(r">[^<]*<", "><", answer.text).replace(" on ", "")


def test_without_a_script_each_part_says_how_to_look_by_hand(web: TestClient) -> None:
    page = web.get("/check?lang=en").text
    assert texts.say("en", "check.no_script") in page
    for part in PARTS:
        assert texts.say("en", f"check.{part.name}.by_hand") in page
    for code in BLIND:
        assert texts.say("en", f"check.blind.{code}.look") in page


def test_credentials_are_short_lived_and_have_a_quota(web: TestClient) -> None:
    answer = web.post("/check/relay")
    assert [way["transport"] for way in answer.json()["ways"]] == ["udp", "tcp", "tls"]
    assert int(answer.json()["username"].partition(":")[0]) == int(later(306).timestamp()) + 600
    assert answer.headers["cache-control"] == "no-store"
    codes = [web.post("/check/relay").status_code for _ in range(QUOTAS["relay"].count)]
    assert (codes[-2], codes[-1]) == (200, 429)


def test_a_server_without_a_relay_or_its_secret_hands_out_nothing(kept: Store) -> None:
    assert view(Settings(broker_host=""))["has_relay"] is False
    bare = {"relay_host": "turn.example"}
    for settings in ({}, bare, bare | {"relay_secret_file": "/no/such"}):
        with TestClient(application(kept, Clock(), **settings)) as web:
            assert web.post("/check/relay").json() == {"ways": []}


def test_a_result_is_kept_under_a_code_as_codes_only(web: TestClient, kept: Store) -> None:
    answer = web.post("/check/results", json=WELL)
    assert list(answer.json()) == ["code"]
    found = look_up(kept, answer.json()["code"], later(400))
    assert found is not None
    assert found.result.picture == "normal"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 422),
        (b"[", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"x" * 1025, "application/json", 413),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
    ],
)
def test_what_is_no_result_is_refused(web: TestClient, body: bytes, kind: str, status: int) -> None:
    assert web.post("/check/results", content=body, headers={"Content-Type": kind}).status_code == status


@pytest.mark.parametrize("extra", [{"label": "HD Webcam (046d:0825)"}, {"picture": "HD Webcam"}, {"note": "x"}])
def test_the_name_of_a_device_cannot_come_in(web: TestClient, extra: dict[str, str]) -> None:
    assert web.post("/check/results", json=WELL | extra).status_code == 422


@pytest.mark.parametrize("path", ["/check/results", "/check/relay"])
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_pages_of_other_servers_get_nothing(web: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = web.post(path, json=WELL, headers=headers)
    assert (answer.status_code, answer.json()) == (403, {"error": "foreign"})
    assert "access-control-allow-origin" not in answer.headers


def test_results_and_looks_have_a_quota(web: TestClient) -> None:
    codes = [web.post("/check/results", json=WELL).status_code for _ in range(QUOTAS["result"].count + 1)]
    assert codes == [200] * QUOTAS["result"].count + [429]
    codes = [web.get("/check").status_code for _ in range(QUOTAS["look"].count + 1)]
    assert (codes[0], codes[-1]) == (200, 429)


def test_an_address_below_the_check_that_is_none_leads_nowhere(web: TestClient) -> None:
    answer = web.get("/check/other")
    assert answer.status_code == 404
    assert 'href="/"' not in answer.text


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_outcome_has_words(language: str) -> None:
    keys = [f"check.{part.name}.{code}" for part in PARTS for code in part.good + part.bad]
    assert [key for key in keys if not texts.knows(language, key)] == []
