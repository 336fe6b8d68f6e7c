"""What speaks against a room that is to open, what could not be measured, and what is no matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huonevahti_agent.domain.readiness import MUST, TESTED, Readiness, judge, judgement, told
from huonevahti_wire.codec import MAX_EVENT_BYTES, encode
from huonevahti_wire.messages import BootCause, Event
from huonevahti_wire.signals import FAMILIES, Signal, State

AT = datetime(2026, 11, 24, 6, 15, tzinfo=UTC)
GOOD = ("camera.customer.present", "camera.order", "microphone.present", "kiosk.start_button", "sound.loop")


def _signals(*changed: str) -> dict[str, Signal]:
    """A healthy room, in which the named ones are otherwise: name, state and reason."""
    signals = {name: Signal(name, State.OK, AT) for name in GOOD}
    for words in changed:
        name, state, *reason = words.split()
        signals[name] = Signal(name, State(state), AT, reason=reason[0] if reason else "")
    return signals


CASES: dict[str, tuple[tuple[str, ...], BootCause, bool, tuple[str, ...], tuple[str, ...]]] = {
    "all is well": ((), BootCause.OURS, True, (), ()),
    "a camera did not come back": (
        ("camera.customer.present failed missing",), BootCause.OURS, True, ("camera.customer.present",), ()),
    "the cameras are the other way round": (
        ("camera.order failed document_first",), BootCause.OURS, True, ("camera.order",), ()),
    "the tones did not come back": (("sound.loop failed silent",), BootCause.OURS, True, ("sound.loop",), ()),
    "a warning is no matter": (("microphone.volume warning",), BootCause.OURS, True, (), ()),
    "what readiness does not ask for is no matter": (("machine.disk failed full",), BootCause.OURS, True, (), ()),
    "it could not be tested": (("sound.loop no_data open",), BootCause.OURS, True, (), ("sound.loop",)),
    "the kiosk cannot be asked in a free room": (
        ("kiosk.start_button no_data no_launcher",), BootCause.OURS, True, ("kiosk.start_button",), ()),
    "the button cannot be seen in a session": (
        ("kiosk.start_button no_data in_session", "sound.loop no_data media"), BootCause.OURS, False, (),
        ("kiosk.start_button", "sound.loop")),
    "what the room has not": (("call_button.present no_data not_in_profile",), BootCause.OURS, True, (), ()),
    "a room without an application": (("application.state no_data no_application",), BootCause.OURS, True, (), ()),
    "by a panic": ((), BootCause.PANIC, True, ("boot.panic",), ()),
    "it hung in the night": ((), BootCause.HUNG, True, ("boot.hung",), ()),
    "the power went in the night, and all is back": ((), BootCause.POWER_CUT, True, (), ()),
    "somebody else restarted it, and all is back": ((), BootCause.FOREIGN_CLEAN, True, (), ()),
    "why it booted cannot be told": ((), BootCause.UNKNOWN, True, (), ("boot.cause",)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_room_is_ready_unless_something_speaks_against_it(case: str) -> None:
    changed, cause, is_free, reasons, untested = CASES[case]
    assert judge(_signals(*changed), cause, is_free=is_free) == Readiness(reasons, untested)


def test_every_family_that_is_asked_for_exists() -> None:
    assert {family.name for family in FAMILIES} >= MUST | TESTED
    assert not MUST & TESTED


def test_the_longest_lists_fit_into_an_event_and_the_verdict_stands() -> None:
    names = tuple(f"network.tls.{'x' * 30}{number:02}" for number in range(40))
    body = told(Readiness(names, names), AT.replace(microsecond=1))
    event = Event(stream="0" * 12, number=2**53, at=AT.replace(microsecond=1), body=body)
    assert len(encode(event)) <= MAX_EVENT_BYTES
    assert not body.is_ready
    assert body.reasons
    assert body.untested


@pytest.mark.parametrize(
    ("readiness", "is_told", "expected"),
    [
        (None, False, (State.NO_DATA, "not_judged")),
        (Readiness((), ("sound.loop",)), True, (State.OK, "")),
        (Readiness(("camera.order",), ()), False, (State.WARNING, "camera.order")),
        (Readiness(("camera.order",), ()), True, (State.FAILED, "camera.order")),
    ],
    ids=["nobody judged", "ready", "there is time", "told"],
)
def test_the_verdict_is_a_signal(
    readiness: Readiness | None, is_told: bool, expected: tuple[State, str]
) -> None:
    judged = judgement(readiness, is_told=is_told)
    assert (judged.state, judged.reason) == expected
