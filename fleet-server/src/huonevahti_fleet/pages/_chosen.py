"""Whom an edit or an order is for: all rooms, a site, a room, or rooms that were ticked or found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from huonevahti_fleet.domain.ahead import Ahead
from huonevahti_fleet.domain.nightly import NightRecord
from huonevahti_fleet.pages._asked_nights import Asked, found
from huonevahti_fleet.pages._reader import Reader

Kind = Literal["all", "site", "room", "rooms"]
REPEATED = ("for", "slug", "rooms", "every", "q", "site", "show")
"""The fields that say whom it is for, as a form repeats them from step to step."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom it is for: a layer's slug, or several rooms; `fields` say the same in the next form."""

    kind: Kind
    slug: str
    rooms: tuple[Ahead, ...]
    name: str
    fields: tuple[tuple[str, str], ...]

    @property
    def mark(self) -> str:
        """A word that differs when other rooms are meant."""
        slugs = " ".join(each.room.slug for each in self.rooms)
        return blake2b(f"{self.kind} {self.slug} {slugs}".encode(), digest_size=8).hexdigest()


def chosen(
    fields: Mapping[str, str], every: Sequence[Ahead], last: Mapping[str, NightRecord], reader: Reader
) -> Chosen | None:
    """Return whom these fields mean, None when nobody of that name is there."""
    kind, slug = fields.get("for", "all"), fields.get("slug", "")
    kept = tuple((name, fields[name]) for name in REPEATED if fields.get(name))
    if fields.get("every"):
        rooms = tuple(found(every, last, Asked.of(fields), reader))
        return _several(rooms, kept, reader)
    if fields.get("rooms"):
        slugs = set(fields["rooms"].split())
        return _several(tuple(each for each in every if each.room.slug in slugs), kept, reader)
    if kind == "site":
        rooms = tuple(each for each in every if each.room.site.slug == slug)
        place = rooms[0].room.site if rooms else None
        return Chosen("site", slug, rooms, reader.name(place.name, slug), kept) if place else None
    if kind == "room":
        rooms = tuple(each for each in every if each.room.slug == slug)
        return Chosen("room", slug, rooms, _name(rooms[0], reader), kept) if rooms else None
    return Chosen("all", "", tuple(every), reader.t("schedule.for.all"), kept) if kind == "all" else None


def _several(rooms: tuple[Ahead, ...], kept: tuple[tuple[str, str], ...], reader: Reader) -> Chosen | None:
    if not rooms:
        return None
    if len(rooms) == 1:
        slug = rooms[0].room.slug
        return Chosen("room", slug, rooms, _name(rooms[0], reader), (("for", "room"), ("slug", slug)))
    return Chosen("rooms", "", rooms, reader.t("schedule.for.rooms", n=len(rooms)), kept)


def _name(each: Ahead, reader: Reader) -> str:
    return reader.name(each.room.name, each.room.slug)
