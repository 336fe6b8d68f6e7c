"""The terminal runs short of memory, disk or processor, or runs hot, and may slow down or stop."""

# Sample: machine.disk warning value=0.95 expected=0.9 unit=ratio

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, since, watching
from huonevahti_wire.signals import Signal

SLUG = "machine_pressed"
WATCHING_SECONDS = 300.0
SIGNALS = ("machine.temperature", "machine.memory", "machine.disk", "machine.cpu")
FELT = ("call.frames", "microphone.dropouts")
"""What a processor without breath loses first."""


def check(history: History) -> Fault | None:
    """Return the fault while a number of the machine passes the profile's limit; customers feel it only when failed."""
    off = tuple(name for name in SIGNALS if is_off(history, name))
    if not off:
        return None
    signals = (history.signal(name) for name in off)
    felt = tuple(name for name in FELT if "machine.cpu" in off and is_off(history, name))
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=since(history, *off),
        unfits=False,
        rests_on=off,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=tuple(_measured(signal) for signal in signals if signal),
        speaks_against=good(history, *SIGNALS),
        explains=felt,
        harm=Harm.DEGRADED if felt or any(history.failed(name) for name in off) else Harm.COSMETIC,
    )


def _measured(signal: Signal) -> Evidence:
    value = signal.value if isinstance(signal.value, float | int) else 0
    if signal.name == "machine.temperature":
        return Evidence("hot", {"celsius": round(value)})
    return Evidence(f"in_use.{signal.name.removeprefix('machine.')}", {"percent": round(100 * value)})
