"""A session judged from its signs."""

from __future__ import annotations

import pytest

from huonevahti_agent.probes import session
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY


@pytest.mark.parametrize(
    ("signs", "value", "expected"),
    [
        pytest.param(("camera_held",), True, "ok", id="a sign"),
        pytest.param((), False, "ok", id="none"),
        pytest.param(None, None, "no_data not_permitted", id="cannot tell"),
    ],
)
def test_a_session_is_judged(signs: tuple[str, ...] | None, value: bool | None, expected: str) -> None:
    judged = session.signals(session.Sample(signs, "" if signs is not None else "not_permitted"), EMPTY)
    assert words(judged) == {"session.live": expected}
    assert judged[0].value is value
