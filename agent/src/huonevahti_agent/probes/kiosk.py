"""The kiosk: browser alive, the right page shown, Start to be pressed, devices as the page sees them."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _judging, _kiosk
from huonevahti_kiosk.words import KioskReading
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "kiosk"
SIGNALS: tuple[str, ...] = (
    "kiosk.running",
    "kiosk.page",
    "kiosk.start_button",
    "kiosk.returned",
    "kiosk.page_age",
    "kiosk.errors",
    "kiosk.devices",
)
AWAY = ("hand_over", "identification", "bank", "foreign")
_EMPTY = {"foreign": "foreign", "error": "not_loaded", "blank": "blank", "none": "blank"}


class Sample(Struct, frozen=True):
    """What the launcher knows, None with the reason when it does not tell; what programs hold, where needed."""

    reading: KioskReading | None
    reason: str = ""
    held: tuple[Held, ...] | None = None


def sample(host: Host, profile: Profile) -> Sample:
    """Ask the launcher, where the terminal has one."""
    if profile.kiosk is None:
        return Sample(None, _judging.NOT_IN_PROFILE)
    reading, reason = _judging.ask(host.kiosk)
    must_know = reading is not None and (reading.page in AWAY or reading.start_button != "shown")
    return Sample(reading, reason, _judging.ask(host.session_signs)[0] if must_know else None)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Judge the page; a launcher that does not answer is no data, and a room without a kiosk has no signal."""
    reading, limits = sample.reading, profile.kiosk
    if limits is None:
        return []
    if reading is None:
        return [_judging.no_data(name, sample.reason) for name in SIGNALS]
    return [
        _running(reading, limits.starts_max_per_hour),
        _page(reading),
        _start_button(sample, reading),
        _returned(sample, reading, profile),
        _page_age(reading),
        _errors(reading, limits.errors_max_per_hour),
        _kiosk.devices(reading, profile),
    ]


def _running(reading: KioskReading, most: int) -> Judgement:
    starts, unit = float(reading.starts_per_hour), "per_hour"
    if reading.browser != "running":
        return Judgement("kiosk.running", State.FAILED, starts, unit, float(most), reading.browser)
    if reading.crashed:
        return Judgement("kiosk.running", State.FAILED, starts, unit, float(most), "crashed")
    if reading.answers is False:
        return Judgement("kiosk.running", State.FAILED, starts, unit, float(most), "hung")
    return _judging.within("kiosk.running", starts, float(most), unit, "restarting")


def _page(reading: KioskReading) -> Judgement:
    """Tell a page that is allowed from one that is not; which authority's it is stays in the room."""
    reason = _EMPTY.get(reading.page, "")
    value = (
        reading.page if reading.page in ("home", "foreign", "error") else "away" if not reason else "blank"
    )
    return Judgement(
        "kiosk.page", State.FAILED if reason else State.OK, value=value, expected="home", reason=reason
    )


def _start_button(sample: Sample, reading: KioskReading) -> Judgement:
    """Judge it on our own page, alive and without a customer: in a session the page has other buttons."""
    name, button = "kiosk.start_button", reading.start_button
    if _kiosk.is_in_session(reading, sample.held):
        return _judging.no_data(name, "in_session")
    if button is None or button == "elsewhere":
        return _judging.no_data(name, button or ("not_home" if reading.page != "home" else "no_answer"))
    if button == "shown":
        return Judgement(name, State.OK, value=button, expected="shown")
    return Judgement(name, State.FAILED, value=button, expected="shown", reason=button)


def _returned(sample: Sample, reading: KioskReading, profile: Profile) -> Judgement:
    """Judge how long the page has been away; a queue of a quarter of an hour is normal, so is a call there."""
    name, seconds = "kiosk.returned", reading.page_seconds
    if profile.kiosk is None or reading.page not in AWAY:
        return Judgement(name, State.OK, 0.0, "seconds")
    most = (
        profile.kiosk.foreign_max_seconds
        if reading.page == "foreign"
        else profile.kiosk.hand_over_max_seconds
    )
    if seconds <= most or sample.held:
        return Judgement(name, State.OK, seconds, "seconds", most)
    state = State.FAILED if sample.held == () else State.WARNING
    return Judgement(name, state, seconds, "seconds", most, "not_returned")


def _page_age(reading: KioskReading) -> Judgement:
    """Tell how long the start page has stood: pages that stand for days are what a daily restart is there for."""
    if reading.page != "home" or reading.crashed or reading.browser != "running":
        return _judging.no_data("kiosk.page_age", "not_home")
    return Judgement("kiosk.page_age", State.OK, round(reading.page_seconds), "seconds")


def _errors(reading: KioskReading, most: int) -> Judgement:
    count = reading.errors_per_hour
    return _judging.within("kiosk.errors", None if count is None else float(count), float(most), "per_hour")
