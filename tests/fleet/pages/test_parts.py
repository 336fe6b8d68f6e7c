"""The drawing of the table: each trouble colours its own part, and what waits for its time colours none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huonevahti_fleet.pages._parts import Part, parts
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.signals import Signal, State

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ENGLISH = Reader("en", NOW)
PLUGGED_IN = ("camera.customer.present", "camera.document.present", "microphone.present", "speakers.present")
GOOD = (*PLUGGED_IN, "touch.present", "call_button.present", "network.loss")


def _drawn(name: str, state: State, reason: str) -> dict[str, Part]:
    signals = [Signal(good, State.OK, NOW) for good in GOOD if good != name]
    drawn = parts([*signals, Signal(name, state, NOW, reason=reason)], heard=True, reader=ENGLISH)
    return {part.slug: part for part in drawn}


@pytest.mark.parametrize(
    ("name", "reason", "slug"),
    [
        ("microphone.crackle", "crackles", "microphone"),
        ("microphone.hum", "hum", "microphone"),
        ("sound.loop", "cut", "speakers"),
        ("camera.customer.picture", "dark", "customer_camera"),
        ("camera.document.frames", "no_frames", "document_camera"),
        ("camera.views", "crossed", "customer_camera"),
        ("call.camera", "none_sent", "customer_camera"),
        ("kiosk.start_button", "covered", "screen"),
        ("kiosk.running", "crashed", "screen"),
        ("application.state", "silent", "screen"),
        ("touch.stuck", "stuck", "screen"),
        ("call_button.stuck", "stuck", "call_button"),
        ("call.loss", "too_high", "network"),
    ],
)
def test_trouble_colours_its_own_part_and_says_why(name: str, reason: str, slug: str) -> None:
    drawn = _drawn(name, State.FAILED, reason)
    assert [part for part, found in drawn.items() if found.shape == "unfit"] == [slug]
    assert drawn[slug].line == ENGLISH.t(f"reason.{reason}")


@pytest.mark.parametrize(
    ("name", "reason", "slug"),
    [
        ("microphone.crackle", "open", "microphone"),
        ("camera.customer.picture", "unlit", "customer_camera"),
        ("kiosk.start_button", "in_session", "screen"),
        ("call.loss", "no_call", "network"),
        ("sound.loop", "booking", "speakers"),
    ],
)
def test_what_cannot_be_told_now_leaves_a_part_as_it_is(name: str, reason: str, slug: str) -> None:
    assert _drawn(name, State.NO_DATA, reason)[slug].shape == "fit"


def test_a_part_that_cannot_be_seen_at_all_is_told_so() -> None:
    assert _drawn("microphone.present", State.NO_DATA, "no_sound_server")["microphone"].shape == "no_data"
