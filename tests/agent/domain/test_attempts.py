"""Which remedies may be tried, by what was tried before; and what counts as worse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huonevahti_agent.domain.attempts import Attempt, Outcome, hindrance, made_worse
from huonevahti_wire.signals import Signal, State

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = ("unmute", "microphone")


def _tried(*tries: tuple[float, Outcome], reason: str = "") -> list[Attempt]:
    return [
        Attempt(number, *KEY, NOW - timedelta(hours=hours), (), outcome, reason)
        for number, (hours, outcome) in enumerate(tries, 1)
    ]


MAY = [
    pytest.param([], "", id="never tried"),
    pytest.param(_tried((3, "done"), (0.01, "done")), "", id="what helped may help again at once"),
    pytest.param(_tried((3, "done"), (2, "done"), (1, "done")), "too_often", id="as often as allowed"),
    pytest.param(_tried((25, "done"), (2, "done"), (1, "done")), "", id="yesterday's do not count"),
    pytest.param(
        _tried((3, "failed"), (2, ""), (1, "done")), "too_often", id="vain and interrupted ones count"
    ),
    pytest.param(_tried((3, "refused"), (2, "refused"), (1, "refused")), "", id="refused ones do not"),
    pytest.param(_tried((0.1, "failed")), "pause", id="a vain one is not repeated at once"),
    pytest.param(_tried((0.1, "refused")), "pause", id="nor a refused one"),
    pytest.param(_tried((0.1, "")), "pause", id="nor one that a crash ended"),
    pytest.param(_tried((0.5, "failed")), "", id="it is after a while"),
    pytest.param(_tried((20, "undone")), "worse", id="what made it worse is not tried again that day"),
    pytest.param(_tried((20, "failed"), reason="worse"), "worse", id="undone or not"),
    pytest.param(_tried((-3, "done"), (-2, "done"), (-1, "done")), "too_often", id="the clock was put back"),
]


@pytest.mark.parametrize(("tries", "why"), MAY)
def test_a_remedy_is_tried_a_few_times_a_day(tries: list[Attempt], why: str) -> None:
    assert hindrance(tries, KEY, 3, NOW) == why


def test_another_role_and_another_remedy_have_counts_of_their_own() -> None:
    tries = _tried((3, "done"), (2, "done"), (1, "done"))
    assert hindrance(tries, ("unmute", "speakers"), 3, NOW) == ""
    assert hindrance(tries, ("set_levels", "microphone"), 3, NOW) == ""


def _signals(**states: State) -> dict[str, Signal]:
    return {
        name.replace("_", ".", 1): Signal(name.replace("_", ".", 1), state, NOW)
        for name, state in states.items()
    }


@pytest.mark.parametrize(
    ("was", "now", "worse"),
    [
        (State.OK, State.FAILED, True),
        (State.OK, State.WARNING, False),
        (State.OK, State.NO_DATA, False),
        (State.WARNING, State.FAILED, False),
        (State.FAILED, State.FAILED, False),
        (State.FAILED, State.OK, False),
    ],
)
def test_worse_is_what_was_good_and_has_failed_now(was: State, now: State, worse: bool) -> None:
    before = _signals(speakers_muted=was, microphone_muted=State.FAILED)
    after = _signals(speakers_muted=now, microphone_muted=State.OK)
    assert made_worse(before, after, ("microphone.muted",)) == (("speakers.muted",) if worse else ())


def test_what_a_try_was_for_is_not_judged_twice() -> None:
    before, after = _signals(microphone_muted=State.OK), _signals(microphone_muted=State.FAILED)
    assert made_worse(before, after, ("microphone.muted",)) == ()
