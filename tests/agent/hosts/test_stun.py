"""STUN by the bytes: what is sent, and what counts as an answer to it."""

from __future__ import annotations

import struct

import pytest

from huonevahti_agent.hosts.linux import stun

OWN = bytes(range(12))
SUCCESS = struct.pack("!HHI", 0x0101, 0, 0x2112A442) + OWN


@pytest.mark.parametrize("kind", [stun.BINDING, stun.ALLOCATE])
@pytest.mark.parametrize("size_bytes", [100, 548, 1472])
def test_a_request_is_as_large_as_asked_for_and_says_so(kind: int, size_bytes: int) -> None:
    packet = stun.request(kind, OWN, size_bytes)
    told_kind, length, cookie = struct.unpack_from("!HHI", packet)
    assert (told_kind, length, cookie, packet[8:20]) == (kind, size_bytes - 20, 0x2112A442, OWN)
    assert len(packet) == size_bytes


def test_what_fills_it_up_is_of_those_that_nobody_needs_to_know() -> None:
    attribute, length = struct.unpack_from("!HH", stun.request(stun.BINDING, OWN, 100), 20)
    assert attribute & 0x8000
    assert length == 76


def test_a_request_of_no_size_holds_nothing_more_than_it_must() -> None:
    assert len(stun.request(stun.BINDING, OWN)) == 20
    assert stun.request(stun.ALLOCATE, OWN)[20:] == bytes.fromhex("00190004 11000000".replace(" ", ""))


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        pytest.param(SUCCESS, OWN, id="a success"),
        pytest.param(b"\x01\x13" + SUCCESS[2:], OWN, id="an error: unauthorised"),
        pytest.param(b"\x00\x01" + SUCCESS[2:], b"", id="our own request sent back"),
        pytest.param(b"\x00\x11" + SUCCESS[2:], b"", id="an indication"),
        pytest.param(b"\x41\x01" + SUCCESS[2:], b"", id="data of a channel"),
        pytest.param(SUCCESS[:4] + bytes(4) + OWN, b"", id="another cookie"),
        pytest.param(SUCCESS[:-1], b"", id="cut short"),
        pytest.param(SUCCESS + b"\0", b"", id="longer than it says"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", id="another tongue"),
        pytest.param(b"", b"", id="nothing"),
    ],
)
def test_only_an_answer_counts(packet: bytes, expected: bytes) -> None:
    assert stun.answered(packet) == expected


@pytest.mark.parametrize("head", [b"HTTP/1.1 400 Bad Req", b"\x01\x01\xff\xff" + SUCCESS[4:]])
def test_a_head_of_another_tongue_is_refused(head: bytes) -> None:
    with pytest.raises(ValueError, match="no message of STUN"):
        stun.length(head)
