"""Signals: sound values only, a hash that knows states and not order, a catalogue without doubles."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire.signals import FAMILIES, ShortText, Signal, State, family_of, short_text, state_hash

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SIGNALS = st.builds(
    Signal,
    name=st.sampled_from(
        ["machine.cpu", "machine.disk", "camera.order", "camera.customer.present", "touch.present"]
    ),
    state=st.sampled_from(State),
    since=st.just(NOW),
    value=st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
    reason=st.sampled_from(["", "missing", "too_high"]),
)


@given(st.lists(SIGNALS, max_size=8), st.randoms())
def test_the_hash_does_not_depend_on_order(signals: list[Signal], rng: Any) -> None:
    shuffled = signals.copy()
    rng.shuffle(shuffled)
    assert state_hash(shuffled) == state_hash(signals)


@given(SIGNALS, st.floats(allow_nan=False, allow_infinity=False))
def test_the_hash_does_not_depend_on_numbers(signal: Signal, value: float) -> None:
    assert state_hash([msgspec.structs.replace(signal, value=value)]) == state_hash([signal])


@given(SIGNALS, st.sampled_from(State), st.sampled_from(["", "missing", "too_high"]))
def test_the_hash_tells_states_and_reasons_apart(signal: Signal, state: State, reason: str) -> None:
    other = msgspec.structs.replace(signal, state=state, reason=reason)
    same = (state, reason) == (signal.state, signal.reason)
    assert (state_hash([other]) == state_hash([signal])) == same


def test_the_hash_stays_what_it_was_in_the_first_release() -> None:
    assert state_hash([]) == "e4a6a0577479b2b4"
    signal = Signal(name="microphone.present", state=State.FAILED, since=NOW, reason="unplugged")
    assert state_hash([signal]) == state_hash([msgspec.structs.replace(signal, value=0.5)])


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_has_no_word_for_is_refused_at_once(number: float) -> None:
    with pytest.raises(ValueError, match="is no finite number"):
        Signal(name="machine.cpu", state=State.OK, since=NOW, value=number)
    with pytest.raises(ValueError, match="is no finite number"):
        Signal(name="machine.cpu", state=State.OK, since=NOW, expected=number)


def test_a_signal_since_a_naive_instant_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"machine\.cpu: since 2026-11-24 07:00:00 has no time zone"):
        Signal(name="machine.cpu", state=State.OK, since=NOW.replace(tzinfo=None))


@given(st.text())
def test_any_name_of_a_device_becomes_a_short_text(name: str) -> None:
    assert msgspec.convert(short_text(name), ShortText) == short_text(short_text(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HD Pro  Webcam C920", "HD Pro Webcam C920"),
        ("Zscaler Intermediate Root CA (zscaler.net)", "Zscaler Intermediate Root CA (zscaler.net)"),
        ("https://kela.example/jono?x=1#y", "https: kela.example jono x=1 y"),
        ("a\nb\x00c", "a b c"),
        (" ".join("abcdefghijkl"), "a b c d e f g h i j"),
        ("x" * 200, "x" * 96),
        ("", ""),
    ],
)
def test_what_an_address_or_a_sentence_needs_is_left_out_of_a_name(name: str, expected: str) -> None:
    assert short_text(name) == expected


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("camera.customer.present", "camera.<role>.present"),
        ("camera.order", "camera.order"),
        ("network.tls.video", "network.tls.<endpoint>"),
        ("probe.usb.ran", "probe.<probe>.ran"),
        ("camera.customer.picture", "camera.<role>.picture"),
        ("camera.customer.sound", None),
        ("camera.a.b.present", None),
        ("xmachine.cpu", None),
    ],
)
def test_a_signal_finds_its_family(name: str, family: str | None) -> None:
    found = family_of(name)
    assert (found.name if found else None) == family


def test_the_catalogue_names_each_family_once_and_each_falls_under_itself_alone() -> None:
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
    for family in FAMILIES:
        example = family.name.replace("<", "").replace(">", "")
        assert family_of(example) is family
        signal = Signal(name=example, state=State.OK, since=NOW, unit=family.unit)
        assert msgspec.convert(msgspec.to_builtins(signal), Signal) == signal


def test_silence_of_hardware_is_found_within_the_promised_two_minutes() -> None:
    roles = ("camera.", "microphone.", "speakers.", "call_button.", "touch.", "usb.")
    at_any_time = [f for f in FAMILIES if f.name.startswith(roles) and not f.needs_empty_room]
    slow = {f.name for f in at_any_time if f.poll_seconds + f.watching_seconds > 120}
    assert slow == {"call_button.last_press"}, "a week without a press is no silence of hardware"
