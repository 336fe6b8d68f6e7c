"""An answer as page and file, and the owner's reply to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.clear import Clearance
from huonevahti_fleet.domain.complaints import REASONS
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import HoursPlan
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.domain.symptoms import MEANINGS, Symptom
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.complaint import view
from huonevahti_fleet.store import Store
from tests.fakes.fleet import later
from tests.fleet.pages.caring import Clock, application, troubled


@pytest.fixture
def web(kept: Store) -> Iterator[TestClient]:
    """A cleared room's complaint, number 1."""
    troubled(kept)
    with TestClient(application(kept, Clock()), follow_redirects=False) as client:
        client.post("/complain", data={"room": "nurmes", "time": "now", "symptom": "no_picture"})
        yield client


def test_a_clearance_says_what_was_measured_what_not_and_whom_it_suspects(web: TestClient, kept: Store) -> None:
    made = kept.complaints.of_number(1)
    assert made is not None
    assert isinstance(made.answer, Clearance)
    shown = view(made, kept.rooms()[1], (), Reader("en", later(306)))
    assert shown.heading == "Nurmes was fit at 10:35"
    assert (shown.owner_label, shown.owner) == ("Suspected", texts.say("en", "owner.remote_access"))
    assert [line.name for line in shown.measured] == ["Customer camera plugged in", "Order of the cameras"]
    assert shown.not_measured
    assert "Does the same specialist" in shown.question
    page = web.get("/clearances/1?lang=en").text
    assert shown.why[-1] in page.replace("&#39;", "'")


def test_the_page_says_whom_to_call_now_and_what_to_do_while_nobody_answers(web: TestClient, kept: Store) -> None:
    never = HoursPlan(holidays="")
    kept.routes.save(
        Route(owner=Owner.REMOTE_ACCESS, name="Etätuki", phone="+358 (0)9 1", hours=never, outside="Odota aamuun.")
    )
    page = web.get("/clearances/1?lang=en").text
    assert texts.say("en", "call.heading") in page
    assert 'href="tel:+35891"' in page
    assert "Odota aamuun." in page


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_file_can_be_sent_as_it_stands(web: TestClient, language: str) -> None:
    answer = web.get(f"/clearances/1.txt?lang={language}")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="clearance-1.txt"'
    lines = answer.text.splitlines()
    assert max(map(len, lines)) <= 78
    assert texts.say(language, "answer.measured") in lines
    assert texts.say(language, "answer.not_measured") in lines


def test_the_json_holds_codes_and_measurements(web: TestClient) -> None:
    answer = web.get("/clearances/1.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="clearance-1.json"'
    found = answer.json()
    assert found["schema"] == "fi.huonevahti.complaint.v1"
    assert (found["outcome"], found["owner"]) == ("clearance", "remote_access")
    assert [one["name"] for one in found["answer"]["measured"]] == ["camera.customer.present", "camera.order"]


@pytest.mark.parametrize("path", ["/clearances/2", "/complaints/x", "/clearances/1.pdf", "/complaints/99999999999.txt"])
def test_what_is_not_there_is_said_so(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 404


def test_an_owner_answers_and_the_complaint_is_no_longer_open(web: TestClient, kept: Store) -> None:
    assert web.post("/complaints/1/reply", data={"reply": "rejected.not_found"}).status_code == 303
    assert kept.complaints.open() == ()
    page = web.get("/complaints/1?lang=en").text
    assert "rejected: no fault found with us" in page


@pytest.mark.parametrize("reply", ["", "accepted.not_ours", "shouted.mended", "accepted.he was rude"])
def test_a_reply_that_is_none_is_refused(web: TestClient, kept: Store, reply: str) -> None:
    assert web.post("/complaints/1/reply", data={"reply": reply}).status_code == 404
    assert len(kept.complaints.open()) == 1


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_code_of_an_answer_has_words(language: str) -> None:
    keys = [f"symptom.{s}" for s in Symptom] + [f"why.usual.{s}" for s in Symptom]
    keys += [f"decides.{m.question}" for m in MEANINGS.values()]
    keys += [f"unseen_side.{code}" for m in MEANINGS.values() for code in m.unseen]
    keys += [f"reply_reason.{reason}" for reasons in REASONS.values() for reason in reasons]
    keys += [f"answer.unclear.{reason}" for reason in ("not_heard", "too_little", "disturbed")]
    assert [key for key in keys if not texts.knows(language, key)] == []
