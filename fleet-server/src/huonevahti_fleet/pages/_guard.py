"""Whether the room may be touched now: by which sign not, and what may be done all the same."""

from __future__ import annotations

from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.guarded import guarded
from huonevahti_fleet.domain.rooms import RoomDetail
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan.guard import Verdict

MAY = ("source", "volume", "talk", "measure")
"""What ends nobody's session: asked of the specialist, done by hand, said, or only read."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A sentence, and while the room is held what may be done and what waits."""

    verdict: str
    sentence: str
    may: tuple[str, ...] = ()
    waits: str = ""


def guard(detail: RoomDetail, reader: Reader, *, is_heard: bool) -> Guard | None:
    """Return what the terminal's guard says; None where it says nothing, or nothing has been heard lately."""
    found = guarded(detail.signals)
    if found is None or not is_heard:
        return None
    sign = _sign(found.reasons[0] if found.reasons else "", reader)
    if found.verdict is Verdict.FREE:
        return Guard(str(found.verdict), reader.t("guard.free"))
    return Guard(
        verdict=str(found.verdict),
        sentence=reader.t(f"guard.{found.verdict}", sign=sign),
        may=tuple(reader.t(f"guard.may.{what}") for what in MAY),
        waits=reader.t("guard.waits"),
    )


def _sign(code: str, reader: Reader) -> str:
    """A sign in words; a sign that has expired is the same sign, and one of a newer terminal is just a sign."""
    key = f"guard.sign.{code.removesuffix('_expired')}"
    return reader.t(key if texts.knows(reader.language, key) else "guard.sign.other")
