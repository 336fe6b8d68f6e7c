"""A hand-over: a link nobody can guess, an answer with its history, and a packet that others can check."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from fastapi.testclient import TestClient

from huonevahti_fleet.__main__ import main
from huonevahti_fleet.domain.limits import QUOTAS
from huonevahti_fleet.domain.packets import is_handed_out
from huonevahti_fleet.flows.hand_over import LINK_LASTS
from huonevahti_fleet.flows.verify_packet import BadPacket, verified
from huonevahti_fleet.pages._errors import FOR_STRANGERS
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.store import Store
from huonevahti_wire.signals import State
from tests.fakes.fleet import GONE, NOW, SEAL, intake_over, later, report, said, signal
from tests.fleet.pages.post_office import web

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"


def _made(client: TestClient, kept: Store) -> str:
    assert client.post("/incidents/1/handover").status_code == 303
    return f"/handover/{kept.packets.of_incident(1)[-1].token}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Points to it", "Not yet accepted", "Customers are not heard: the microphone is gone")),
        ("fi", ("Mittaukset", "Ei vielä hyväksytty", "Asiakasta ei kuulla: mikrofoni puuttuu")),
        ("sv", ("Mätningar", "Ännu inte accepterat", "Kunden hörs inte: mikrofonen saknas")),
    ],
)
def test_the_receiver_sees_the_case_in_its_language_and_nothing_else_of_the_server(
    kept: Store, language: str, words: tuple[str, ...]
) -> None:
    with web(kept) as client:
        page = client.get(f"{_made(client, kept)}?lang={language}")
    assert [word for word in words if word not in page.text] == []
    assert 'href="/incidents' not in page.text
    assert 'href="/"' not in page.text
    assert (page.headers["referrer-policy"], page.headers["x-robots-tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )


def test_a_packet_says_nothing_of_a_session(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        document = client.get(f"{link}/packet.json").text
        text = client.get(f"{link}/packet.txt?lang=en").text
    assert "session" not in document
    assert "speakers.volume" in document
    assert "60" in text
    assert "- The microphone is not found since" in text


OF_A_VISIT = (
    *(signal("call.frames", value=30.0), signal("microphone.recording", value=1.0)),
    *(signal("kiosk.page", value="home"), signal("kiosk.start_button", State.NO_DATA)),
    *(signal("probe.call.ran", value=0.0), signal("network.loss", value=0.0)),
)


def test_a_packet_of_a_room_with_a_customer_inside_does_not_tell_it_from_an_empty_one(kept: Store) -> None:
    with web(kept) as client:
        intake_over(kept, later(60)).take([said(report(2, GONE, *OF_A_VISIT))], later(60))
        packet = json.loads(client.get(f"{_made(client, kept)}/packet.json").content)["packet"]
    names = [found["name"] for found in packet["measurements"]]
    assert names == ["microphone.present", "network.loss"]  # what is wrong comes first
    assert packet["not_measured"] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("asiakaskamera", "jonkun muun käynnistämänä, hallitusti", "USB Document Camera")),
        ("sv", ("kundkameran", "av någon annan, kontrollerat", "USB Document Camera")),
        ("en", ("customer camera", "by somebody else, in order", "USB Document Camera")),
    ],
)
def test_codes_are_read_as_words_and_names_of_devices_as_they_are(language: str, words: tuple[str, ...]) -> None:
    read = [
        Reader(language, NOW).quantity(signal(name, value=value))
        for name, value in (
            ("camera.order", "customer"),
            ("boot.cause", "foreign_clean"),
            ("camera.document.present", "USB Document Camera"),
        )
    ]
    assert tuple(read) == words


@pytest.mark.parametrize(
    ("name", "rests_on", "is_seen"),
    [
        ("camera.customer.present", (), True),
        ("kiosk.running", (), True),
        ("call.loss", (), False),
        ("call.loss", ("call.loss",), True),
        ("application.state", (), False),
        ("probe.cameras.ran", (), False),
    ],
)
def test_of_visits_and_of_ourselves_only_what_a_fault_rests_on_is_handed_out(
    name: str, rests_on: tuple[str, ...], is_seen: bool
) -> None:
    assert is_handed_out(name, rests_on) is is_seen


def test_a_guesser_is_stopped_and_leads_nowhere_while_a_link_that_works_goes_on(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        codes = [client.get("/handover/guessed").status_code for _ in range(QUOTAS["look"].count + 1)]
        assert (codes[0], codes[-2], codes[-1]) == (404, 404, 429)
        stopped = client.get("/handover/guessed")
        assert (stopped.headers["retry-after"], 'href="/incidents' in stopped.text) == ("60", False)
        assert client.get(link).status_code == 200
        codes = [client.get(link).status_code for _ in range(QUOTAS["held"].count)]
        assert codes[-1] == 429


def test_an_answer_is_saved_with_its_desk_and_time_and_a_later_one_is_added(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        no = {"desk": "Neuvonta", "answer": "rejected", "reason": "not_ours", "text": "Mikki on kytketty."}
        assert client.post(link, data=no).headers["location"] == f"{link}?said=thanks"
        assert client.post(link, data={"desk": "Vuorovastaava", "answer": "accepted"}).status_code == 303
        incident = client.get("/incidents/1?lang=en").text
        rooms = client.get("/?lang=en").text
        listed = client.get("/api/v1/incidents/1/handovers").json()["items"]
    assert "rejected by Neuvonta: The evidence does not point to us. Mikki on kytketty." in incident
    assert "Handed over, accepted by Vuorovastaava" in rooms
    assert [(d["answer"], d["desk"], d["reason"]) for d in listed[0]["decisions"]] == [
        ("rejected", "Neuvonta", "not_ours"),
        ("accepted", "Vuorovastaava", ""),
    ]
    assert listed[0]["standing"] == "accepted"
    assert listed[0]["link"].startswith("https://hv.example.fi/handover/")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"desk": "", "answer": "accepted"}, "Say which desk or role answers"),
        ({"desk": "maija@example.fi", "answer": "accepted"}, "Say which desk or role answers"),
        ({"desk": "x" * 61, "answer": "accepted"}, "Say which desk or role answers"),
        ({"desk": "Tuki", "answer": "rejected", "reason": ""}, "Choose a reason for rejecting"),
        ({"desk": "Tuki", "answer": "rejected", "reason": "odd"}, "Choose a reason for rejecting"),
        ({"desk": "Tuki", "answer": "accepted", "text": "y" * 301}, "At most 300 characters"),
    ],
)
def test_an_answer_that_cannot_be_used_is_shown_again(kept: Store, form: dict[str, str], told: str) -> None:
    with web(kept) as client:
        answer = client.post(f"{_made(client, kept)}?lang=en", data=form)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert form["desk"] in answer.text
    assert kept.packets.of_incident(1)[0].decisions == ()


def test_a_link_takes_so_many_answers_and_no_more(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        answers = [client.post(link, data={"desk": "D", "answer": "accepted"}).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]


def test_an_ended_an_expired_and_a_guessed_link_are_the_same_to_a_stranger(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        packet = kept.packets.of_incident(1)[0].packet
        assert client.get(link).status_code == 200
        assert client.post(f"/incidents/1/handover/{packet}/revoke").status_code == 303
        guessed = client.get("/handover/guessed")
        for path in (link, f"{link}/packet.json", f"{link}/packet.txt"):
            assert client.get(path).status_code == guessed.status_code == 404
        assert client.post(link, data={"desk": "D", "answer": "accepted"}).status_code == 404
        assert "Link ended" in client.get("/incidents/1?lang=en").text
        other = _made(client, kept)
    with web(kept, LINK_LASTS.total_seconds() + 200) as client:
        assert client.get(other).status_code == 404


def test_a_foreign_page_can_neither_make_a_packet_nor_answer_one(kept: Store) -> None:
    with web(kept) as client:
        link = _made(client, kept)
        evil = {"Origin": "https://evil.example"}
        assert client.post("/incidents/1/handover", headers=evil).status_code == 403
        assert client.post("/api/v1/incidents/1/handovers", headers=evil).status_code == 403
        assert client.post(link, data={"desk": "D", "answer": "accepted"}, headers=evil).status_code == 403
    assert len(kept.packets.of_incident(1)) == 1


def test_tokens_have_256_bits(kept: Store) -> None:
    with web(kept) as client:
        for _ in range(5):
            client.post("/incidents/1/handover")
    tokens = {handover.token for handover in kept.packets.of_incident(1)}
    assert [len(token) for token in tokens] == [43] * 5


def test_the_receiver_can_check_a_packet_with_the_few_lines_of_the_page_that_tells_how(kept: Store) -> None:
    page = (HOW_TO / "routes.md").read_text(encoding="utf-8")
    code = next(block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def check(" in block)
    given: dict[str, Any] = {}
    exec(code, given)  # noqa: S102  what readers are told to run
    with web(kept) as client:
        text = client.get(f"{_made(client, kept)}/packet.json").text
    assert given["check"](text, SEAL.public_key.hex())["incident"] == 1
    with pytest.raises(InvalidSignature):
        given["check"](text.replace("microphone", "loudspeaker"), SEAL.public_key.hex())


def test_the_page_on_proxies_lets_each_page_for_strangers_through_and_no_other() -> None:
    page = (HOW_TO / "complaints.md").read_text(encoding="utf-8")
    let_through = re.findall(r"^location (?:=|\^~) (\S+)", page, re.MULTILINE)
    assert [path for path in let_through if not path.startswith((*FOR_STRANGERS, "/static/"))] == []
    assert [start for start in FOR_STRANGERS if not any(path.startswith(start) for path in let_through)] == []
    assert "X-Forwarded-For $remote_addr" in page


def _file(kept: Store, folder: Path) -> Path:
    with web(kept) as client:
        path = folder / "packet.json"
        path.write_bytes(client.get(f"{_made(client, kept)}/packet.json").content)
    return path


def test_another_organisation_checks_a_packet_with_the_public_key_alone(
    kept: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(kept, tmp_path)
    assert main(["verify-packet", str(path), "--key", SEAL.public_key.hex()]) == 0
    assert f"signed by key {SEAL.key_id}, incident 1" in capsys.readouterr().out
    key = tmp_path / "server.pub"
    key.write_text(SEAL.public_key.hex() + "\n", encoding="ascii")
    laid_out = json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=7, sort_keys=True)
    path.write_text(laid_out, encoding="utf-8")
    assert main(["verify-packet", str(path), "--key", str(key)]) == 0


def test_a_packet_that_was_changed_or_signed_by_another_is_not_believed(kept: Store, tmp_path: Path) -> None:
    text = _file(kept, tmp_path).read_bytes()
    public = SEAL.public_key
    assert verified(text, public, "x")["incident"] == 1
    with pytest.raises(BadPacket, match="changed after it was signed"):
        verified(text.replace(b'"incident": 1', b'"incident": 2'), public, "x")
    with pytest.raises(BadPacket, match="it names key"):
        verified(text, bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), "x")


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"packet": {}, "signature": "zz"}', b'{"packet": 1, "signature": ""}']
)
def test_what_is_no_packet_is_said_to_be_none(text: bytes) -> None:
    with pytest.raises(BadPacket, match=r"x: no packet; an object with packet, key_id and signature"):
        verified(text, SEAL.public_key, "x")


def test_a_bad_file_and_a_bad_key_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-packet", str(tmp_path / "none.json"), "--key", "00" * 32]) == 1
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert main(["verify-packet", str(tmp_path), "--key", "nothing"]) == 1
    assert "64 hex digits or a file that holds them were expected" in capsys.readouterr().err
