"""One room's log, sorted into what lasted, what happened, and when the place was open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huonevahti_fleet.restarts.log import Booked, Booted, Day, Fact, Line, Lived, Ordered, SetRight, Terms
from huonevahti_fleet.restarts.walls import comings, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huonevahti_fleet.restarts.due import Night

Span = tuple[datetime, datetime]
_TICK = timedelta(microseconds=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


class BadOrder(Exception):
    """A line that stands before something that happened earlier, or ends what had not begun."""


@dataclass
class RoomLog:
    """What a room's log tells, each list in order of time."""

    room: str
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    openings: list[Span] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    booked: list[Booked] = field(default_factory=list)
    ordered: list[tuple[Ordered, frozenset[str]]] = field(default_factory=list)
    """Each order with what lasted when it was given; by the order of lines, for the order itself ends things."""
    booted: list[Booted] = field(default_factory=list)
    noted: list[Booted] = field(default_factory=list)
    """The boots that the terminal knows of: those on which its agent came up before the next."""
    dated: list[Booted] = field(default_factory=list)
    """Those of them that it dates right: whose clock was right, or was set right before the next."""
    moves: list[datetime] = field(default_factory=list)
    """When the terminal left a place for another."""
    left: dict[datetime, Span] = field(default_factory=dict)
    """By the instant of a move the opening that it was ahead of at the place it left."""
    set_right: list[datetime] = field(default_factory=list)
    last_at: datetime | None = None
    ends_at: datetime | None = None
    loops: dict[bool, list[Span]] = field(default_factory=dict)
    """Loops of restarts, of the boots it dates right and of all, reckoned once by who asks for them."""
    nights: dict[tuple[datetime, date], Night | None] = field(default_factory=dict)
    """Nights by the instant of their terms and their date, reckoned once."""
    _lasting: dict[str, datetime] = field(default_factory=dict)
    _longest: dict[str, timedelta] = field(default_factory=dict)

    def during(self, what: str, begins: datetime, ends: datetime) -> Iterator[Span]:
        """Yield the spans of a kind that overlap a stretch of time, the newest first."""
        spans = self.spans.get(what)
        if spans:
            yield from overlapping(spans, begins, ends, self._longest[what])

    def since(self, what: str, at: datetime) -> datetime | None:
        """Return since when something of a kind lasts at an instant, None when it does not."""
        return next((begins for begins, _ in self.during(what, at, at + _TICK)), None)

    def opening(self, after: datetime) -> Span | None:
        """Return the first opening that is not over at an instant, of the place where the terminal stands then."""
        place = bisect_right(self.openings, after, key=lambda span: span[1])
        found = self.openings[place] if place < len(self.openings) else None
        at = bisect_right(self.moves, after)
        if at == len(self.moves) or (found is not None and found[0] < self.moves[at]):
            return found
        return self.left.get(self.moves[at])

    def boots(self, begins: datetime, ends: datetime) -> Sequence[Booted]:
        """Return the boots from an instant to before another."""
        return between(self.booted, begins, ends)

    def known_boots(self, *, are_dated: bool) -> list[Booted]:
        """Return the boots that the terminal knows of, or those alone that it dates right."""
        return self.dated if are_dated else self.noted

    def orders(self, begins: datetime, ends: datetime) -> list[Ordered]:
        """Return the orders from an instant to before another."""
        first = bisect_left(self.ordered, begins, key=lambda pair: pair[0].at)
        last = bisect_left(self.ordered, ends, key=lambda pair: pair[0].at)
        return [order for order, _ in self.ordered[first:last]]

    def terms_at(self, at: datetime) -> Terms | None:
        """Return what the terminal had been told by an instant."""
        place = bisect_right(self.terms, at, key=_when)
        return self.terms[place - 1] if place else None

    def take(self, line: Line) -> None:
        """Take the next line; raise `BadOrder` when it cannot be the next."""
        if self.last_at is not None and line.at < self.last_at:
            raise BadOrder(
                f"{self.room}: {line.at} stands after {self.last_at}, expected lines in order of time"
            )
        self.last_at = line.at
        match line:
            case Fact():
                self._span(line)
            case Day():
                self.openings.extend(_opened(line, self.moves[-1] if self.moves else None))
            case Terms():
                self.terms.append(line)
            case Booked():
                self.booked.append(line)
            case Ordered():
                self.ordered.append((line, frozenset(self._lasting)))
            case Booted():
                self.booted.append(line)
            case SetRight():
                self.set_right.append(line.at)
            case Lived():
                self.ends_at = line.at

    def close(self) -> None:
        """What still lasts ends with the log, at its last line where it breaks off; openings that touch are one."""
        for what, begins in self._lasting.items():
            self.spans[what].append((begins, self.ends_at or self.last_at or begins))
        joined: list[Span] = []
        for opens_at, closes_at in sorted(self.openings):
            if joined and opens_at <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(closes_at, joined[-1][1]))
            else:
                joined.append((opens_at, closes_at))
        self.openings = self.spans["open"] = joined
        for what, spans in self.spans.items():
            self._longest[what] = max((ends - begins for begins, ends in spans), default=timedelta())
        nexts = [*(boot.at for boot in self.booted[1:]), _NEVER]
        known = [pair for pair in zip(self.booted, nexts, strict=False) if self._comes_up(pair[0].at, pair[1])]
        self.noted = [boot for boot, _ in known]
        self.dated = [boot for boot, until in known if not self._is_clock_wrong(boot.at, until)]
        self.booked.sort(key=lambda booked: booked.starts_at)

    def _is_clock_wrong(self, at: datetime, until: datetime) -> bool:
        """Whether the clock is wrong from one instant on and not set right before another."""
        return any(ends >= until for _, ends in self.during("clock", at, at + _TICK))

    def _comes_up(self, at: datetime, until: datetime) -> bool:
        """Whether the agent is there at some instant from one on and before another."""
        while at < until:
            ends = [ends for what in ("down", "agent_down") for _, ends in self.during(what, at, at + _TICK)]
            if not ends:
                return True
            at = max(ends)
        return False

    def _span(self, fact: Fact) -> None:
        if fact.begins == (fact.what in self._lasting):
            told = "begins what lasts already" if fact.begins else "ends what had not begun"
            raise BadOrder(f"{self.room}: at {fact.at} {fact.what} {told}")
        if fact.begins:
            self._lasting[fact.what] = fact.at
            if fact.what == "moving":
                self.moves.append(fact.at)
                if ahead := _leave(self.openings, fact.at):
                    self.left[fact.at] = ahead
        else:
            self.spans[fact.what].append((self._lasting.pop(fact.what), fact.at))


