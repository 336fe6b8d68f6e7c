"""What the address of the restarts page asks for, and the rooms that answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import NightRecord, Outcome
from huonevahti_fleet.pages._asked import bears, in_line, page_in, words_in
from huonevahti_fleet.pages._reader import Reader

ROWS = 50
"""Rows of one page: each holds two drawings and thirty nights."""
NOT_TONIGHT = "not_tonight"
SHOWN = ("", NOT_TONIGHT, Outcome.FAILED, Outcome.LATE, Outcome.SKIPPED, Outcome.DEFERRED)
"""What the rooms can be narrowed to: nothing, no restart tonight, or what came of last night's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to find, a site, what the rooms have in common, which page of the rows."""

    words: str = ""
    site: str = ""
    show: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read it from an address; what cannot be read is left out."""
        show = query.get("show", "")
        return cls(
            words=words_in(query),
            site=query.get("site", "")[:64],
            show=show if show in SHOWN else "",
            page=page_in(query),
        )

    @property
    def narrows(self) -> bool:
        """Whether fewer than all rooms are asked for."""
        return bool(self.words or self.site or self.show)

    @property
    def fields(self) -> dict[str, str]:
        """What is asked for, less the page, as a form repeats it."""
        values = {"q": self.words, "site": self.site, "show": self.show}
        return {name: value for name, value in values.items() if value}

    def address(self, path: str = "/restarts", **changed: object) -> str:
        """Return the address of the same rooms with something changed."""
        values = {**self.fields, "page": self.page, **changed}
        query = urlencode({n: v for n, v in values.items() if v and (n, v) != ("page", 1)})
        return f"{path}?{query}" if query else path

    def matches(self, each: Ahead) -> bool:
        """Return whether a room bears the words and stands at the site."""
        is_of_site = not self.site or each.room.site.slug == self.site
        return is_of_site and bears(self.words, each.room)


def found(
    every: Sequence[Ahead], last: Mapping[str, NightRecord], asked: Asked, reader: Reader
) -> list[Ahead]:
    """Return the rooms asked for, by name; `last` holds last night's records where what came of it is asked for."""
    chosen = [each for each in every if asked.matches(each)]
    if asked.show == NOT_TONIGHT:
        chosen = [each for each in chosen if not each.restarts]
    elif asked.show:
        chosen = [e for e in chosen if (r := last.get(e.room.slug)) is not None and r.outcome == asked.show]
    return sorted(chosen, key=lambda each: in_line(reader.name(each.room.name, each.room.slug)))


def rows_of(chosen: Sequence[Ahead], asked: Asked) -> Sequence[Ahead]:
    """Return those of one page of rows."""
    return chosen[(asked.page - 1) * ROWS : asked.page * ROWS]


def pages_of(chosen: Sequence[Ahead]) -> int:
    """Return how many pages the rows of these rooms fill."""
    return max(1, -(-len(chosen) // ROWS))
