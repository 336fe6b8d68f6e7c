"""The page of scenarios says what the code says, and every word of it is played by a shipped scenario."""

from __future__ import annotations

from msgspec import inspect

from tests.docs import write_scenarios
from tests.house import tree


def test_the_page_of_scenarios_says_what_the_code_says() -> None:
    written = write_scenarios.TARGET.read_text(encoding="utf-8")
    assert written == write_scenarios.text(), (
        f"{write_scenarios.TARGET.name}:1: found older text, run `make docs`"
    )


def test_every_word_is_played_by_a_shipped_scenario() -> None:
    told = "\n".join(
        path.read_text(encoding="utf-8") for path in (tree.ROOT / "tests/scenarios").glob("*.yaml")
    )
    kinds = [inspect.type_info(member) for member in write_scenarios.members()]
    words = {str(kind.tag) for kind in kinds if isinstance(kind, inspect.StructType)}
    assert {word for word in words if f"do: {word}," not in told and f"do: {word}}}" not in told} == set()