def between(boots: Sequence[Booted], begins: datetime, ends: datetime) -> Sequence[Booted]:
    """Return of boots in order those from an instant to before another."""
    return boots[bisect_left(boots, begins, key=_when) : bisect_left(boots, ends, key=_when)]


def overlapping(spans: list[Span], begins: datetime, ends: datetime, longest: timedelta) -> Iterator[Span]:
    """Yield of spans in order, none longer than `longest`, those that share a moment with a stretch of time."""
    for place in range(bisect_left(spans, (ends,)) - 1, -1, -1):
        if spans[place][0] < begins - longest:
            return
        if spans[place][1] > begins:
            yield spans[place]


def sorted_by_room(lines: Iterable[Line]) -> dict[str, RoomLog]:
    """Return the logs of all rooms; a span that never ended ends with its room's log."""
    logs: dict[str, RoomLog] = {}
    for line in lines:
        logs.setdefault(line.room, RoomLog(line.room)).take(line)
    for log in logs.values():
        log.close()
    return logs


def _when(line: Line) -> datetime:
    return line.at


def _opened(day: Day, came_after: datetime | None) -> Iterator[Span]:
    """Yield the openings of a date, at a place to which the terminal came from another no earlier than it left that."""
    zone = ZoneInfo(day.zone)
    for stretch in day.stretches:
        begins, ends = (minutes_of(text) for text in stretch.split("-"))
        opens_at, closes_at = comings(day.on, begins, zone)[0], comings(day.on, ends, zone)[1]
        if day.at <= closes_at and opens_at < closes_at:
            yield max(opens_at, came_after or opens_at), closes_at


def _leave(openings: list[Span], at: datetime) -> Span | None:
    """A place that is left does not matter any more; return the opening that it was ahead of."""
    ahead: Span | None = None
    while openings and openings[-1][1] > at:
        opens_at, closes_at = openings.pop()
        if opens_at < at:
            openings.append((opens_at, at))
            break
        ahead = opens_at, closes_at
    return ahead
