"""Whether a room is ready for its opening: every role back, the kiosk at its start, tested, and the network good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.short_lists import fitting
from huonevahti_wire.messages import BootCause, ReadinessJudged
from huonevahti_wire.signals import Signal, State, family_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MUST = frozenset({
    "camera.<role>.present", "camera.order", "microphone.present", "microphone.muted", "speakers.present",
    "speakers.muted", "call_button.present", "touch.present", "kiosk.running", "kiosk.page", "kiosk.start_button",
    "kiosk.devices", "application.state", "network.link", "network.dns", "network.tls.<endpoint>",
    "network.interceptor", "network.portal", "network.media.<way>",
})  # fmt: skip
"""Families that must not be known to be wrong, and that must be known while nobody is in the room."""
TESTED = frozenset({
    "sound.loop", "camera.<role>.frames", "camera.<role>.picture", "camera.views", "microphone.level",
    "microphone.crackle", "microphone.dropouts",
})  # fmt: skip
"""Families that are tested in an empty room; what could not be is named."""
MENDED_BY_BOOT = ("camera.order", "kiosk.start_button", "kiosk.running", "kiosk.page")
"""What a boot of its own may mend when nothing else has: it draws the cameras anew and brings a lost button back."""
_UNINTENDED = frozenset({BootCause.PANIC, BootCause.WATCHDOG, BootCause.HUNG})
"""A boot of these says that something is wrong with the machine; a power cut says it of the premises."""
_NOT_THERE = ("not_in_profile", "no_application")
_MOST, _REASONS_CHARACTERS, _UNTESTED_CHARACTERS = 16, 220, 160
"""An event of 640 bytes has room for so many characters beside all that is always in it."""


class Readiness(Struct, frozen=True):
    """The verdict: the names of the signals that speak against it, and of those that could not be measured."""

    reasons: tuple[str, ...]
    untested: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Return whether nothing speaks against it."""
        return not self.reasons


def judge(signals: Mapping[str, Signal], cause: BootCause, *, is_free: bool) -> Readiness:
    """Return whether the room is ready by what was measured on this boot.

    While somebody is there much cannot be told, and the room is ready by the rest; in a free room what must be known
    and is not speaks against it.
    """
    reasons = [f"boot.{cause}"] if cause in _UNINTENDED else []
    untested = ["boot.cause"] if cause is BootCause.UNKNOWN else []
    for name, signal in sorted(signals.items()):
        family = family_of(name)
        if family is None or family.name not in MUST | TESTED or signal.reason in _NOT_THERE:
            continue
        is_unknown = signal.state is State.NO_DATA
        if signal.state is State.FAILED or (is_unknown and is_free and family.name in MUST):
            reasons.append(name)
        elif is_unknown:
            untested.append(name)
    return Readiness(tuple(reasons), tuple(untested))


def told(readiness: Readiness, opens_at: datetime) -> ReadinessJudged:
    """Return the verdict as it is told; of a long list as much as an event has room for."""
    return ReadinessJudged(
        opens_at,
        readiness.is_ready,
        fitting(readiness.reasons, _MOST, _REASONS_CHARACTERS),
        fitting(readiness.untested, _MOST, _UNTESTED_CHARACTERS),
    )


def judgement(readiness: Readiness | None, *, is_told: bool) -> Judgement:
    """Return `boot.readiness`: failed once it was told so, and a warning while there is time to mend it."""
    if readiness is None:
        return Judgement("boot.readiness", State.NO_DATA, reason="not_judged")
    if readiness.is_ready:
        return Judgement("boot.readiness", State.OK, value=True)
    state = State.FAILED if is_told else State.WARNING
    return Judgement("boot.readiness", state, value=False, reason=readiness.reasons[0])
