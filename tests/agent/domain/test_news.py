"""What is news, and what is a number that only moved a little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.news import fitting, has_moved, is_change, signal
from huonevahti_wire.signals import Signal, State

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)


def _signal(
    state: State = State.OK, value: bool | float | str | None = None, unit: str = "", reason: str = ""
) -> Signal:
    return Signal("microphone.volume", state, EARLIER, value, unit, None, reason)


CHANGES = {
    "nothing": (_signal(), _signal(), False),
    "its state": (_signal(), _signal(State.FAILED), True),
    "its reason": (_signal(State.FAILED, reason="missing"), _signal(State.FAILED, reason="unplugged"), True),
    "a number": (_signal(value=0.5), _signal(value=0.6), False),
    "a truth": (_signal(value=False), _signal(value=True), True),
    "a name": (_signal(value="HARICA"), _signal(value="Zscaler"), True),
    "a number that came": (_signal(), _signal(value=0.5), True),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_must_be_sent_at_once(case: str) -> None:
    sent, now, expected = CHANGES[case]
    assert is_change(sent, now) is expected


@pytest.mark.parametrize(
    ("name", "was", "word", "expected"),
    [
        ("session.guard", "busy", "ask_person", NOW),
        ("session.guard", "ask_person", "ask_person", EARLIER),
        ("network.portal", "busy", "ask_person", EARLIER),
    ],
    ids=["a guard that asks for a person now", "one that still does", "any other signal"],
)
def test_a_guard_stands_since_its_word_and_all_else_since_its_state(
    name: str, was: str, word: str, expected: datetime
) -> None:
    before = Signal(name, State.OK, EARLIER, was)
    assert signal(Judgement(name, State.OK, word), before, NOW).since == expected


def test_a_signal_never_sent_is_news() -> None:
    assert is_change(None, _signal())


MOVES = [
    ("ratio", 0.50, 0.54, False),
    ("ratio", 0.50, 0.56, True),
    ("seconds", 0.010, 0.050, False),
    ("seconds", 0.050, 0.200, True),
    ("seconds", 10.0, 12.0, False),
    ("celsius", 50.0, 54.0, False),
    ("celsius", 50.0, 56.0, True),
    ("bytes", 30e6, 31e6, False),
    ("bytes", 30e6, 36e6, True),
    ("per_day", 1.0, 2.0, True),
    ("", 1.0, 1.0, False),
]


@pytest.mark.parametrize(("unit", "before", "after", "expected"), MOVES)
def test_how_far_a_number_must_move_for_a_sample(
    unit: str, before: float, after: float, expected: bool
) -> None:
    assert has_moved(_signal(value=before, unit=unit), _signal(value=after, unit=unit)) is expected


@pytest.mark.parametrize(("after", "expected"), [(0.14, False), (0.16, True)])
def test_cpu_must_move_further_for_it_never_stands_still(after: float, expected: bool) -> None:
    before, now = (Signal("machine.cpu", State.OK, EARLIER, value, "ratio") for value in (0.05, after))
    assert has_moved(before, now) is expected


@pytest.mark.parametrize(("after", "expected"), [(7200.0, False), (7300.0, True), (20.0, True)])
def test_a_pages_age_is_told_by_the_hour_and_when_it_is_young_again(after: float, expected: bool) -> None:
    before, now = (Signal("kiosk.page_age", State.OK, EARLIER, value, "seconds") for value in (3650.0, after))
    assert has_moved(before, now) is expected


def test_since_goes_back_to_when_the_state_began() -> None:
    failed = Judgement("microphone.volume", State.FAILED, 0.1, "ratio", 0.4, "too_low")
    assert signal(failed, None, NOW).since == NOW
    assert signal(failed, _signal(State.OK), NOW).since == NOW
    assert signal(failed, _signal(State.FAILED, reason="missing"), NOW).since == EARLIER


NAMES = ["C=FI, O=Traficom", "kela@example.fi", "https://example.fi/?q=#x", "x" * 500, "Ääni \\"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_made_to_fit_the_wire(name: str) -> None:
    judged = signal(Judgement("network.interceptor", State.FAILED, name), None, NOW)
    assert msgspec.json.decode(msgspec.json.encode(judged), type=Signal) == judged
    assert len(fitting(name)) <= 96
