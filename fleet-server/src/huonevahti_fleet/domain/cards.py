"""The advisor's card: a link to a room for those beside it, and what was pressed there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.domain.hands import Hands, hands_for
from huonevahti_fleet.domain.rooms import Incident, RoomState, Verdict
from huonevahti_wire.messages import JobStatus

Form = Literal["advisor", "lobby"]
FORMS: tuple[Form, ...] = ("advisor", "lobby")
PressKind = Literal["did_it", "cannot_now", "did_not_help"]
PRESSES: tuple[PressKind, ...] = ("did_it", "cannot_now", "did_not_help")
Result = Literal["ordered", "noted", "too_soon", "in_session", "not_empty", "not_heard"]
MEASURE_EVERY = timedelta(minutes=1)
"""A room is measured from its cards at most this often."""
ANSWER_WITHIN = timedelta(seconds=90)
SHOWN_FOR = timedelta(minutes=30)
"""How long the card speaks of the last press."""
Need = Literal["green", "hands", "others", "unseen", "not_in_use"]
After = Literal[
    "", "measuring", "still", "no_answer", "cannot_now", "did_not_help", "too_soon", "in_session", "not_heard"
]


@dataclass(frozen=True, slots=True)
class Card:
    """A link to one room; its token is the key, and it works until it is revoked."""

    card: str
    token: str
    room: str
    form: Form
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed on a card, and what came of it; never by whom."""

    at: datetime
    card: str
    room: str
    kind: PressKind
    result: Result
    incident: int | None = None
    job: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows: that all is well, or the one incident there is something to do about."""

    need: Need
    incident: Incident | None = None
    hands: Hands | None = None


def face(state: RoomState) -> Face:
    """Return what a room's card shows: of several things to do with one's hands the worst one."""
    felt = [incident for incident in state.incidents if incident.harm is not Harm.COSMETIC]
    for incident in felt:
        if hands := hands_for(incident.fault):
            return Face("hands", incident, hands)
    if felt:
        return Face("others", felt[0])
    if state.verdict is Verdict.ONBOARDING:
        return Face("not_in_use")
    return Face("unseen" if state.verdict is Verdict.NO_DATA else "green")


def is_available(state: RoomState) -> bool:
    """Return whether the lobby says that a room can be used: its fitness and hours decide, never its customers."""
    return state.is_open and state.verdict in (Verdict.FIT, Verdict.DEGRADED)


def after(press: Press | None, status: JobStatus | None, shown: Face, now: datetime) -> After:
    """Return what there is to say of the last press; nothing when it is old, or was about something else."""
    if press is None or now - press.at > SHOWN_FOR:
        return ""
    number = shown.incident.number if shown.incident else None
    if press.incident != number:
        return ""
    if press.result == "ordered":
        return _measured(press, status, now, is_green=shown.need == "green")
    if press.result == "noted":
        return "cannot_now" if press.kind == "cannot_now" else "did_not_help"
    if press.result == "not_empty" or now - press.at > MEASURE_EVERY:
        return ""
    return press.result


def _measured(press: Press, status: JobStatus | None, now: datetime, *, is_green: bool) -> After:
    if status is JobStatus.SUCCEEDED:
        return "" if is_green else "still"
    is_over = status is None or status.is_final or now - press.at > ANSWER_WITHIN
    return "no_answer" if is_over else "measuring"


def refusal(state: RoomState, ordered_at: datetime | None, now: datetime, *, is_empty: bool) -> Result | None:
    """Return why a room is not measured for a card now, None when it may be.

    A session that is known holds it always; where it cannot be told, the word of the person in the door decides.
    """
    if state.in_session:
        return "in_session"
    if not is_empty:
        return "not_empty"
    if ordered_at is not None and now - ordered_at < MEASURE_EVERY:
        return "too_soon"
    return None
