"""A time line as lanes of coloured stretches, in shares of its length, with the same told in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Span, Timeline, Verdict
from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import State

LANES: Mapping[str, tuple[str, ...]] = {
    "cameras": ("camera.",),
    "microphone": ("microphone.",),
    "speakers": ("speakers.",),
    "network": ("network.",),
}
"""Each lane, and how the names of its signals begin; the worst of them at an instant is shown."""
_RANK = {"unfit": 0, "degraded": 1, "fit": 2, "onboarding": 3, "busy": 4, "no_data": 5}
SLIVER = 0.25
"""The least width of a stretch, in per cent of the lane, so that a short fault can be seen."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a stretch begins and how long it is, in per cent of the lane, its shape, and when it was, in words."""

    x: float
    width: float
    shape: str
    word: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the time line; `told` says in words what is not green."""

    name: str
    stretches: tuple[Stretch, ...]
    told: str
    known: str = ""
    """Since when anything is known, when that is less than half of the line: an empty lane is no fault."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the clock."""

    x: float
    text: str


def lanes(line: Timeline, reader: Reader) -> tuple[Lane, ...]:
    """Return the lanes: the verdict, each group of signals that is known, the customer inside."""
    found = [("verdict", list(line.verdicts))]
    for name, starts in LANES.items():
        spans = [span for signal, lane in line.lanes.items() if signal.startswith(starts) for span in lane]
        if any(span.state != State.NO_DATA for span in spans):
            found.append((name, spans))
    found.append(("session", [Span("busy", visit.start_at, visit.end_at) for visit in line.sessions]))
    return tuple(_lane(name, spans, line, reader) for name, spans in found)


def is_young(line: Timeline) -> bool:
    """Return whether all that is known of a room happened within the last hour, so that a day would show a sliver."""
    return all(span.start_at > line.end_at - timedelta(hours=1) for span in line.verdicts) and bool(
        line.verdicts
    )


def ticks(line: Timeline, reader: Reader) -> tuple[Tick, ...]:
    """Return the marks: ten minutes apart in an hour, four hours in a day, from midnight to midnight in a week."""
    length = line.end_at - line.start_at
    step = timedelta(minutes=10) if length < timedelta(hours=2) else timedelta(hours=1)
    hours = 24 if length > timedelta(hours=30) else 1 if length < timedelta(hours=2) else 4
    at = reader.local(line.start_at).replace(minute=0, second=0, microsecond=0)
    found = []
    while at <= line.end_at:
        if at.hour % hours == 0 and at >= line.start_at:
            text = texts.day(reader.language, at) if hours == 24 else reader.clock(at)
            found.append(Tick(_share(at, line), text))
        at = reader.local(at.astimezone(line.start_at.tzinfo) + step)
    return tuple(tick for tick in found if tick.x < 97)


def _lane(name: str, spans: Iterable[Span], line: Timeline, reader: Reader) -> Lane:
    merged = _merged(spans, line)
    stretches = tuple(_stretch(span, line, reader) for span in merged)
    told = [f"{s.word} {s.start}\N{EN DASH}{s.end}" for s in stretches if s.shape != "fit"]
    nothing = reader.t(
        "lane.no_session" if name == "session" else "lane.all_well" if stretches else "lane.nothing"
    )
    is_late = name == "verdict" and bool(stretches) and stretches[0].x > 50
    known = reader.t("known_since", at=merged[0].start_at) if is_late else ""
    return Lane(reader.t(f"lane.{name}"), stretches, "; ".join(told[-12:]) or nothing, known)


def _merged(spans: Iterable[Span], line: Timeline) -> list[Span]:
    """Return stretches that do not overlap: at each instant the worst of the given ones."""
    kept = [(_shape(s.state), max(s.start_at, line.start_at), min(s.end_at, line.end_at)) for s in spans]
    kept = [(shape, start, end) for shape, start, end in kept if start < end]
    cuts = sorted({at for _, start, end in kept for at in (start, end)})
    found: list[Span] = []
    for start, end in pairwise(cuts):
        here = [shape for shape, began, ended in kept if began <= start and end <= ended]
        if not here:
            continue
        shape = min(here, key=lambda name: _RANK.get(name, 9))
        if found and found[-1].state == shape and found[-1].end_at == start:
            found[-1] = Span(shape, found[-1].start_at, end)
        else:
            found.append(Span(shape, start, end))
    return found


def _shape(state: str) -> str:
    return SHAPES[State(state)] if state in list(State) and state not in list(Verdict) else state


def _stretch(span: Span, line: Timeline, reader: Reader) -> Stretch:
    x = _share(span.start_at, line)
    width = max(_share(span.end_at, line) - x, SLIVER)
    open_end = span.end_at >= line.end_at
    end = reader.t("now") if open_end else reader.when(span.end_at)
    word = reader.t(f"state.{span.state}")
    return Stretch(min(x, 100 - width), round(width, 2), span.state, word, reader.when(span.start_at), end)


def _share(at: datetime, line: Timeline) -> float:
    return round(100 * ((at - line.start_at) / (line.end_at - line.start_at)), 2)
