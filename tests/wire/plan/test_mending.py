"""Which remedies may treat a signal, and which names are none."""

from __future__ import annotations

import pytest

from huonevahti_wire.plan.mending import TREATED, remedies_of, unknown
from huonevahti_wire.signals import FAMILIES

MAY = [
    ("microphone.muted", (), ("unmute",)),
    ("microphone.muted", ("unmute",), ()),
    ("microphone.muted", ("set_levels",), ("unmute",)),
    ("camera.order", (), ("rank_cameras", "reenumerate_cameras")),
    ("camera.order", ("rank_cameras",), ("reenumerate_cameras",)),
    ("camera.order", ("*",), ()),
    ("network.link", (), ()),
    ("no.such", (), ()),
]


@pytest.mark.parametrize(("signal", "off", "remedies"), MAY)
def test_a_signal_has_the_remedies_that_are_not_switched_off(
    signal: str, off: tuple[str, ...], remedies: tuple[str, ...]
) -> None:
    assert remedies_of(signal, off) == remedies


def test_a_name_that_is_no_remedy_is_found() -> None:
    assert unknown(("*", "unmute", "shout", "hammer")) == ("shout", "hammer")


def test_remedies_treat_families_that_exist() -> None:
    treated = {name for families in TREATED.values() for name in families}
    assert treated <= {family.name for family in FAMILIES}
