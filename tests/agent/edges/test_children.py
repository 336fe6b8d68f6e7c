"""The children verify and compile as the parent relies on, each in a process of its own."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huonevahti_agent.edges import children
from huonevahti_agent.edges.children import ChildVerifier, read_profile
from huonevahti_agent.edges.verify import Question, refusal
from huonevahti_wire.messages import Signed
from huonevahti_wire.profile import BadProfile, Profile
from huonevahti_wire.signing import CONFIG, JOB, key_id, signed_bytes

TOPIC = "hv/1/imatra/config/desired"
KEY, OTHER = (
    Ed25519PrivateKey.from_private_bytes(b"\1" * 32),
    Ed25519PrivateKey.from_private_bytes(b"\2" * 32),
)
PUBLIC = KEY.public_key().public_bytes_raw()


def _signed(
    key: Ed25519PrivateKey = KEY, purpose: str = CONFIG, topic: str = TOPIC, payload: bytes = b"{}"
) -> Signed:
    signature = key.sign(signed_bytes(purpose, topic, payload))
    return Signed(key_id=key_id(key.public_key().public_bytes_raw()), payload=payload, signature=signature)


CASES = {
    "good": (_signed(), ""),
    "of another key": (_signed(OTHER), "key"),
    "of another key under our name": (
        msgspec.structs.replace(_signed(OTHER), key_id=key_id(PUBLIC)),
        "signature",
    ),
    "for another purpose": (_signed(purpose=JOB), "signature"),
    "for another terminal": (_signed(topic="hv/1/nurmes/config/desired"), "signature"),
    "with another payload": (msgspec.structs.replace(_signed(), payload=b"{ }"), "signature"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_envelope_is_trusted_for_one_purpose_topic_key_and_payload(case: str) -> None:
    signed, expected = CASES[case]
    assert refusal(Question(CONFIG, TOPIC, PUBLIC, signed)) == expected


def test_the_child_answers_as_the_function_does() -> None:
    verify = ChildVerifier(PUBLIC)
    assert verify(CONFIG, TOPIC, _signed()) == ""
    assert verify(CONFIG, TOPIC, _signed(OTHER)) == "key"


def test_without_a_key_nothing_is_trusted() -> None:
    assert ChildVerifier(b"")(CONFIG, TOPIC, _signed()) == "no_key"


def test_a_child_that_does_not_answer_trusts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "CHILD_SECONDS", 0.001)
    assert ChildVerifier(PUBLIC)(CONFIG, TOPIC, _signed()) == "verifier"


def test_a_profile_in_yaml_is_read_through_a_child(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_text("name: room\nplatform: linux\nheartbeat_seconds: 5\n", encoding="utf-8")
    assert read_profile(path) == Profile(name="room", platform="linux", heartbeat_seconds=5.0)


def test_a_bad_profile_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_text("name: room\nplatform: linux\nwallpaper: birch\n", encoding="utf-8")
    with pytest.raises(BadProfile, match=r"room\.yaml:3: .*wallpaper"):
        read_profile(path)
