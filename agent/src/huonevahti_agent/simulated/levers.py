"""The levers of a simulated room: each breaks one thing by hand, and mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.simulated.room import SimulatedRoom

CLOCK_SHIFT_SECONDS = 600.0


class Lever(NamedTuple):
    """One thing that can go wrong: `pull` breaks it, `mend` restores the healthy room."""

    slug: str
    pull: Callable[[SimulatedRoom], None]
    mend: Callable[[SimulatedRoom], None]


_ALL = (
    Lever(
        "pull_microphone",
        lambda room: room.sound.pull_microphone(),
        lambda room: room.sound.plug_microphone(),
    ),
    Lever("drop_level", lambda room: room.sound.drop_level(), lambda room: room.sound.raise_level()),
    Lever(
        "mute_microphone",
        lambda room: room.sound.mute_microphone(),
        lambda room: room.sound.unmute_microphone(),
    ),
    Lever(
        "change_default", lambda room: room.sound.change_default(), lambda room: room.sound.restore_default()
    ),
    Lever(
        "shuffle_cameras",
        lambda room: room.power.reboot("document_first"),
        lambda room: room.power.reboot("customer_first"),
    ),
    Lever(
        "mute_speakers", lambda room: room.sound.mute_speakers(), lambda room: room.sound.unmute_speakers()
    ),
    Lever(
        "unplug_speakers", lambda room: room.sound.unplug_speakers(), lambda room: room.sound.plug_speakers()
    ),
    Lever(
        "turn_speakers_down",
        lambda room: room.sound.turn_speakers_down(),
        lambda room: room.sound.turn_speakers_up(),
    ),
    Lever("lose_hub", lambda room: room.usb.lose_hub(), lambda room: room.usb.return_hub()),
    Lever(
        "unplug_customer_camera",
        lambda room: room.usb.unplug_customer_camera(),
        lambda room: room.usb.plug_customer_camera(),
    ),
    Lever(
        "unplug_document_camera",
        lambda room: room.usb.unplug_document_camera(),
        lambda room: room.usb.plug_document_camera(),
    ),
    Lever("use_stand_in", lambda room: room.usb.use_stand_in(), lambda room: room.usb.plug_customer_camera()),
    Lever(
        "unplug_call_button",
        lambda room: room.usb.unplug_call_button(),
        lambda room: room.usb.plug_call_button(),
    ),
    Lever("unplug_touch", lambda room: room.usb.unplug_touch(), lambda room: room.usb.plug_touch()),
    Lever("plug_stranger", lambda room: room.usb.plug_stranger(), lambda room: room.usb.unplug_stranger()),
    Lever("intercept", lambda room: room.network.intercept(), lambda room: room.network.stop_intercepting()),
    Lever("lose_packets", lambda room: room.network.lose_packets(), lambda room: room.network.keep_packets()),
    Lever("pull_cable", lambda room: room.network.pull_cable(), lambda room: room.network.plug_cable()),
    Lever("cut_network", lambda room: room.network.cut_network(), lambda room: room.network.return_network()),
    Lever(
        "cut_power",
        lambda room: room.power.cut_power(),
        lambda room: room.power.restore_power("customer_first"),
    ),
    Lever("start_visit", lambda room: room.visit.start_visit(), lambda room: room.visit.end_visit()),
    Lever(
        "shift_clock",
        lambda room: room.clock.shift_clock(CLOCK_SHIFT_SECONDS),
        lambda room: room.clock.set_clock(),
    ),
)

LEVERS = {lever.slug: lever for lever in _ALL}
"""Every lever there is, by slug."""
