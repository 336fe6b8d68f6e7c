"""How much of what was expected was found, and how much of what was found was expected: of faults and of owners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_fleet.scenarios.telling import ANSWERS, COMPLAINT

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.story import Expected, Written
    from huonevahti_fleet.scenarios.telling import Line, Told


class Miss(Struct, frozen=True, omit_defaults=True):
    """One thing that was not as expected: a fault not found, one too many, or one with something wrong about it."""

    scenario: str
    what: str
    room: str
    fault: str
    owner: str
    found: str = ""
    expected: str = ""


class Scored(Struct, frozen=True):
    """One scenario's count: how many incidents were expected and found, and how many of those rightly."""

    scenario: str
    expected: int
    found: int
    faults_right: int
    owners_right: int
    misses: tuple[Miss, ...]


class Score(Struct, frozen=True):
    """Everything counted together; with nothing told, or nothing expected, a share is 1."""

    owner_precision: float
    owner_recall: float
    fault_precision: float
    fault_recall: float
    scenarios: int
    misses: tuple[Miss, ...]


class Found(Struct, frozen=True):
    """One incident that opened: all that was told of it, and every room it ever took in."""

    told: tuple[Told, ...]

    @property
    def first(self) -> Line:
        """How it opened."""
        return self.told[0].line

    @property
    def last(self) -> Line:
        """How it stood at the end."""
        return self.told[-1].line

    @property
    def settled(self) -> Line:
        """How it was seen last before it was closed: then everything is known that will be."""
        return next((each.line for each in reversed(self.told) if each.line.state != "closed"), self.first)

    @property
    def rooms(self) -> frozenset[str]:
        """Every room it ever took in."""
        return frozenset(room for each in self.told for room in (each.line.room, *each.rooms))


def found(told: Iterable[Told]) -> tuple[Found, ...]:
    """Return the incidents that opened, in order of their numbers."""
    by_number: dict[int, list[Told]] = {}
    for each in told:
        if each.line.state == COMPLAINT:
            continue
        by_number.setdefault(each.line.incident or 0, []).append(each)
    return tuple(Found(tuple(by_number[number])) for number in sorted(by_number))


def scored(written: Written, expected: Sequence[Expected], told: Iterable[Told]) -> Scored:
    """Return how one scenario went: each incident answers one expectation, of its fault first, else of its room."""
    listed = list(told)
    opened = [*found(listed), *_answered(expected, listed)]
    pairs, left = _paired(expected, opened)
    misses = [miss for each, incident in pairs for miss in _wrong(written, each, incident)]
    misses += [_spurious(written, incident) for incident in left]
    return Scored(
        scenario=written.name,
        expected=len(expected),
        found=len(opened),
        faults_right=sum(i is not None and i.first.fault == e.fault for e, i in pairs),
        owners_right=sum(i is not None and i.settled.owner == e.owner for e, i in pairs),
        misses=tuple(misses),
    )


def _answered(expected: Sequence[Expected], told: Sequence[Told]) -> Iterator[Found]:
    """Yield the answers to complaints of rooms where one is expected: by itself a complaint is no incident."""
    rooms = {each.room for each in expected if each.fault in ANSWERS}
    for each in told:
        if each.line.state == COMPLAINT and each.line.fault in ANSWERS and each.line.room in rooms:
            yield Found((each,))


def total(all_scored: Iterable[Scored]) -> Score:
    """Return the shares over all scenarios."""
    listed = tuple(all_scored)
    expected, opened = sum(s.expected for s in listed), sum(s.found for s in listed)
    faults, owners = sum(s.faults_right for s in listed), sum(s.owners_right for s in listed)
    return Score(
        owner_precision=_share(owners, opened),
        owner_recall=_share(owners, expected),
        fault_precision=_share(faults, opened),
        fault_recall=_share(faults, expected),
        scenarios=len(listed),
        misses=tuple(miss for each in listed for miss in each.misses),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _paired(
    expected: Sequence[Expected], opened: list[Found]
) -> tuple[list[tuple[Expected, Found | None]], list[Found]]:
    left = list(opened)
    answers: dict[int, Found] = {}
    for is_of_fault in (True, False):
        for index, each in enumerate(expected):
            fits = (
                f for f in left if each.room in f.rooms and (f.first.fault == each.fault or not is_of_fault)
            )
            answer = next(fits, None) if index not in answers else None
            if answer is not None:
                answers[index] = answer
                left.remove(answer)
    return [(each, answers.get(index)) for index, each in enumerate(expected)], left


def _wrong(written: Written, each: Expected, incident: Found | None) -> list[Miss]:
    def miss(what: str, seen: str = "", wanted: str = "") -> Miss:
        return Miss(written.name, what, each.room, each.fault, each.owner, seen, wanted)

    if incident is None:
        return [miss("not found")]
    settled, last = incident.settled, incident.last
    misses = []
    compared = (
        ("fault", settled.fault, each.fault),
        ("owner", settled.owner, each.owner),
        ("ends", last.state, each.ends),
        ("severity", settled.severity, each.severity),
        ("confidence", settled.confidence, each.confidence),
        ("mended_by", last.mended_by or "", each.mended_by),
    )
    misses += [
        miss(f"wrong {name}", seen, wanted) for name, seen, wanted in compared if wanted not in (None, seen)
    ]
    if each.by is not None and incident.first.at > written.at(each.by):
        misses.append(miss("late", incident.first.at.isoformat(), written.at(each.by).isoformat()))
    return misses


def _spurious(written: Written, incident: Found) -> Miss:
    line = incident.settled
    return Miss(written.name, "not expected", line.room, line.fault, line.owner, line.at.isoformat())
