"""What can be done about a fault with one's hands: at which part of the table, and by which movement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.owners import Owner
from huonevahti_wire.profile import Profile, Role

Move = Literal["plug", "move_plug", "stand", "swap", "remove", "put_back", "uncover", "power", "turn", "clear"]
Part = Literal[
    "screen", "customer_camera", "document_camera", "microphone", "speakers", "call_button", "hub", "network"
]

Place = Literal["jack", "hub", "terminal", "wall"]
_ROLES: Mapping[Part, Role] = {
    "screen": "touch",
    "customer_camera": "customer_camera",
    "document_camera": "document_camera",
    "microphone": "microphone",
    "speakers": "speakers",
    "call_button": "call_button",
    "hub": "hub",
}


@dataclass(frozen=True, slots=True)
class Hands:
    """A movement at a part."""

    move: Move
    part: Part


HANDS: Mapping[str, Hands] = {
    "microphone_gone": Hands("plug", "microphone"),
    "microphone_level": Hands("stand", "microphone"),
    "microphone_muted": Hands("turn", "microphone"),
    "speakers_gone": Hands("plug", "speakers"),
    "customer_camera_gone": Hands("plug", "customer_camera"),
    "customer_camera_gone.wrong_port": Hands("move_plug", "customer_camera"),
    "document_camera_gone": Hands("plug", "document_camera"),
    "document_camera_gone.wrong_port": Hands("move_plug", "document_camera"),
    "cameras_swapped": Hands("swap", "customer_camera"),
    "camera_stand_in": Hands("put_back", "customer_camera"),
    "usb_hub_lost": Hands("plug", "hub"),
    "usb_flapping": Hands("plug", "hub"),
    "usb_stranger": Hands("remove", "hub"),
    "call_button_gone": Hands("plug", "call_button"),
    "touch_gone": Hands("plug", "screen"),
    "terminal_silent": Hands("power", "screen"),
    "terminal_silent.power": Hands("power", "screen"),
    "link_down": Hands("plug", "network"),
    "machine_pressed": Hands("clear", "screen"),
}
"""By a fault's stem, else by its slug."""
NO_HANDS = ("microphone_level.too_high", "terminal_silent.restart")
"""Variants that hands do not help."""
_BY_SIGNAL: tuple[tuple[str, Hands], ...] = (
    ("camera.customer.picture", Hands("uncover", "customer_camera")),
    ("camera.document.picture", Hands("uncover", "document_camera")),
    ("camera.customer.", Hands("plug", "customer_camera")),
    ("camera.document.", Hands("plug", "document_camera")),
    ("microphone.level", Hands("stand", "microphone")),
    ("microphone.noise_floor", Hands("stand", "microphone")),
    ("microphone.", Hands("plug", "microphone")),
    ("speakers.volume", Hands("turn", "speakers")),
    ("speakers.", Hands("plug", "speakers")),
    ("sound.", Hands("plug", "speakers")),
    ("call_button.", Hands("plug", "call_button")),
    ("touch.", Hands("plug", "screen")),
    ("usb.", Hands("plug", "hub")),
    ("network.link", Hands("plug", "network")),
)
"""For a fault of the site that is not listed: the first signal it rests on tells the part."""


def hands_for(fault: Fault) -> Hands | None:
    """Return what hands can do about a fault, None when they can do nothing."""
    if fault.stem in NO_HANDS:
        return None
    listed = HANDS.get(fault.stem) or HANDS.get(fault.slug)
    if listed is not None:
        return listed if fault.owner in (Owner.ON_SITE, Owner.UNDECIDED, Owner.PREMISES) else None
    if fault.owner is not Owner.ON_SITE:
        return None
    return next((hands for name in fault.rests_on for start, hands in _BY_SIGNAL if name.startswith(start)), None)


def there(profile: Profile) -> frozenset[Part]:
    """Return the parts that a room of this profile has on its table; a screen and a network all of them have."""
    always: tuple[Part, ...] = ("screen", "network")
    return frozenset((*always, *(part for part, role in _ROLES.items() if role in profile.roles)))


def place_of(profile: Profile, part: Part) -> tuple[Place, str]:
    """Return where a part's cable ends as the profile has it, and the number of the hub's connector if it says one."""
    if part == "network":
        return "wall", ""
    role = _ROLES[part]
    match = profile.roles.get(role)
    if match is None:
        return "terminal", ""
    if match.sound_port or match.sound_name:
        return "jack", ""
    _, dot, number = (match.port or "").rpartition(".")
    return ("hub", number) if dot else ("terminal", "")
