"""Judgements as the tables of these tests write them."""

from __future__ import annotations

from collections.abc import Iterable

from huonevahti_agent.domain.judgement import Judgement


def words(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Each signal's state, with its reason when it has one: `failed missing`."""
    return {judged.name: f"{judged.state} {judged.reason}".strip() for judged in judgements}
