"""What people say they saw or heard, which signals speak to it, and where else its cause is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huonevahti_fleet.domain.owners import Owner


class Symptom(StrEnum):
    """What was seen or heard, as the person on either side of the call would say it."""

    NO_PICTURE = "no_picture"
    BLACK_OR_WHITE = "black_or_white"
    WRONG_CAMERA = "wrong_camera"
    NOT_HEARD = "not_heard"
    FAINT = "faint"
    CRACKLE = "crackle"
    ECHO = "echo"
    CANNOT_HEAR = "cannot_hear"
    SLOW = "slow"
    STUCK_PAGE = "stuck_page"
    NOBODY_ANSWERS = "nobody_answers"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What speaks to a symptom: a name that ends in a dot takes in every signal that begins so.

    `shown_by` are those it would show by: where none of them was measured the room is not cleared. `other_side` is
    whose trouble it usually is when the room is innocent, `question` the one that decides, `unseen` what a room cannot
    see of it.
    """

    signals: tuple[str, ...]
    shown_by: tuple[str, ...]
    other_side: Owner
    question: str
    unseen: tuple[str, ...]


_SERVICES = ("network.link", "network.gateway", "network.dns", "network.tls.", "network.interceptor", "network.portal")
_WAY = (*_SERVICES, "network.media.", "network.mtu")
_PACKETS = ("network.loss", "network.round_trip", "network.media_loss", "network.jitter")
_LINE = (*_WAY, *_PACKETS, "call.loss", "call.jitter", "call.round_trip")
_CUSTOMER = ("camera.customer.present", "camera.customer.frames", "camera.customer.picture")
_CAMERA = (*_CUSTOMER, "camera.order", "kiosk.devices")
_MICROPHONE = ("microphone.present", "microphone.muted", "microphone.volume", "microphone.default", "microphone.level")
_KIOSK = ("kiosk.running", "kiosk.page", "kiosk.start_button", "kiosk.returned", "kiosk.errors", "application.state")

MEANINGS: Mapping[Symptom, Meaning] = {
    Symptom.NO_PICTURE: Meaning(
        (*_CAMERA, "call.camera", "call.frames", *_WAY, "call.loss"),
        _CUSTOMER,
        Owner.REMOTE_ACCESS, "picture_elsewhere", ("specialist_line", "specialist_browser"),
    ),
    Symptom.BLACK_OR_WHITE: Meaning(
        (*_CAMERA, "camera.document.present", "call.camera"),
        ("camera.customer.picture",),
        Owner.AUTHORITY, "source_chosen", ("specialist_choice", "picture_itself"),
    ),
    Symptom.WRONG_CAMERA: Meaning(
        (*_CAMERA, "camera.document.present", "camera.document.picture", "call.camera"),
        ("camera.order", "call.camera"),
        Owner.AUTHORITY, "source_chosen", ("specialist_choice",),
    ),
    Symptom.NOT_HEARD: Meaning(
        (*_MICROPHONE, "microphone.dropouts", "sound.loop"),
        ("microphone.present",),
        Owner.AUTHORITY, "hears_others", ("specialist_sound",),
    ),
    Symptom.FAINT: Meaning(
        (*_MICROPHONE, "microphone.noise_floor", "sound.loop"),
        ("microphone.volume", "microphone.level"),
        Owner.AUTHORITY, "customer_distance", ("specialist_sound", "customer_distance"),
    ),
    Symptom.CRACKLE: Meaning(
        ("microphone.present", "microphone.crackle", "microphone.clipping", "microphone.dropouts",
         "microphone.noise_floor", "microphone.volume", "network.loss", "call.loss", "call.jitter", "machine.cpu"),
        ("microphone.crackle", "microphone.dropouts"),
        Owner.AUTHORITY, "hears_others", ("specialist_sound", "specialist_line"),
    ),
    Symptom.ECHO: Meaning(
        ("speakers.volume", "microphone.volume", "speakers.default", "microphone.default", "sound.loop"),
        ("speakers.volume", "sound.loop"),
        Owner.AUTHORITY, "who_hears_echo", ("specialist_sound",),
    ),
    Symptom.CANNOT_HEAR: Meaning(
        ("speakers.present", "speakers.muted", "speakers.volume", "speakers.default", "sound.loop"),
        ("speakers.present",),
        Owner.AUTHORITY, "specialist_muted", ("specialist_sound",),
    ),
    Symptom.SLOW: Meaning(
        (*_LINE, "machine.cpu", "machine.memory"),
        ("network.loss", "network.round_trip", "call.loss"),
        Owner.REMOTE_ACCESS, "slow_elsewhere", ("specialist_line",),
    ),
    Symptom.STUCK_PAGE: Meaning(
        (*_KIOSK, "touch.present", "network.link", "network.tls."),
        ("kiosk.running", "kiosk.page", "application.state"),
        Owner.OTHER_CHANNEL, "which_page", ("page_content",),
    ),
    Symptom.NOBODY_ANSWERS: Meaning(
        (*_WAY, "kiosk.running", "kiosk.page", "application.state"),
        ("network.link",),
        Owner.AUTHORITY, "booking_shown", ("staffing", "specialist_view"),
    ),
    Symptom.OTHER: Meaning(("",), ("",), Owner.UNDECIDED, "what_exactly", ("other_side",)),
}  # fmt: skip  # a table reads by its rows


def speaks(meaning: Meaning, name: str) -> bool:
    """Return whether a signal speaks to a symptom."""
    return _is_among(name, meaning.signals)


def shows(meaning: Meaning, name: str) -> bool:
    """Return whether a symptom would show by a signal."""
    return _is_among(name, meaning.shown_by)


def _is_among(name: str, words: Iterable[str]) -> bool:
    return any(name == word or (word[-1:] in ("", ".") and name.startswith(word)) for word in words)


def named(meaning: Meaning) -> Iterable[str]:
    """Return the signals a symptom names one by one, in order of weight."""
    return (word for word in meaning.signals if word and not word.endswith("."))
