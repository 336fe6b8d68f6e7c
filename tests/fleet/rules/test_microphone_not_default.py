"""The microphone passed over for another device of the machine."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.microphone_not_default import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "microphone.default failed not_default",
        "terminal",
        False,
        "microphone_not_default",
        id="another device is the default",
    ),
]
NOT_FOUND = [
    pytest.param("microphone.default ok", id="it is the default"),
    pytest.param("microphone.present failed missing\nmicrophone.default no_data missing", id="it is missing"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
