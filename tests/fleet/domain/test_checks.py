"""A specialist's own check: what is suspected from its codes, its code, and the relay's credentials."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain import relays
from huonevahti_fleet.domain.checks import (
    LETTERS,
    CheckResult,
    digest,
    grouped,
    new_code,
    read_code,
    suspected,
    to_ask,
)
from tests.fakes.fleet import NOW

WELL: dict[str, Any] = {
    "cameras": 1, "picture": "normal", "microphones": 1, "microphone": "heard", "speakers": "heard",
    "udp": "open", "tcp": "open", "tls": "open",
}


@pytest.mark.parametrize(
    ("changed", "doubts"),
    [
        ({}, ()),
        ({"picture": "black"}, ("picture_black",)),
        ({"picture": "refused", "microphone": "refused"}, ("camera_refused", "microphone_refused")),
        ({"cameras": 3, "microphones": 2}, ()),  # a laptop with a second camera is no fault
        ({"udp": "blocked"}, ("udp_blocked",)),
        ({"udp": "blocked", "tcp": "blocked", "tls": "blocked"}, ("relay_blocked",)),
        ({"udp": "blocked", "tcp": "not_tested", "tls": "not_tested"}, ("relay_blocked",)),
        ({"udp": "not_tested", "tcp": "not_tested", "tls": "not_tested"}, ()),
        ({"speakers": "not_heard"}, ("speakers_silent",)),
        ({"browser": "lacks_parts"}, ("old_browser",)),
    ],
)
def test_codes_become_suspicions(changed: dict[str, Any], doubts: tuple[str, ...]) -> None:
    assert suspected(msgspec.convert(WELL | changed, CheckResult)) == doubts


def test_several_devices_are_worth_a_question_and_no_suspicion() -> None:
    assert to_ask(msgspec.convert(WELL | {"cameras": 3, "microphones": 2}, CheckResult)) == (
        "many_cameras",
        "many_microphones",
    )
    assert to_ask(msgspec.convert(WELL, CheckResult)) == ()


@pytest.mark.parametrize(
    "extra", [{"label": "HD Webcam"}, {"cameras": "HD Webcam"}, {"picture": "data:image"}, {"cameras": 10}]
)
def test_a_result_can_hold_nothing_but_codes_and_small_counts(extra: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(WELL | extra, CheckResult)


@given(st.text(LETTERS, min_size=25, max_size=25))
def test_a_code_is_read_however_it_was_typed(letters: str) -> None:
    code = grouped(letters)
    assert read_code(code) == read_code(code.lower().replace("-", " ")) == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_a_code(text: str) -> None:
    found = read_code(text)
    assert found is None or read_code(found) == found


def test_codes_differ_and_are_stored_as_digests() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 29 and code not in digest(code) for code in codes)


def test_credentials_expire_by_their_name_and_are_signed_as_the_relay_expects() -> None:
    name, password = relays.credentials("secret", NOW)
    assert int(name.partition(":")[0]) == int(NOW.timestamp()) + 600
    assert base64.b64decode(password) == hmac.new(b"secret", name.encode(), "sha1").digest()
    assert relays.credentials("secret", NOW)[0] != name


@pytest.mark.parametrize(
    ("host", "tls_port", "urls"),
    [
        ("", 5349, []),
        ("turn.example", 0, ["turn:turn.example:3478?transport=udp", "turn:turn.example:3478?transport=tcp"]),
        (
            "2001:db8::1",
            5349,
            [
                "turn:[2001:db8::1]:3478?transport=udp",
                "turn:[2001:db8::1]:3478?transport=tcp",
                "turns:[2001:db8::1]:5349?transport=tcp",
            ],
        ),
    ],
)
def test_the_ways_to_a_relay_are_its_transports(host: str, tls_port: int, urls: list[str]) -> None:
    assert [way.url for way in relays.ways(host, 3478, tls_port)] == urls
