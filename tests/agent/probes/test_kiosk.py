"""The kiosk judged from what the launcher knows."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from huonevahti_agent.domain.signs import Held
from huonevahti_agent.probes import kiosk
from huonevahti_agent.probes.kiosk import Sample
from huonevahti_kiosk.words import Connection, KioskReading, PageDevices
from huonevahti_wire.profile import Kiosk, Profile, RoleMatch
from tests.agent.probes.judged import words

CUSTOMER, DOCUMENT = "HD Camera (046d:085e)", "Desk Camera (0c45:6366)"
PROFILE = Profile(
    name="p",
    platform="linux",
    roles={
        "customer_camera": RoleMatch(model="046d:085e"),
        "document_camera": RoleMatch(model="0c45:6366"),
        "microphone": RoleMatch(sound_name="Jabra"),
    },
    camera_order=("customer_camera", "document_camera"),
    kiosk=Kiosk(),
)
HEALTHY = KioskReading(
    browser="running",
    starts_per_hour=1,
    page="home",
    page_seconds=3000.0,
    answers=True,
    start_button="shown",
    errors_per_hour=0,
    devices=PageDevices((CUSTOMER, DOCUMENT), ("Jabra",), ("Jabra",)),
    live_tracks=0,
)
AWAY: dict[str, Any] = {"answers": None, "start_button": None, "devices": None, "live_tracks": None}
CALL = {"live_tracks": 2, "connection": Connection(connected=True), "start_button": "missing"}


def _judged(held: tuple[Held, ...] | None = (), profile: Profile = PROFILE, **changes: Any) -> dict[str, str]:
    reading = msgspec.structs.replace(HEALTHY, **changes)
    return words(kiosk.signals(Sample(reading, "", held), profile))


def test_a_healthy_kiosk_is_ok_in_all() -> None:
    assert _judged() == dict.fromkeys(kiosk.SIGNALS, "ok")


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"browser": "stopped"}, "running", "failed stopped"),
        ({"crashed": True, **AWAY}, "running", "failed crashed"),
        ({"answers": False, "start_button": None}, "running", "failed hung"),
        ({"starts_per_hour": 4}, "running", "warning restarting"),
        ({"page": "foreign", **AWAY}, "page", "failed foreign"),
        ({"page": "error", **AWAY}, "page", "failed not_loaded"),
        ({"page": "none", **AWAY}, "page", "failed blank"),
        ({"page": "bank", **AWAY}, "page", "ok"),
        ({"start_button": "covered"}, "start_button", "failed covered"),
        ({"start_button": "hidden"}, "start_button", "failed hidden"),
        ({"start_button": "missing"}, "start_button", "failed missing"),
        ({"start_button": "elsewhere"}, "start_button", "no_data elsewhere"),
        ({"page": "hand_over", **AWAY}, "start_button", "no_data not_home"),
        ({"answers": False, "start_button": None}, "start_button", "no_data no_answer"),
        (CALL, "start_button", "no_data in_session"),
        ({"page": "hand_over", **AWAY}, "page_age", "no_data not_home"),
        ({"crashed": True, **AWAY}, "page_age", "no_data not_home"),
        ({"errors_per_hour": 21}, "errors", "warning too_high"),
        ({"devices": PageDevices((DOCUMENT, CUSTOMER), ("x",), ())}, "devices", "failed document_first"),
        ({"devices": PageDevices((CUSTOMER,), ("x",), ())}, "devices", "failed camera_missing"),
        ({"devices": PageDevices((CUSTOMER, DOCUMENT), (), ())}, "devices", "failed microphone_missing"),
        ({"devices": PageDevices(("",), ("",), ())}, "devices", "failed not_permitted"),
        ({"page": "hand_over", **AWAY}, "devices", "no_data not_home"),
    ],
)
def test_each_trouble_of_a_kiosk_has_its_word(changes: dict[str, Any], name: str, expected: str) -> None:
    assert _judged(**changes)[f"kiosk.{name}"] == expected


@pytest.mark.parametrize(
    ("page", "page_seconds", "held", "expected"),
    [
        pytest.param("hand_over", 900.0, (), "ok", id="a queue of a quarter of an hour"),
        pytest.param("hand_over", 1201.0, (), "failed not_returned", id="nobody came back"),
        pytest.param("hand_over", 5000.0, (Held("camera"),), "ok", id="a long call over there"),
        pytest.param("hand_over", 5000.0, None, "warning not_returned", id="nobody can tell of a call"),
        pytest.param("identification", 5000.0, (), "failed not_returned", id="left while identifying"),
        pytest.param("foreign", 30.0, (), "ok", id="a moment elsewhere"),
        pytest.param("foreign", 61.0, (), "failed not_returned", id="stranded elsewhere"),
        pytest.param("home", 90_000.0, (), "ok", id="at home"),
    ],
)
def test_a_page_is_awaited_as_long_as_is_normal(
    page: str, page_seconds: float, held: tuple[Held, ...] | None, expected: str
) -> None:
    judged = _judged(held, page=page, page_seconds=page_seconds, **(AWAY if page != "home" else {}))
    assert judged["kiosk.returned"] == expected


def test_two_cameras_of_one_model_are_not_told_apart_by_the_page() -> None:
    roles = {role: RoleMatch(model="046d:085e") for role in ("customer_camera", "document_camera")}
    profile = msgspec.structs.replace(PROFILE, roles=roles)
    assert _judged(profile=profile)["kiosk.devices"] == "ok"


def test_a_launcher_that_does_not_answer_is_no_data() -> None:
    judged = words(kiosk.signals(Sample(None, "no_launcher"), PROFILE))
    assert judged == dict.fromkeys(kiosk.SIGNALS, "no_data no_launcher")


def test_a_terminal_without_a_kiosk_has_no_such_signal() -> None:
    assert kiosk.signals(Sample(None, "not_in_profile"), Profile(name="p", platform="linux")) == []
