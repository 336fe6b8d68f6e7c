"""What the address of the rooms page asks for, and the rooms that answer to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from huonevahti_fleet.domain.rooms import Room, RoomState, Verdict
from huonevahti_fleet.pages._reader import Reader

ROWS = 100
"""Rows of one page; the next page is a link away."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to find, a verdict, a site, which page of the rows."""

    words: str = ""
    verdict: str = ""
    site: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read it from an address; what cannot be read is left out."""
        verdict = query.get("verdict", "")
        return cls(
            words=words_in(query),
            verdict=verdict if verdict in list(Verdict) else "",
            site=query.get("site", "")[:64],
            page=page_in(query),
        )

    @property
    def narrows(self) -> bool:
        """Whether fewer than all rooms are asked for."""
        return bool(self.words or self.verdict or self.site)

    def address(self, **changed: object) -> str:
        """Return the address of the same view with something changed."""
        values = {"q": self.words, "verdict": self.verdict, "site": self.site, "page": self.page} | changed
        query = urlencode(
            {name: value for name, value in values.items() if value and (name, value) != ("page", 1)}
        )
        return f"/?{query}" if query else "/"

    def matches(self, state: RoomState) -> bool:
        """Return whether a room is among those asked for."""
        site = state.room.site
        if (self.verdict and state.verdict != self.verdict) or (self.site and site.slug != self.site):
            return False
        return bears(self.words, state.room, state.room.terminal or "")


def words_in(query: Mapping[str, str]) -> str:
    """Return the words an address asks for."""
    return query.get("q", "").strip()[:80]


def page_in(query: Mapping[str, str]) -> int:
    """Return the page of the rows an address asks for, from 1; the first where it cannot be read."""
    page = query.get("page", "")
    return max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1


def bears(words: str, room: Room, *more: str) -> bool:
    """Return whether a room bears all the words, in whatever language, in its names, its site's or in `more`."""
    if not words:
        return True
    text = " ".join([room.slug, *room.name.values(), *room.site.name.values(), *more]).casefold()
    return all(word in text for word in words.casefold().split())


@lru_cache(maxsize=10_000)
def in_line(name: str) -> tuple[str | int, ...]:
    """Return what sorts names as people count: room 2 before room 10."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def found(states: Sequence[RoomState], asked: Asked, reader: Reader) -> list[RoomState]:
    """Return all rooms asked for, by name."""
    chosen = [state for state in states if asked.matches(state)]
    return sorted(chosen, key=lambda state: (in_line(reader.room(state)), state.room.slug))


def rows_of(chosen: Sequence[RoomState], asked: Asked) -> Sequence[RoomState]:
    """Return those of one page of rows."""
    return chosen[(asked.page - 1) * ROWS : asked.page * ROWS]
