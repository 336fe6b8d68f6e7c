"""What the config that rules means for the terminal that it rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huonevahti_agent.domain.desired import ruling_zone
from huonevahti_agent.domain.lost_orders import may_have_been
from huonevahti_wire.messages import ConfigDocument

AT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


def _document(time_zone: str) -> ConfigDocument:
    return ConfigDocument(terminal="imatra", version=1, issued_at=AT, accept_by=AT, time_zone=time_zone)


@pytest.mark.parametrize(
    ("document", "zone"),
    [
        pytest.param(None, "UTC", id="no config yet"),
        pytest.param(_document("Europe/Helsinki"), "Europe/Helsinki", id="its own zone"),
        pytest.param(_document("Europe/Atlantis"), "UTC", id="a zone that this machine no longer knows"),
    ],
)
def test_a_zone_rules_whatever_the_config_says_and_lost_orders_are_dated_by_it(
    document: ConfigDocument | None, zone: str
) -> None:
    assert ruling_zone(document) == zone
    day = 25 if zone == "Europe/Helsinki" else 24
    assert {intent.on.day for intent in may_have_been(AT, ruling_zone(document))} == {day}
