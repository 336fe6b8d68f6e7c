"""The terminal's application judged by its own word."""

from __future__ import annotations

import pytest

from huonevahti_agent.probes import application
from huonevahti_agent.probes.application import Sample
from huonevahti_kiosk.application import FRESH_SECONDS, ApplicationReading, State, Word
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY


def _judged(state: State, age_seconds: float = 1.0, version: str = "2.1", error: str = "") -> dict[str, str]:
    word = Word(v=1, state=state, version=version, error=error)
    reading = ApplicationReading(word=word, age_seconds=age_seconds, state_seconds=age_seconds)
    return words(application.signals(Sample(reading), EMPTY))


@pytest.mark.parametrize("state", ["start", "identifying", "waiting", "in_call", "feedback"])
def test_an_application_that_speaks_is_ok_in_each_state(state: State) -> None:
    assert _judged(state) == {"application.state": "ok", "application.version": "ok"}


def test_an_application_in_error_has_failed_with_its_own_code() -> None:
    assert _judged("error", error="login_failed")["application.state"] == "failed login_failed"
    assert _judged("error")["application.state"] == "failed error"


def test_an_application_that_fell_silent_has_failed() -> None:
    assert _judged("in_call", FRESH_SECONDS + 1)["application.state"] == "failed silent"


def test_a_version_that_was_not_told_is_no_data() -> None:
    assert _judged("start", version="")["application.version"] == "no_data not_told"


def test_a_terminal_without_an_application_has_no_such_signal() -> None:
    assert application.signals(Sample(None, "no_application"), EMPTY) == []
