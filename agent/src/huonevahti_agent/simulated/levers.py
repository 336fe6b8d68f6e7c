"""The levers of a simulated room: each breaks one thing by hand, and mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huonevahti_agent.simulated import usb
from huonevahti_agent.simulated.sound import HEALTHY_MICROPHONE_RATIO, HEALTHY_SPEAKERS_RATIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.simulated.room import SimulatedRoom

CLOCK_SHIFT_SECONDS = 600.0


class Lever(NamedTuple):
    """One thing that can go wrong: `pull` breaks it, `mend` restores it, `is_pulled` says how it stands."""

    slug: str
    pull: Callable[[SimulatedRoom], None]
    mend: Callable[[SimulatedRoom], None]
    is_pulled: Callable[[SimulatedRoom], bool]


_ALL = (
    Lever(
        "pull_microphone",
        lambda room: room.sound.pull_microphone(),
        lambda room: room.sound.plug_microphone(),
        lambda room: not room.sound.microphone_is_in,
    ),
    Lever(
        "drop_level",
        lambda room: room.sound.drop_level(),
        lambda room: room.sound.raise_level(),
        lambda room: room.sound.microphone_ratio < HEALTHY_MICROPHONE_RATIO,
    ),
    Lever(
        "mute_microphone",
        lambda room: room.sound.mute_microphone(),
        lambda room: room.sound.unmute_microphone(),
        lambda room: room.sound.microphone_is_muted,
    ),
    Lever(
        "change_default",
        lambda room: room.sound.change_default(),
        lambda room: room.sound.restore_default(),
        lambda room: not room.sound.microphone_is_default,
    ),
    Lever(
        "shuffle_cameras",
        lambda room: room.power.reboot("document_first"),
        lambda room: room.power.reboot("customer_first"),
        lambda room: room.cameras.is_document_first(),
    ),
    Lever(
        "mute_speakers",
        lambda room: room.sound.mute_speakers(),
        lambda room: room.sound.unmute_speakers(),
        lambda room: room.sound.speakers_are_muted,
    ),
    Lever(
        "unplug_speakers",
        lambda room: room.sound.unplug_speakers(),
        lambda room: room.sound.plug_speakers(),
        lambda room: not room.sound.speakers_are_in,
    ),
    Lever(
        "turn_speakers_down",
        lambda room: room.sound.turn_speakers_down(),
        lambda room: room.sound.turn_speakers_up(),
        lambda room: room.sound.speakers_ratio < HEALTHY_SPEAKERS_RATIO,
    ),
    Lever(
        "lose_hub",
        lambda room: room.usb.lose_hub(),
        lambda room: room.usb.return_hub(),
        lambda room: room.usb.lacks(usb.HUB),
    ),
    Lever(
        "unplug_customer_camera",
        lambda room: room.usb.unplug_customer_camera(),
        lambda room: room.usb.plug_customer_camera(),
        lambda room: room.usb.lacks(usb.CUSTOMER_CAMERA),
    ),
    Lever(
        "unplug_document_camera",
        lambda room: room.usb.unplug_document_camera(),
        lambda room: room.usb.plug_document_camera(),
        lambda room: room.usb.lacks(usb.DOCUMENT_CAMERA),
    ),
    Lever(
        "use_stand_in",
        lambda room: room.usb.use_stand_in(),
        lambda room: room.usb.plug_customer_camera(),
        lambda room: not room.usb.lacks(usb.STAND_IN_CAMERA),
    ),
    Lever(
        "unplug_call_button",
        lambda room: room.usb.unplug_call_button(),
        lambda room: room.usb.plug_call_button(),
        lambda room: room.usb.lacks(usb.CALL_BUTTON),
    ),
    Lever(
        "unplug_touch",
        lambda room: room.usb.unplug_touch(),
        lambda room: room.usb.plug_touch(),
        lambda room: room.usb.lacks(usb.TOUCH),
    ),
    Lever(
        "plug_stranger",
        lambda room: room.usb.plug_stranger(),
        lambda room: room.usb.unplug_stranger(),
        lambda room: not room.usb.lacks(usb.STRANGER),
    ),
    Lever(
        "intercept",
        lambda room: room.network.intercept(),
        lambda room: room.network.stop_intercepting(),
        lambda room: room.network.is_intercepted(),
    ),
    Lever(
        "block_udp",
        lambda room: room.passage.block(["udp"]),
        lambda room: room.passage.unblock(["udp"]),
        lambda room: room.passage.is_blocked("udp"),
    ),
    Lever(
        "lose_packets",
        lambda room: room.network.lose_packets(),
        lambda room: room.network.keep_packets(),
        lambda room: room.network.loss_ratio > 0,
    ),
    Lever(
        "pull_cable",
        lambda room: room.network.pull_cable(),
        lambda room: room.network.plug_cable(),
        lambda room: not room.network.has_carrier,
    ),
    Lever(
        "cut_network",
        lambda room: room.network.cut_network(),
        lambda room: room.network.return_network(),
        lambda room: not room.network.is_connected,
    ),
    Lever(
        "hide_start_button",
        lambda room: room.kiosk.hide_button(),
        lambda room: room.kiosk.show_button(),
        lambda room: room.kiosk.button != "shown",
    ),
    Lever(
        "crash_page",
        lambda room: room.kiosk.crash_page(),
        lambda room: room.kiosk.restart_browser(),
        lambda room: room.kiosk.is_crashed,
    ),
    Lever(
        "keep_hand_over",
        lambda room: room.kiosk.show("hand_over"),
        lambda room: room.kiosk.show("home"),
        lambda room: room.kiosk.page == "hand_over",
    ),
    Lever(
        "cover_lens",
        lambda room: room.cameras.cover_lens(),
        lambda room: room.cameras.uncover_lens(),
        lambda room: room.cameras.states["customer"] == "covered",
    ),
    Lever(
        "loosen_plug",
        lambda room: room.sound.loosen_plug(),
        lambda room: room.sound.tighten_plug(),
        lambda room: room.sound.clicks_per_second > 0,
    ),
    Lever(
        "cut_power",
        lambda room: room.power.cut_power(),
        lambda room: room.power.restore_power("customer_first"),
        lambda room: not room.power.is_powered,
    ),
    Lever(
        "start_visit",
        lambda room: room.visit.start_visit(),
        lambda room: room.visit.end_visit(),
        lambda room: room.visit.is_live,
    ),
    Lever(
        "shift_clock",
        lambda room: room.clock.shift_clock(CLOCK_SHIFT_SECONDS),
        lambda room: room.clock.set_clock(),
        lambda room: room.clock.shift_seconds != 0,
    ),
)

LEVERS = {lever.slug: lever for lever in _ALL}
"""Every lever there is, by slug."""
