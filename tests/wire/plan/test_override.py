"""An override needs a name, a reason and two words, and ends or restarts only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from huonevahti_wire.plan.override import Override, refusals

WHOLE = Override(
    "restart", "Main User", "picture frozen, both agree", advisor_agrees=True, specialist_agrees=True
)


@pytest.mark.parametrize("action", ["restart", "end_session"])
def test_a_whole_override_holds(action: str) -> None:
    assert refusals(replace(WHOLE, action=action)) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"action": "update"}, "action_not_allowed"),
        ({"action": "loop_test"}, "action_not_allowed"),
        ({"by": " "}, "no_name"),
        ({"reason": "\n"}, "no_reason"),
        ({"advisor_agrees": False}, "no_word_of_advisor"),
        ({"specialist_agrees": False}, "no_word_of_specialist"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, str | bool], code: str) -> None:
    assert refusals(replace(WHOLE, **changed)) == (code,)


@given(st.builds(Override, st.text(), st.text(), st.text(), st.booleans(), st.booleans()))
def test_no_override_holds_without_all_five(override: Override) -> None:
    is_whole = bool(
        override.action in ("end_session", "restart") and override.by.strip() and override.reason.strip()
        and override.advisor_agrees and override.specialist_agrees
    )  # fmt: skip
    assert (refusals(override) == ()) == is_whole
