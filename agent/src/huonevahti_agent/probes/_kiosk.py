"""What the probes of kiosk and call share: a session by the page's own signs, and cameras by the page's labels."""

from __future__ import annotations

from huonevahti_agent.domain.camera_labels import CAMERAS, role_of
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.signs import Held
from huonevahti_agent.probes import _judging
from huonevahti_kiosk.words import KioskReading
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State


def is_in_session(reading: KioskReading, held: tuple[Held, ...] | None) -> bool:
    """Return whether a camera or microphone is held, by the page or by the system's word."""
    return bool(held or reading.live_tracks or (reading.connection and reading.connection.connected))


def devices(reading: KioskReading, profile: Profile) -> Judgement:
    """Return whether the page sees as many cameras and microphones as the room has, the first one first."""
    name, seen = "kiosk.devices", reading.devices
    if seen is None:
        return _judging.no_data(name, "no_answer" if reading.page == "home" else "not_home")
    wanted = [role for role, match in profile.roles.items() if role in CAMERAS and not match.optional]
    count, expected = float(len(seen.cameras)), float(len(wanted))
    reason = _wrong(seen.cameras, seen.microphones, len(wanted), profile)
    if reason:
        return Judgement(name, State.FAILED, count, "cameras", expected, reason)
    return Judgement(name, State.OK, count, "cameras", expected)


def _wrong(cameras: tuple[str, ...], microphones: tuple[str, ...], wanted: int, profile: Profile) -> str:
    if any(not label for label in (*cameras, *microphones)):
        return "not_permitted"
    if len(cameras) < wanted:
        return "camera_missing"
    if "microphone" in profile.roles and not microphones:
        return "microphone_missing"
    first = role_of(cameras[0], profile) if cameras and profile.camera_order else ""
    if first and first != profile.camera_order[0].removesuffix("_camera"):
        return f"{first}_first"
    return ""
