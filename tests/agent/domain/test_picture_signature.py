"""Two cameras that changed places are told by what they see; light, noise and furniture never look like it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huonevahti_agent.domain.picture import GreyFrame
from huonevahti_agent.domain.picture_signature import (
    MARKS,
    Signature,
    distance,
    is_swapped,
    learn,
    signature,
)
from tests.agent.domain.views import Light, frame, plate, room

LIGHTS = st.builds(Light, st.floats(0.5, 1.6), st.floats(-25, 25), st.floats(0.5, 8), st.integers(0, 999))
SEEDS = st.integers(0, 100_000)


def _views(seed: int) -> dict[str, Signature]:
    """What the cameras of one room usually see; in every other room the document camera looks at the room too."""
    views = {"customer": room(seed), "document": plate(seed) if seed % 2 else room(-1 - seed)}
    return {role: signature(frame(view, Light())) for role, view in views.items()}


def _seen(seed: int, customer: Light, document: Light) -> dict[str, Signature]:
    second = plate(seed) if seed % 2 else room(-1 - seed)
    return {
        "customer": signature(frame(room(seed), customer)),
        "document": signature(frame(second, document)),
    }


@given(SEEDS, LIGHTS, LIGHTS)
def test_no_exposure_and_no_noise_makes_a_swap(seed: int, customer: Light, document: Light) -> None:
    found = is_swapped(_seen(seed, customer, document), _views(seed))
    assert not found.is_swapped
    assert found.reason in ("as_learnt", "too_alike")


@given(SEEDS, LIGHTS, LIGHTS)
def test_two_cameras_that_changed_places_are_found_out(seed: int, customer: Light, document: Light) -> None:
    learnt, now = _views(seed), _seen(seed, customer, document)
    assume(distance(learnt["customer"], learnt["document"]) > 0.33)
    found = is_swapped({"customer": now["document"], "document": now["customer"]}, learnt)
    assert (found.is_swapped, found.reason) == (True, "crossed")
    assert 0.5 < found.confidence_ratio <= 1


@given(SEEDS, SEEDS, LIGHTS, LIGHTS)
def test_a_room_that_was_furnished_anew_is_changed_and_not_swapped(
    seed: int, other: int, customer: Light, document: Light
) -> None:
    assume(seed != other)
    assert not is_swapped(_seen(other * 2, customer, document), _views(seed * 2)).is_swapped


@given(SEEDS, LIGHTS)
def test_a_covered_lens_is_no_swap(seed: int, light: Light) -> None:
    now = _seen(seed, light, light)
    now["customer"] = signature(GreyFrame(bytes([16]) * 64, 8, 8))
    assert not is_swapped(now, _views(seed)).is_swapped


def test_two_views_that_cannot_be_told_apart_prove_nothing() -> None:
    white = signature(GreyFrame(bytes([230]) * 64, 8, 8))
    assert white.marks == (0,) * MARKS
    views = {"customer": white, "document": white}
    assert (is_swapped(views, views).is_swapped, is_swapped(views, views).reason) == (False, "too_alike")


def test_a_camera_that_is_missing_now_or_in_what_was_learnt_proves_nothing() -> None:
    views = _views(4)
    one = {"customer": views["customer"]}
    assert is_swapped(one, views).reason == "not_learnt"
    assert is_swapped(views, one).reason == "not_learnt"


@given(SEEDS)
def test_a_picture_and_its_negative_are_as_far_apart_as_can_be(seed: int) -> None:
    seen = frame(room(seed), Light(noise=0.0))
    negative = GreyFrame(bytes(255 - point for point in seen.luma), seen.width, seen.height)
    one, other = signature(seen), signature(negative)
    assert distance(one, one) == 0
    assert distance(one, other) == pytest.approx(sum(map(abs, one.marks)) / MARKS)


def test_what_is_learnt_is_what_most_looks_share() -> None:
    lights = [Light(seed=n, gain=0.8 + n / 10) for n in range(5)]
    looks = [signature(frame(room(9), light)) for light in lights]
    stranger = signature(frame(room(10), Light()))
    assert distance(learn([*looks, stranger]), looks[0]) < 0.1
    assert learn([looks[0]]) == looks[0]
    with pytest.raises(ValueError, match="found none"):
        learn([])


def test_a_frame_too_small_for_the_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="found 7 x 9, expected 8 x 8 at least"):
        signature(GreyFrame(bytes(63), 7, 9))


def test_a_signature_holds_far_less_than_a_picture() -> None:
    seen = signature(frame(room(2), Light()))
    assert set(seen.marks) <= {-1, 0, 1}
    assert len(seen.marks) == 64


def test_signatures_of_older_releases_stay_comparable() -> None:
    ramp = GreyFrame(bytes(4 * n for n in range(64)), 8, 8)
    assert "".join("-0+"[mark + 1] for mark in signature(ramp).marks) == (
        "++--+-+-++-++++0+--+---+++---++----+---+-----+--+-+-+-++-+-+-+--"
    )
