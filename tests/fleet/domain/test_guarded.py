"""What the server takes from the signal of a terminal's guard."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.guarded import Guarded, guarded
from huonevahti_wire.plan.guard import Verdict
from huonevahti_wire.signals import Signal, State
from tests.fakes.fleet import NOW, signal


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (signal("session.guard", value="free"), Guarded(Verdict.FREE, (), NOW)),
        (signal("session.guard", value="busy", reason="media"), Guarded(Verdict.BUSY, ("media",), NOW)),
        (signal("session.guard", State.NO_DATA, reason="probe_failed"), None),
        (signal("session.guard", value="asleep"), None),
        (signal("session.live", value=True), None),
    ],
    ids=["free", "busy", "no data", "a word of a newer terminal", "no such signal"],
)
def test_the_guard_is_read_from_its_signal(said: Signal, expected: Guarded | None) -> None:
    assert guarded([said]) == expected
