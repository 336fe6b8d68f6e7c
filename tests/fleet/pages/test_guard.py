"""The guard on the room page: by which sign a room is held, and what may be done all the same, in each language."""

from __future__ import annotations

import pytest

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import RoomDetail
from huonevahti_fleet.pages._guard import MAY, Guard, guard
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.plan import guard as plan
from huonevahti_wire.signals import Signal
from tests.fleet.pages.sample import NOW, SampleStore, signal

READER = Reader("en", NOW)


def _seen(*signals: Signal, is_heard: bool = True) -> Guard | None:
    detail = SampleStore().room("imatra")
    assert detail is not None
    return guard(RoomDetail(detail.state, signals), READER, is_heard=is_heard)


def test_a_free_room_needs_one_sentence() -> None:
    assert _seen(signal("session.guard", value="free")) == Guard("free", "Yes: nothing tells of a customer.")


@pytest.mark.parametrize(
    ("value", "reason", "sentence"),
    [
        ("busy", "media", "Not now: a video call is going on."),
        (
            "undecided",
            "page_unreadable",
            "Not yet: the browser does not answer, so a customer may be in the middle of something.",
        ),
        (
            "ask_person",
            "camera_expired",
            "Somebody must look in first: a program holds the camera, for a long time now.",
        ),
        ("busy", "smell", "Not now: something tells of a customer."),
    ],
)
def test_a_held_room_says_by_which_sign_and_what_may_be_done(value: str, reason: str, sentence: str) -> None:
    found = _seen(signal("session.guard", value=value, reason=reason))
    assert found is not None
    assert (found.sentence, len(found.may)) == (sentence, len(MAY))
    assert "specialist" in found.may[0]
    assert "restart" in found.waits


def test_what_a_silent_terminal_said_last_is_not_shown() -> None:
    assert _seen(signal("session.guard", value="free"), is_heard=False) is None
    assert _seen() is None


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_sign_and_verdict_has_its_words(language: str) -> None:
    devices = [f"{device}_in_use" for device in sorted(plan._DEVICES)]
    unreadable = [
        f"{source}_unreadable" for source in ("application", "page", "camera", "touch", "call_button")
    ]
    signs = [*sorted(plan._HARD | plan._DEVICES | plan._HANDS), "page", "booking", *devices, *unreadable]
    wanted = [f"guard.sign.{sign}" for sign in signs]
    wanted += [f"guard.{verdict}" for verdict in plan.Verdict]
    assert [key for key in wanted if not texts.knows(language, key)] == []
