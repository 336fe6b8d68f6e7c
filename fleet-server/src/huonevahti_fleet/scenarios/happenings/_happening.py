"""What every happening of a scenario has: its time, the rooms it befalls, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from huonevahti_fleet.domain.registry import Slug
from huonevahti_fleet.scenarios import times
from huonevahti_wire.profile import Ratio

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place, Stage

Step = tuple[float, Callable[[], None]]
"""What is done, so many seconds after a happening began."""
Contradiction = tuple[tuple[str, ...], str]
"""The keys that lead to a value within a happening, and what was found there and expected."""


class Happening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """One thing that happens; to the first room, unless it says to which others."""

    at: times.When
    room: Slug | None = None
    site: Slug | None = None
    everywhere: bool = False
    share: Ratio = 1.0
    """Of the rooms of a site or everywhere, the first ones up to this share."""

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield each of its own values that does not go with another one."""
        yield from ()

    def begin(self, place: Place) -> None:
        """Do to one room what the word says; nothing unless a member says otherwise."""

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield what is done to one room, and when."""
        yield 0.0, lambda: self.begin(place)


class Passing(Happening, frozen=True, kw_only=True):
    """A happening that ends by itself when it says for how long it lasts."""

    lasts: times.Length | None = msgspec.field(name="for", default=None)

    def end(self, place: Place) -> None:
        """Undo it in one room."""

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the beginning, and the end if there is one."""
        yield 0.0, lambda: self.begin(place)
        if self.lasts is not None:
            yield times.seconds(self.lasts), lambda: self.end(place)


class Wide(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """A happening of our own side, that no one room is the place of."""

    at: times.When
    lasts: times.Length | None = msgspec.field(name="for", default=None)

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield each of its own values that does not go with another one."""
        yield from ()

    def begin(self, stage: Stage) -> None:
        """Do it."""

    def end(self, stage: Stage) -> None:
        """Undo it."""

    def steps(self, stage: Stage) -> Iterator[Step]:
        """Yield the beginning, and the end if there is one."""
        yield 0.0, lambda: self.begin(stage)
        if self.lasts is not None:
            yield times.seconds(self.lasts), lambda: self.end(stage)
