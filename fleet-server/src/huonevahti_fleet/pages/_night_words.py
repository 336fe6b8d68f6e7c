"""What came of a night in words: its outcome, why, and whether the room was ready after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huonevahti_fleet import texts
from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._tonight import listed
from huonevahti_wire.signals import family_of


def reason(code: str, reader: Reader) -> str:
    """Return why a restart was held or a room not ready; a sign of the session guard is named as the room page does."""
    plain = "clock" if code.startswith("clock_") else code.removesuffix("_expired")
    for key in (f"restarts.reason.{plain}", f"guard.sign.{plain}"):
        if texts.knows(reader.language, key):
            return reader.t(key)
    area, _, word = code.partition(".")
    if area == "boot" and texts.knows(reader.language, f"cause.{word}"):
        return reader.t("restarts.reason.booted", cause=reader.t(f"cause.{word}"))
    if family_of(code) is not None:
        return reader.t("restarts.reason.signal", name=reader.signal(code))
    return reader.t("restarts.reason.other", code=code)


def reasons(codes: Sequence[str], reader: Reader) -> str:
    """Return several reasons in one phrase, each told once."""
    return listed(list(dict.fromkeys(reason(code, reader) for code in codes)), reader)


def named(codes: Sequence[str], reader: Reader) -> str:
    """Return the signals that could not be looked at, by their names."""
    return listed([reader.signal(code) if family_of(code) else code for code in codes], reader)


def told(record: NightRecord, reader: Reader) -> str:
    """Return a night's outcome with its instants and reasons: done 03.47, back 03.49."""
    word = reader.t(f"restarts.outcome.{record.outcome}")
    parts = [word]
    if record.ordered_at is not None and record.outcome is not Outcome.SKIPPED:
        parts[0] = f"{word} {reader.clock(record.ordered_at)}"
    if record.back_at is not None:
        parts.append(reader.t("restarts.back", at=reader.clock(record.back_at)))
    if record.reasons:
        parts.append(reasons(record.reasons, reader))
    if record.until is not None and record.outcome is Outcome.DEFERRED:
        parts.append(reader.t("restarts.again", at=reader.clock(record.until)))
    return ", ".join(parts)


def ready(record: ReadinessRecord, reader: Reader) -> str:
    """Return whether a room was ready, with why not and what could not be looked at."""
    word = reader.t("morning.ready" if record.is_ready else "morning.not_ready")
    if record.reasons and not record.is_ready:
        word = reader.t("morning.because", word=word, why=reasons(record.reasons, reader))
    if record.untested:
        word = reader.t("morning.untested", word=word, what=named(record.untested, reader))
    return word


def day(at: datetime, reader: Reader) -> str:
    """Return a night's day as weekday and date."""
    return texts.day(reader.language, at)
