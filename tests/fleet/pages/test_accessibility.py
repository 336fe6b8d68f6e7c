"""The accessibility statement."""

from __future__ import annotations

from huonevahti_fleet import texts
from huonevahti_fleet.pages.accessibility import view


def test_it_has_every_part_that_the_law_asks_for() -> None:
    assert set(view()) >= {"conformity", "assessment", "limits", "contact", "supervision"}


def test_it_names_the_right_supervisor_in_each_language() -> None:
    for language in texts.LANGUAGES:
        assert "Traficom" in texts.say(language, "accessibility.supervision.text")
