"""The parts on a room's table: each with one state, from all the signals that speak of it, and one line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap

from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import Signal, State, family_of

PARTS: Mapping[str, tuple[str, ...]] = {
    "screen": ("touch.", "kiosk.", "application.state"),
    "customer_camera": ("camera.customer.", "camera.order", "camera.views", "call.camera", "call.frames"),
    "document_camera": ("camera.document.",),
    "microphone": ("microphone.",),
    "speakers": ("speakers.", "sound.loop"),
    "call_button": ("call_button.",),
    "hub": ("usb.",),
    "network": ("network.", "call.loss", "call.jitter", "call.round_trip"),
}
"""Each part, and how the names of its signals begin."""
_OFTEN_UNTOLD = ("kiosk.", "application.", "call.", "call_button.last_press")
"""What can be told at times only: trouble colours a part, that nothing is known now does not."""
WORST_FIRST = (State.FAILED, State.WARNING, State.NO_DATA, State.OK)
ABSENT = "absent"
_NOT_HERE = ("not_in_profile", "not_supported")
_LABEL_WIDTH = {"network": 90, "screen": 26, "customer_camera": 30}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its state as a verdict's shape (or `absent`), a word for it, a line, and that line cut for a label."""

    slug: str
    name: str
    shape: str
    word: str
    line: str
    label: tuple[str, ...]


def parts(signals: Iterable[Signal], heard: bool, reader: Reader) -> tuple[Part, ...]:
    """Return all parts of the table; when the terminal is not heard, what it last said counts for nothing."""
    known = tuple(signals)
    return tuple(_part(slug, _of(starts, known), heard, reader) for slug, starts in PARTS.items())


def in_order(found: Iterable[Part], reader: Reader) -> str:
    """Return the drawing in one sentence, what is wrong first, for those who do not see it."""
    wrong = [f"{p.name}: {p.word}, {p.line}" for p in found if p.shape in ("unfit", "degraded", "no_data")]
    return reader.t("drawing.wrong", parts="; ".join(wrong)) if wrong else reader.t("drawing.in_order")


def state_of(signals: Iterable[Signal]) -> State:
    """Return the worst state; trouble counts before what cannot be told."""
    states = {signal.state for signal in signals}
    return next((state for state in WORST_FIRST if state in states), State.NO_DATA)


def _of(starts: tuple[str, ...], signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    return tuple(
        signal
        for signal in signals
        if signal.name.startswith(starts) and signal.reason not in _NOT_HERE and not _says_nothing(signal)
    )


def _says_nothing(signal: Signal) -> bool:
    """Whether a signal waits for its time: an empty room, a call, the start page."""
    family = family_of(signal.name)
    is_at_times = signal.name.startswith(_OFTEN_UNTOLD) or (family is not None and family.needs_empty_room)
    return signal.state is State.NO_DATA and is_at_times


def _part(slug: str, signals: tuple[Signal, ...], heard: bool, reader: Reader) -> Part:
    shape, line = _judged(slug, signals, heard, reader)
    word = reader.t(f"state.{shape}")
    width = _LABEL_WIDTH.get(slug, 21)
    return Part(slug, reader.t(f"part.{slug}"), shape, word, line, tuple(wrap(line, width)[:3]))


def _judged(slug: str, signals: tuple[Signal, ...], heard: bool, reader: Reader) -> tuple[str, str]:
    if not signals or (
        slug == "hub" and state_of(signals) is State.OK and "usb.hub" not in {s.name for s in signals}
    ):
        return ABSENT, reader.t("part.absent")
    if not heard:
        return "no_data", reader.t("part.not_heard")
    state = state_of(signals)
    if state is State.OK:
        return "fit", _good(slug, {signal.name: signal for signal in signals}, reader)
    worst = next(signal for signal in signals if signal.state is state)
    return SHAPES[state], reader.reason(worst) or reader.signal(worst.name)


def _good(slug: str, signals: Mapping[str, Signal], reader: Reader) -> str:
    """Return what can be said of a part in order: its level, its place, its speed."""
    if (
        slug in ("microphone", "speakers")
        and (volume := signals.get(f"{slug}.volume"))
        and volume.value is not None
    ):
        return reader.t(f"part.{slug}.level", level=reader.quantity(volume))
    if slug == "network" and (trip := signals.get("network.round_trip")) and trip.value is not None:
        return reader.t("part.network.trip", trip=reader.quantity(trip))
    if slug == "customer_camera" and "camera.order" in signals:
        return reader.t("part.customer_camera.first")
    return reader.t(f"part.{slug}.good")
