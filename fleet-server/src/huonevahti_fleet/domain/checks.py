"""A specialist's own check: what their browser found, as codes, and what is suspected on their side."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Annotated, Literal

from msgspec import Meta, Struct

KEPT_FOR = timedelta(hours=1)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for others when read out."""
GROUPS, GROUP = 5, 5
CODE_LENGTH = GROUPS * GROUP
Relay = Literal["open", "blocked", "not_tested"]


class CheckResult(Struct, frozen=True, forbid_unknown_fields=True):
    """What a browser found: codes and small counts, no name of a device, no picture, no sound, no address."""

    cameras: Annotated[int, Meta(ge=0, le=9)]
    picture: Literal["normal", "black", "white", "no_picture", "refused", "busy", "none", "not_tested"]
    microphones: Annotated[int, Meta(ge=0, le=9)]
    microphone: Literal["heard", "faint", "silent", "muted", "refused", "busy", "none", "not_tested"]
    speakers: Literal["heard", "not_heard", "not_tested"]
    udp: Relay
    tcp: Relay
    tls: Relay
    browser: Literal["current", "lacks_parts"] = "current"


@dataclass(frozen=True, slots=True)
class Check:
    """A result that was kept, until when."""

    made_at: datetime
    expires_at: datetime
    result: CheckResult


Suspicion = Literal[
    "no_camera", "camera_refused", "camera_busy", "picture_black", "picture_white",
    "no_microphone", "microphone_refused", "microphone_busy", "microphone_muted", "microphone_silent",
    "microphone_faint", "speakers_silent", "udp_blocked", "relay_blocked", "old_browser",
]  # fmt: skip  # a row a part
Hint = Literal["many_cameras", "many_microphones"]
_PICTURE: dict[str, Suspicion] = {
    "black": "picture_black",
    "no_picture": "picture_black",
    "white": "picture_white",
    "refused": "camera_refused",
    "busy": "camera_busy",
    "none": "no_camera",
}
_MICROPHONE: dict[str, Suspicion] = {
    "faint": "microphone_faint",
    "silent": "microphone_silent",
    "muted": "microphone_muted",
    "refused": "microphone_refused",
    "busy": "microphone_busy",
    "none": "no_microphone",
}


def suspected(result: CheckResult) -> tuple[Suspicion, ...]:
    """Return what is suspected on the specialist's side, by part; nothing when all that was tested is well."""
    found: list[Suspicion] = []
    found += ["old_browser"] if result.browser == "lacks_parts" else []
    found += [_PICTURE[result.picture]] if result.picture in _PICTURE else []
    found += [_MICROPHONE[result.microphone]] if result.microphone in _MICROPHONE else []
    found += ["speakers_silent"] if result.speakers == "not_heard" else []
    found += _way(result)
    return tuple(found)


def to_ask(result: CheckResult) -> tuple[Hint, ...]:
    """Return what is worth a question though it is no fault: where there are several, the wrong one may be chosen."""
    counted: tuple[tuple[Hint, int], ...] = (
        ("many_cameras", result.cameras),
        ("many_microphones", result.microphones),
    )
    return tuple(hint for hint, count in counted if count > 1)


def _way(result: CheckResult) -> list[Suspicion]:
    tested = [way for way in (result.udp, result.tcp, result.tls) if way != "not_tested"]
    if tested and "open" not in tested:
        return ["relay_blocked"]
    return ["udp_blocked"] if result.udp == "blocked" else []


def new_code() -> str:
    """Return a code of 125 random bits that can be read out, in groups."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return grouped(letters)


def grouped(letters: str) -> str:
    """Return a code with a dash between its groups."""
    return "-".join(letters[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def read_code(text: str) -> str | None:
    """Return a code as it was given out from how a person typed it, None when it can be none."""
    letters = text[:80].upper().translate(str.maketrans("OIL", "011", " -\t\r\n."))
    return grouped(letters) if len(letters) == CODE_LENGTH and set(letters) <= set(LETTERS) else None


def digest(code: str) -> str:
    """Return what is stored in place of a code, so that whoever reads the table learns none."""
    return blake2b(code.encode(), digest_size=16, person=b"hv-check").hexdigest()
