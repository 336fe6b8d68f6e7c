"""Numbers of a room with the way each has gone: a value, its limit, a small line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huonevahti_fleet.domain.rooms import Numbers
from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import Signal, State

SHOWN = (
    "microphone.volume",
    "speakers.volume",
    "network.round_trip",
    "network.loss",
    "network.media_loss",
    "network.jitter",
    "clock.offset",
    "usb.disconnects",
    "machine.temperature",
    "machine.memory",
    "machine.cpu",
    "machine.disk",
)
WIDTH, HEIGHT = 120, 24
POINTS = 60


@dataclass(frozen=True, slots=True)
class Number:
    """One number as shown; `points` is the line in a box of 120 x 24, `extent` tells its lowest and highest."""

    name: str
    value: str
    expected: str
    shape: str
    points: str
    extent: str


def numbers(signals: Iterable[Signal], samples: Numbers, reader: Reader) -> tuple[Number, ...]:
    """Return the numbers of the signals worth a line, in the order of `SHOWN`."""
    known = {signal.name: signal for signal in signals}
    chosen = [known[name] for name in SHOWN if name in known and isinstance(known[name].value, int | float)]
    return tuple(
        _number(signal, [value for _, value in samples.get(signal.name, ())], reader) for signal in chosen
    )


def polyline(values: Sequence[float]) -> str:
    """Return the values as points of a line, thinned to the highest of each stretch; empty for fewer than two."""
    if len(values) < 2:
        return ""
    step = max(1, len(values) // POINTS)
    thinned = [max(values[at : at + step], key=abs) for at in range(0, len(values), step)]
    low, high = min(thinned), max(thinned)
    span = (high - low) or 1.0
    flat = HEIGHT / 2 if high == low else None
    across = WIDTH / max(1, len(thinned) - 1)
    return " ".join(
        f"{at * across:.1f},{flat if flat is not None else (HEIGHT - 2) - (value - low) / span * (HEIGHT - 4):.1f}"
        for at, value in enumerate(thinned)
    )


def _number(signal: Signal, values: Sequence[float], reader: Reader) -> Number:
    extent = ""
    if len(values) > 1:
        low, high = reader.amount(min(values), signal.unit), reader.amount(max(values), signal.unit)
        extent = reader.t("number.extent", low=low, high=high)
    limit = ""
    if isinstance(signal.expected, int | float) and not isinstance(signal.expected, bool):
        limit = reader.t("number.limit", limit=reader.amount(signal.expected, signal.unit))
    return Number(
        name=reader.signal(signal.name),
        value=reader.quantity(signal),
        expected=limit,
        shape=SHAPES.get(signal.state, "") if signal.state is not State.OK else "",
        points=polyline(values),
        extent=extent,
    )
