"""Every page in every language: made without a hole, within the security policy, small enough, honest when it fails."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import pages, texts
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.pages._render import STATIC
from tests.fleet.pages.sample import NURMES, PORVOO, SampleStore, fault, incident, state
from tests.fleet.pages.serving import application

ADDRESSES = (
    *(
        "/",
        "/?q=joen&verdict=fit",
        "/?verdict=onboarding",
        "/rooms/porvoo",
        "/rooms/salo-1?span=week",
        "/rooms/imatra",
    ),
    *("/rooms/vaasa-1", "/incidents", "/incidents?state=over", "/incidents/1042", "/incidents/1038", "/wall"),
    *("/quarantine", "/changes", "/accessibility", "/notices"),
    *("/restarts", "/restarts?show=not_tonight", "/restarts/schedule", "/restarts/order?room=imatra&when=now"),
    *("/restarts/ordered?for=room&slug=imatra", "/morning"),
)
STEMS = sorted(
    key.removeprefix("fault.").removesuffix(".title")
    for key in texts.catalogue("en")
    if key.startswith("fault.") and key.endswith(".title")
)
TEMPLATES = sorted((Path(pages.__file__).parent / "templates").glob("*.html"))
VALUES = re.compile(r"%\((\w+)\)")


def client(store: SampleStore | None = None) -> TestClient:
    return TestClient(application(store or SampleStore(), demo=True), raise_server_exceptions=False)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_made_in_each_language(address: str, language: str) -> None:
    answer = client().get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    for own_name in texts.LANGUAGES.values() if address != "/wall" else ():  # the wall has no controls
        assert own_name in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("stem", STEMS)
def test_each_fault_can_be_shown_in_each_language(stem: str) -> None:
    slug, _, variant = stem.partition(".")
    keys = [text for key, text in texts.catalogue("en").items() if key.startswith(f"fault.{stem}.")]
    values = {name: 3 for text in keys for name in VALUES.findall(str(text))}
    found = incident(7, fault(slug, Owner.ON_SITE, variant=variant, values=values), "porvoo")
    store = SampleStore([state("porvoo", PORVOO, Verdict.UNFIT, incidents=(found,))])
    for language in texts.LANGUAGES:
        for address in ("/", "/rooms/porvoo", "/incidents/7", "/wall"):
            assert client(store).get(f"{address}?lang={language}").status_code == 200


@pytest.mark.parametrize("owner", Owner)
def test_each_owner_can_be_shown(owner: Owner) -> None:
    found = incident(7, fault("microphone_muted", owner, question="screen_lit"), "porvoo")
    store = SampleStore([state("porvoo", PORVOO, Verdict.UNFIT, incidents=(found,))])
    assert texts.say("en", f"owner.{owner}") in client(store).get("/?lang=en").text.replace("&#39;", "'")


def test_the_language_asked_for_is_remembered() -> None:
    visitor = client()
    assert '<html lang="sv">' in visitor.get("/?lang=sv").text
    assert '<html lang="sv">' in visitor.get("/incidents").text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_script_or_a_style_of_its_own(address: str) -> None:
    html = client().get(address).text
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|hx-on|js:", html)
    assert "unsafe" not in client().get(address).headers["content-security-policy"]
    assert "default-src 'none'" in client().get(address).headers["content-security-policy"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    plain = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    left = re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", plain))
    assert left == []


def test_names_from_outside_are_shown_as_text() -> None:
    evil = replace(NURMES, name={"fi": "<script>alert(1)</script>"})
    html = client(SampleStore([state("nurmes", evil)])).get("/").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_what_is_not_there_is_told_in_the_readers_language() -> None:
    for language in texts.LANGUAGES:
        for address in ("/rooms/nowhere", "/incidents/999", "/incidents/x", "/nothing"):
            answer = client().get(f"{address}?lang={language}")
            assert answer.status_code == 404
            assert texts.say(language, "error.404.title") in answer.text


def test_a_fault_of_our_own_is_told_and_a_program_gets_no_page() -> None:
    class Broken(SampleStore):
        def rooms(self) -> tuple[()]:
            raise OSError("the disk is gone")

    answer = client(Broken()).get("/?lang=sv")
    assert answer.status_code == 500
    assert texts.say("sv", "error.500.title") in answer.text
    assert "disk" not in answer.text
    assert client().get("/api/v1/nothing").headers["content-type"] == "application/json"


def test_the_first_view_of_a_thousand_rooms_is_small() -> None:
    many = [state(f"nurmes-{n}", NURMES, in_session=n % 7 == 0) for n in range(1, 1001)]
    answer = client(SampleStore(many)).get("/", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    scripts = ("vendor/htmx-2.min.js", "vendor/hx-sse-2.min.js", "hv.js", "hv.css")
    packed_bytes = sum(len(gzip.compress((STATIC / name).read_bytes(), 5)) for name in scripts)
    packed_bytes += len(gzip.compress(answer.content, 5))
    assert packed_bytes <= 60_000


def test_our_own_style_and_script_stay_small() -> None:
    assert (STATIC / "hv.css").stat().st_size <= 25_000
    assert len((STATIC / "hv.js").read_text(encoding="utf-8").splitlines()) <= 150
