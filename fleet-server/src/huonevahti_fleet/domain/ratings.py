"""Ratings of how a meeting worked technically: shown only pooled, and set against what was wrong in the room then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huonevahti_fleet.domain.notices import Notice, NoticeKind
from huonevahti_fleet.domain.owners import FAR_SIDE, Owner

LEAST = 10
"""Never fewer answers than this are shown together: visits are few, and a smaller number could point to a person."""
LOW = 2
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer, 1 to 5, with the hour of the meeting and nothing personal."""

    room: str
    organisation: str
    hour_at: datetime
    stars: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Answers together, in full tens: their mean, how many gave each of 1 to 5. `slug` is empty for the rest."""

    slug: str
    count: int
    mean: float
    each: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Spell:
    """That an incident lay on some rooms from an instant to another, None while it lasts."""

    rooms: tuple[str, ...]
    owner: Owner
    fault: str
    begin_at: datetime
    end_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """Of the low ratings, how many had a fault of the room's at that hour, and whose those faults were."""

    low: int
    with_ours: int
    with_any: int
    by_owner: Mapping[str, int]


def pools(ratings: Sequence[Rating], by: str) -> tuple[Pool, ...]:
    """Return the pools of at least ten by `room` or `organisation`, by slug; what is smaller is pooled as the rest.

    If even the rest is fewer than ten, the smallest pool joins it, so that nobody can subtract it from the whole.
    """
    counts = Counter(getattr(rating, by) for rating in ratings)
    shown = {slug: count for slug, count in counts.items() if slug and count >= LEAST}
    while shown and 0 < len(ratings) - sum(shown.values()) < LEAST:
        del shown[min(sorted(shown), key=lambda slug: shown[slug])]
    groups = {slug: [r for r in ratings if getattr(r, by) == slug] for slug in sorted(shown)}
    rest = [rating for rating in ratings if getattr(rating, by) not in shown]
    found = tuple(_pool(slug, group) for slug, group in groups.items())
    return (*found, _pool("", rest)) if len(rest) >= LEAST else found


def whole(ratings: Sequence[Rating]) -> Pool | None:
    """Return all answers together, None when they are fewer than ten."""
    return _pool("", ratings) if len(ratings) >= LEAST else None


def full_tens(ratings: Iterable[Rating]) -> list[Rating]:
    """Return the ratings that came first, in full tens; the last ones wait until ten came.

    Whoever looks before and after an answer, or at two periods, would otherwise read it from the difference.
    """
    came = list(ratings)
    return came[: len(came) // LEAST * LEAST]


def _pool(slug: str, ratings: Iterable[Rating]) -> Pool:
    stars = [rating.stars for rating in full_tens(ratings)]
    one, two, three, four, five = (stars.count(n) for n in range(1, 6))
    return Pool(slug, len(stars), sum(stars) / len(stars), (one, two, three, four, five))


def spells(notices: Iterable[Notice]) -> tuple[Spell, ...]:
    """Return when incidents lay on which rooms, from notices in order of time."""
    begun: dict[int, Notice] = {}
    found: list[Spell] = []
    for notice in notices:
        if notice.incident in begun:
            began = begun.pop(notice.incident)
            found.append(_spell(began, notice.at))
        if notice.kind is not NoticeKind.RESOLVED:
            begun[notice.incident] = notice
    return (*found, *(_spell(began, None) for began in begun.values()))


def _spell(began: Notice, end_at: datetime | None) -> Spell:
    since = began.fault.since if began.kind is NoticeKind.OPENED else began.at
    return Spell(
        began.rooms or (began.room,), began.fault.owner, began.fault.slug, min(since, began.at), end_at
    )


def found_faults(ratings: Iterable[Rating], lain: Sequence[Spell]) -> Found | None:
    """Return how often a low rating had a fault in its room within its hour, None for fewer than ten low ratings."""
    low = full_tens(rating for rating in ratings if rating.stars <= LOW)
    if not low:
        return None
    by_owner: dict[str, int] = {}
    ours = some = 0
    for rating in low:
        owners = {spell.owner for spell in lain if _lay_on(spell, rating)}
        for owner in owners:
            by_owner[owner.value] = by_owner.get(owner.value, 0) + 1
        some += bool(owners)
        ours += any(_is_ours(owner) for owner in owners)
    return Found(len(low), ours, some, dict(sorted(by_owner.items())))


def _is_ours(owner: Owner) -> bool:
    """Whether it is known that the rooms' keepers can have such a fault mended; of an undecided one nobody knows."""
    return owner not in FAR_SIDE and owner is not Owner.UNDECIDED


def _lay_on(spell: Spell, rating: Rating) -> bool:
    began_in_time = spell.begin_at < rating.hour_at + HOUR
    return (
        began_in_time
        and rating.room in spell.rooms
        and (spell.end_at is None or spell.end_at > rating.hour_at)
    )
