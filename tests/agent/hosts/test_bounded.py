"""Calls without a time limit of their own, given one."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux.bounded import Bounded


def test_two_threads_take_turns_and_both_are_answered() -> None:
    bounded, inside, most = Bounded("turns", ()), [0], [0]

    def work() -> str:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.1)
        inside[0] -= 1
        return "answer"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: bounded.call(5.0, work), range(4)))
    assert (answers, most) == (["answer"] * 4, [1])


def test_a_stuck_call_fails_in_its_time_and_the_next_one_at_once() -> None:
    bounded, is_let_go = Bounded("stuck", ()), threading.Event()
    with pytest.raises(Unavailable, match="timeout"):
        bounded.call(0.05, is_let_go.wait)
    began = time.monotonic()
    with pytest.raises(Unavailable, match="timeout"):
        bounded.call(5.0, lambda: None)
    assert time.monotonic() - began < 1.0
    is_let_go.set()
