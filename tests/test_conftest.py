"""The guards that every test relies on."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.waiting import wait_until


def test_a_connection_that_leaves_the_machine_is_refused() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match=r"192\.0\.2\.1:80, expected loopback"):
        outward.connect(("192.0.2.1", 80))


def test_a_connection_to_loopback_is_allowed(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)), socket.socket() as inward:
        inward.connect(("127.0.0.1", free_port))


def test_waiting_ends_at_its_deadline_and_says_for_what() -> None:
    with pytest.raises(AssertionError, match=r"the moon: still 0 after 0\.01 s"):
        wait_until(lambda: 0, "the moon", seconds=0.01)


def test_a_scale_is_one_of_the_two_counts(scaled: Callable[[int, int], int]) -> None:
    assert scaled(3, 200) in (3, 200)
