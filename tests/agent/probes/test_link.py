"""The link judged by its carrier."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import LinkReading
from huonevahti_agent.probes import link
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param(LinkReading("eth0", True, "192.0.2.1"), "ok", id="carries"),
        pytest.param(LinkReading("eth0", False, ""), "failed no_carrier", id="cable pulled"),
        pytest.param(LinkReading("", False, ""), "failed no_interface", id="no interface"),
        pytest.param(None, "no_data not_supported", id="cannot tell"),
    ],
)
def test_the_link_is_judged(reading: LinkReading | None, expected: str) -> None:
    sample = link.Sample(reading, "" if reading else "not_supported")
    assert words(link.signals(sample, EMPTY)) == {"network.link": expected}
