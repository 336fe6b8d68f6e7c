"""Lists of codes cut to what one event of the outbox has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUOTES_AND_COMMA = 3


def fitting(codes: Iterable[str], most: int, characters: int) -> tuple[str, ...]:
    """Return the first codes, at most `most`, that take no more than so many characters as JSON."""
    taken: list[str] = []
    for code in codes:
        characters -= len(code) + _QUOTES_AND_COMMA
        if characters < 0 or len(taken) == most:
            break
        taken.append(code)
    return tuple(taken)
