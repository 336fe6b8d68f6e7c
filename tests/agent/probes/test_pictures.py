"""Pictures judged: none, few, dark, white, frozen, and cameras that see each other's view; what is learnt of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain import picture
from huonevahti_agent.domain.learnt import Learnt, LearntView
from huonevahti_agent.domain.picture import GreyFrame, Look, Picture
from huonevahti_agent.domain.picture_signature import signature
from huonevahti_agent.probes import pictures
from huonevahti_agent.probes._seeing import Seen
from huonevahti_wire.profile import Profile, Role, RoleMatch
from tests.agent.domain.views import Light, frame, plate, room
from tests.agent.probes.judged import words

ROLES: dict[Role, RoleMatch] = {
    "customer_camera": RoleMatch(port="1-1.1", model="046d:0825"),
    "document_camera": RoleMatch(port="1-1.2", model="046d:0825"),
}
PROFILE = Profile(name="p", platform="linux", roles=ROLES)
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NIGHTS = [AT + timedelta(days=day) for day in range(3)]


def _seen(picture_of: GreyFrame, device: str, look: Look = Look.NORMAL) -> Seen:
    mean, deviation = picture.tone(picture_of.luma)
    judged = Picture(look, mean, deviation, 0.0 if look == Look.FROZEN else 2.0)
    return Seen(device, 30.0, judged, signature(picture_of))


def _flat(brightness: int, look: Look, device: str) -> Seen:
    return _seen(GreyFrame(bytes([brightness]) * 64, 8, 8), device, look)


CUSTOMER, DOCUMENT = _seen(frame(room(1), Light()), "a"), _seen(frame(plate(1), Light(seed=2)), "b")
WELL = {"customer": CUSTOMER, "document": DOCUMENT}
OK = {
    "camera.customer.frames": "ok",
    "camera.customer.picture": "ok",
    "camera.document.frames": "ok",
    "camera.document.picture": "ok",
    "camera.views": "ok",
}


def _learnt(seen: dict[str, Seen], known: Learnt | None = None) -> Learnt:
    """What is known when the cameras have shown the same for three nights."""
    known = known or Learnt()
    for at in NIGHTS:
        known = pictures.learn(pictures.Sample(seen, known), PROFILE, at)
    return known


KNOWN = _learnt(WELL)


def _turned(known: Learnt, **changed: Seen) -> dict[str, str]:
    judged = words(pictures.signals(pictures.Sample({**WELL, **changed}, known), PROFILE))
    assert judged.keys() == OK.keys()
    return {name.removeprefix("camera."): word for name, word in judged.items() if word != "ok"}


def test_a_known_room_as_it_was_learnt_is_ok() -> None:
    assert _turned(KNOWN) == {}


@pytest.mark.parametrize(
    ("customer", "turned"),
    [
        pytest.param(
            Seen("a", 0.0),
            {
                "customer.frames": "failed no_frames",
                "customer.picture": "no_data no_frames",
                "views": "no_data no_view",
            },
            id="no frames",
        ),
        pytest.param(
            replace(CUSTOMER, frames_per_second=3.0),
            {"customer.frames": "warning few_frames"},
            id="few frames",
        ),
        pytest.param(
            _flat(16, Look.DARK, "a"),
            {"customer.picture": "failed dark", "views": "no_data no_view"},
            id="lens covered",
        ),
        pytest.param(
            _flat(244, Look.WHITE, "a"),
            {"customer.picture": "failed white", "views": "no_data no_view"},
            id="blinded",
        ),
        pytest.param(
            _seen(frame(room(1), Light()), "a", Look.FROZEN),
            {"customer.picture": "failed frozen"},
            id="frozen",
        ),
        pytest.param(
            Seen("a", reason="in_use"),
            {
                "customer.frames": "no_data in_use",
                "customer.picture": "no_data in_use",
                "views": "no_data in_use",
            },
            id="in use",
        ),
    ],
)
def test_what_befell_a_camera_is_told_of_it_alone(customer: Seen, turned: dict[str, str]) -> None:
    assert _turned(KNOWN, customer=customer) == turned


def test_in_the_dark_no_lens_is_covered() -> None:
    dark = {"customer": _flat(16, Look.DARK, "a"), "document": _flat(18, Look.DARK, "b")}
    unlit = {
        "customer.picture": "no_data unlit",
        "document.picture": "no_data unlit",
        "views": "no_data unlit",
    }
    assert _turned(KNOWN, **dark) == unlit
    alone = _turned(KNOWN, customer=dark["customer"], document=Seen(reason="missing"))
    assert alone["customer.picture"] == "no_data unlit"


def test_cameras_that_changed_places_are_found_with_and_without_serial_numbers() -> None:
    for customer, document in (("b", "a"), ("a", "b")):
        swapped = {
            "customer": replace(DOCUMENT, device=customer),
            "document": replace(CUSTOMER, device=document),
        }
        assert _turned(KNOWN, **swapped) == {"views": "failed crossed"}
        assert pictures.learn(pictures.Sample(swapped, KNOWN), PROFILE, AT + timedelta(days=9)) == KNOWN


def test_a_room_is_known_after_three_nights() -> None:
    known = Learnt()
    for night, at in enumerate(NIGHTS):
        assert _turned(known) == {"views": "no_data not_learnt"}
        known = pictures.learn(pictures.Sample(WELL, known), PROFILE, at)
        assert len(known.views["customer"].looks) == night + 1
    assert _turned(known) == {}


def test_two_tests_of_one_night_are_one_look() -> None:
    assert pictures.learn(pictures.Sample(WELL, KNOWN), PROFILE, NIGHTS[-1] + timedelta(hours=6)) == KNOWN


def test_another_camera_is_learnt_anew_and_the_other_one_stays_known() -> None:
    changed = {**WELL, "customer": replace(CUSTOMER, device="new")}
    known = pictures.learn(pictures.Sample(changed, KNOWN), PROFILE, AT + timedelta(days=9))
    assert known.views["customer"] == LearntView("new", AT + timedelta(days=9), (CUSTOMER.view,))  # type: ignore[arg-type]  # it was seen
    assert len(known.views["document"].looks) == 4


def test_an_empty_white_plate_is_not_judged_before_it_is_known_and_then_it_is_usual() -> None:
    white = _flat(236, Look.WHITE, "b")
    assert _turned(Learnt(), document=white)["document.picture"] == "no_data not_learnt"
    known = _learnt({**WELL, "document": white})
    assert "document.picture" not in _turned(known, document=white)
    assert _turned(KNOWN, document=white)["document.picture"] == "failed white"


@pytest.mark.parametrize("look", [Look.DARK, Look.FROZEN, Look.WHITE])
def test_a_bad_picture_of_the_customer_camera_is_never_learnt(look: Look) -> None:
    brightness = {Look.DARK: 16, Look.WHITE: 240, Look.FROZEN: 120}[look]
    known = _learnt({**WELL, "customer": _flat(brightness, look, "a")})
    assert known.views.keys() == {"document"}


def test_a_room_with_one_camera_has_no_views_to_compare() -> None:
    profile = Profile(name="p", platform="linux", roles={"customer_camera": ROLES["customer_camera"]})
    judged = words(pictures.signals(pictures.Sample({"customer": CUSTOMER}), profile))
    absent = dict.fromkeys(
        ("camera.document.frames", "camera.document.picture", "camera.views"), "no_data not_in_profile"
    )
    assert judged == {"camera.customer.frames": "ok", "camera.customer.picture": "ok", **absent}


def test_without_video_there_is_no_data_but_a_reason() -> None:
    unseen = {camera: Seen(reason="no_video") for camera in WELL}
    assert set(_turned(Learnt(), **unseen).values()) == {"no_data no_video"}
