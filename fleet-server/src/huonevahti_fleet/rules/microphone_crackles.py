"""Specialists hear crackle: the microphone's plug or cable makes a bad contact."""

# Sample: microphone.crackle failed crackles value=3.4 expected=0.2 unit=per_second
# Sample: microphone.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import (
    good,
    is_any_off,
    is_off,
    number,
    off_reason,
    removals,
    since,
    watching,
)

SLUG = "microphone_crackles"
WATCHING_SECONDS = 0.0
SIGNAL = "microphone.crackle"
TAKEN = ("microphone.clipping", "microphone.dc_offset")
"""What clicks spoil besides."""
DROWNED = {"microphone.level": ("too_high",), "sound.loop": ("louder", "distorted")}
"""Strong clicks are power of their own, beside the room and over its tones; they make nothing fainter."""
PRESSED = ("machine.cpu", "microphone.dropouts")


def check(history: History) -> Fault | None:
    """Return the fault while clicks are heard in the empty room.

    A pulled or bent plug comes first. A terminal that is short of breath loses samples besides, and clicks from that.
    """
    if not is_off(history, SIGNAL):
        return None
    at = since(history, SIGNAL)
    is_terminals = all(is_off(history, name) for name in PRESSED)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL if is_terminals else Owner.ON_SITE,
        confidence=Confidence.SUSPECTED if is_terminals else Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("crackle", {"number": number(history, SIGNAL), "at": at}),
            *removals(history, "microphone"),
            *((Evidence("usb_falls_off"),) if is_any_off(history, "usb.disconnects") else ()),
        ),
        speaks_against=good(
            history,
            "microphone.present",
            "microphone.volume",
            "microphone.dropouts",
            "machine.cpu",
            "network.loss",
        ),
        not_seen=(Evidence("unseen.plug"), Evidence("unseen.specialist_sound")),
        explains=(*TAKEN, *(PRESSED[1:] if is_terminals else ()), *_drowned(history)),
        variant="terminal" if is_terminals else "",
    )


def _drowned(history: History) -> tuple[str, ...]:
    return tuple(name for name, reasons in DROWNED.items() if off_reason(history, name) in reasons)
