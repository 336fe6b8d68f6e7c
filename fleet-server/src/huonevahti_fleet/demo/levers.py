"""The levers that the demo offers for each room, and how long each takes to show, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from huonevahti_agent.domain.desired import timings
from huonevahti_wire.profile import Kiosk
from huonevahti_wire.signals import family_of

if TYPE_CHECKING:
    from huonevahti_wire.profile import Profile

Way = Literal["poll", "told", "boot", "hand_over", "silence", "session"]
"""How trouble comes to be known: asked for in turn, told by the kernel, at a boot, when another service's page has
stayed too long, by silence, or as a session.
"""
BOOT_SECONDS = 2.0
"""What the agent of a simulated terminal takes at most from its boot to its first report."""


@dataclass(frozen=True, slots=True)
class DemoLever:
    """A lever by the slug of the simulated room's own, the signal it turns and the fault that is to show."""

    slug: str
    way: Way
    signal: str
    fault: str


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a pulled lever takes to show, and the parts that make it up."""

    way: Way
    first_seconds: float
    watching_seconds: float

    @property
    def seconds(self) -> float:
        """The stated time: until noticed, and then watched."""
        return self.first_seconds + self.watching_seconds


DEMO_LEVERS = (
    DemoLever("pull_microphone", "poll", "microphone.present", "microphone_gone"),
    DemoLever("drop_level", "poll", "microphone.volume", "microphone_level"),
    DemoLever("shuffle_cameras", "boot", "camera.order", "document_camera_first"),
    DemoLever("mute_speakers", "poll", "speakers.muted", "speakers_muted"),
    DemoLever("lose_hub", "told", "usb.hub", "usb_hub_lost"),
    DemoLever("intercept", "poll", "network.interceptor", "interceptor"),
    DemoLever("block_udp", "poll", "network.media.udp", "media_udp_blocked"),
    DemoLever("hide_start_button", "poll", "kiosk.start_button", "start_button_missing"),
    DemoLever("crash_page", "poll", "kiosk.running", "kiosk_not_running"),
    DemoLever("keep_hand_over", "hand_over", "kiosk.returned", "kiosk_not_returned"),
    DemoLever("cut_power", "silence", "network.broker", "terminal_silent"),
    DemoLever("cut_network", "silence", "network.broker", "terminal_silent"),
    DemoLever("shift_clock", "poll", "clock.offset", "clock_wrong"),
    DemoLever("start_visit", "session", "session.live", ""),
)
"""In the order of the page. A visit is no fault: it shows as a session, and no incident comes of it.

What is seen or heard has no lever: it is tested while the room is closed, and a demo's rooms are open.
"""

BY_SLUG = {lever.slug: lever for lever in DEMO_LEVERS}


def delay(lever: DemoLever, profile: Profile) -> Delay:
    """Return how long a lever takes to show under a profile; a fault that is not named there is watched as all are."""
    family = family_of(lever.signal)
    poll_seconds = timings(None, profile).poll_of([family] if family else [])
    first = {
        "poll": poll_seconds,
        "told": 0.0,
        "boot": BOOT_SECONDS,
        "hand_over": poll_seconds + (profile.kiosk or Kiosk()).hand_over_max_seconds,
        "silence": profile.silence_seconds,
        "session": poll_seconds,
    }[lever.way]
    watching = 0.0 if lever.way == "session" else _watching_seconds(profile, lever.fault)
    return Delay(lever.way, first, watching)


def _watching_seconds(profile: Profile, fault: str) -> float:
    chosen = profile.watching_seconds
    return chosen.get(fault, chosen.get("*", 0.0))
