"""The touch panel judged from what hangs on USB."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import UsbDevice
from huonevahti_agent.probes import touch
from huonevahti_agent.probes._presence import Sample
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, USB, device


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        pytest.param(device("1-2", "0eef:0001"), "ok", id="at its port"),
        pytest.param(device("1-6", "0eef:0001"), "ok", id="it works at another port too"),
        pytest.param(device("1-2", "ffff:0001"), "failed missing", id="something else at its port"),
    ],
)
def test_the_touch_panel_is_judged(panel: UsbDevice, expected: str) -> None:
    assert words(touch.signals(Sample((panel,)), USB)) == {"touch.present": expected}


def test_what_the_profile_does_not_name_has_no_signal() -> None:
    assert touch.signals(Sample((device("1-1", "05e3:0610"),)), EMPTY) == []
