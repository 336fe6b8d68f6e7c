"""What a terminal mends by itself: which remedy treats which signal, so that the office knows whom to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_wire.signals import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable

TREATED: dict[str, tuple[str, ...]] = {
    "unmute": ("microphone.muted", "speakers.muted"),
    "set_levels": ("microphone.volume", "speakers.volume"),
    "choose_default": ("microphone.default", "speakers.default"),
    "restart_sound": ("microphone.present", "speakers.present"),
    "rank_cameras": ("camera.order", "kiosk.devices"),
    "reenumerate_cameras": ("camera.order",),
    "bring_kiosk_home": ("kiosk.returned", "kiosk.page", "kiosk.start_button"),
    "restart_kiosk": ("kiosk.running", "kiosk.page", "kiosk.start_button"),
}
"""Signal families by remedy; the terminal tries the remedies of one signal in this order."""
ALL = "*"
"""Stands for every remedy where remedies are switched off."""
TAKES_SECONDS = 30.0
"""Within this a first remedy has been tried and looked at, a browser started anew included (15 at the most)."""


def unknown(remedies: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no remedy, and not `*`."""
    return tuple(name for name in remedies if name != ALL and name not in TREATED)


def remedies_of(signal: str, off: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the remedies that may treat a signal, less those switched off."""
    family = family_of(signal)
    switched_off = frozenset(off)
    if family is None or ALL in switched_off:
        return ()
    return tuple(
        name for name, families in TREATED.items() if family.name in families and name not in switched_off
    )
