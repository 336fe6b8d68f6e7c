"""The touch panel judged from what hangs on USB and from hands."""

from __future__ import annotations

import pytest

from huonevahti_agent.domain.hands import STUCK_SECONDS, Hands
from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import touch
from huonevahti_agent.probes._hands import Sample
from huonevahti_agent.probes._presence import Sample as Plugged
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, USB, device

PANEL = device("1-2", "0eef:0001")


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        pytest.param(PANEL, "ok", id="at its port"),
        pytest.param(device("1-6", "0eef:0001"), "ok", id="it works at another port too"),
        pytest.param(device("1-2", "ffff:0001"), "failed missing", id="something else at its port"),
    ],
)
def test_the_touch_panel_is_judged(panel: UsbDevice, expected: str) -> None:
    judged = words(touch.signals(Sample(Plugged((panel,)), Hands()), USB))
    assert judged["touch.present"] == expected


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param(Sample(Plugged((PANEL,)), Hands()), "ok", id="nobody touches"),
        pytest.param(
            Sample(Plugged((PANEL,)), Hands(press_held_seconds=900.0)), "ok", id="it is the button that hangs"
        ),
        pytest.param(
            Sample(Plugged((PANEL,)), Hands(touch_held_seconds=STUCK_SECONDS)),
            "failed held_down",
            id="something lies on the screen",
        ),
        pytest.param(Sample(Plugged((PANEL,)), None, "not_permitted"), "no_data not_permitted", id="no rights"),
        pytest.param(Sample(Plugged(()), Hands()), "no_data missing", id="it is not there"),
    ],
)
def test_a_screen_that_feels_a_hand_for_minutes_is_found(sample: Sample, expected: str) -> None:
    assert words(touch.signals(sample, USB))["touch.stuck"] == expected


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    assert touch.signals(Sample(Plugged((device("1-1", "05e3:0610"),))), EMPTY) == []
