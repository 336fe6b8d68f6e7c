"""Diagnosing a room: its verdict, one fault for one cause, and what a broken rule or a missing signal does."""

from __future__ import annotations

import logging

import pytest

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.faults import Confidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.rules import RULES
from tests.fleet.stories import NOW, healthy, told

RELAY_GONE = "\n".join(f"network.media.{way} failed timeout" for way in ("udp", "tcp", "tls"))
SILENT = "presence offline last_seen=600"
NO_ROLES = (
    "camera.customer.present no_data not_in_profile\nmicrophone.present no_data no_sound_server\n"
    "clock.offset ok value=0"
)


@pytest.mark.parametrize(
    ("story", "verdict"),
    [
        pytest.param("", Verdict.FIT, id="all measured and good"),
        pytest.param("microphone.muted failed muted", Verdict.UNFIT, id="customers are not heard"),
        pytest.param(
            "microphone.volume failed too_low value=0.2", Verdict.DEGRADED, id="customers are faint"
        ),
        pytest.param(
            "usb.stranger warning stranger value=1", Verdict.FIT, id="a cosmetic fault leaves the room fit"
        ),
        pytest.param(
            "call.loss warning value=0.2",
            Verdict.FIT,
            id="a stuttering call over a good line of the room's own",
        ),
        pytest.param(
            "call.loss warning value=0.2\nnetwork.loss warning value=0.2",
            Verdict.DEGRADED,
            id="a stuttering call over a bad line",
        ),
        pytest.param(SILENT, Verdict.NO_DATA, id="silent"),
        pytest.param("presence never", Verdict.NO_DATA, id="never heard"),
        pytest.param(
            "presence restarting last_seen=600 back_by=-60", Verdict.FIT, id="away for a promised time"
        ),
        pytest.param(
            "stage onboarding\nmicrophone.muted failed muted", Verdict.ONBOARDING, id="in onboarding"
        ),
        pytest.param(
            "stage in_window\nmicrophone.muted failed muted", Verdict.UNFIT, id="in a maintenance window"
        ),
    ],
)
def test_the_verdict_on_a_room(story: str, verdict: Verdict) -> None:
    assert diagnose(healthy(story), RULES).verdict is verdict


@pytest.mark.parametrize("owner", Owner)
def test_only_what_lies_elsewhere_leaves_a_room_fit(owner: Owner) -> None:
    fault = Fault("any_fault", owner, Confidence.LIKELY, NOW, unfits=False, rests_on=(), watching_seconds=0.0)
    elsewhere = ("remote_access", "authority", "other_channel")
    expected = Verdict.FIT if owner in elsewhere else Verdict.DEGRADED
    assert diagnose(healthy(), [lambda _: fault]).verdict is expected


def test_a_machine_without_roles_is_fit_and_says_what_was_not_seen() -> None:
    diagnosis = diagnose(told(NO_ROLES), RULES)
    assert diagnosis.verdict is Verdict.FIT
    assert {s.name: s.reason for s in diagnosis.not_seen} == {
        "camera.customer.present": "not_in_profile",
        "microphone.present": "no_sound_server",
    }


CAUSES = [
    pytest.param(
        "usb.hub failed missing\ncamera.customer.present failed missing\ncamera.document.present failed missing\n"
        "camera.order no_data camera_missing\ncall_button.present failed missing\nusb.disconnects warning value=9",
        ["usb_hub_lost"],
        {"customer_camera_gone", "document_camera_gone", "call_button_gone", "usb_flapping"},
        id="a lost hub is one fault",
    ),
    pytest.param(
        "usb.hub failed missing\ncamera.customer.present failed missing\ntouch.present failed missing",
        ["touch_gone", "usb_hub_lost"],
        {"customer_camera_gone"},
        id="a device that does not hang on the hub is a fault of its own",
    ),
    pytest.param(
        "clock.offset failed offset value=9000\nnetwork.tls.application failed clock",
        ["clock_wrong"],
        set(),
        id="a wrong clock is not an interceptor",
    ),
    pytest.param(
        "network.tls.application failed timeout\nnetwork.loss failed loss value=1",
        ["endpoint_unreachable"],
        {"network_degraded"},
        id="an endpoint that is gone is not a slow network too",
    ),
    pytest.param(
        "network.link failed no_carrier\nnetwork.tls.application failed timeout",
        ["link_down"],
        {"endpoint_unreachable"},
        id="a cable that is out explains the services behind it",
    ),
    pytest.param(
        "camera.customer.present failed missing\nkiosk.devices failed camera_missing value=1\n"
        "call.camera warning none_sent",
        ["customer_camera_gone"],
        {"page_sees_no_camera", "call_camera_wrong"},
        id="a camera that is out is missing on the page and in the call too",
    ),
    pytest.param(
        "camera.order failed document_first\nkiosk.devices failed document_first value=2",
        ["document_camera_first"],
        {"page_devices_differ"},
        id="a page takes the terminal's order",
    ),
    pytest.param(
        "kiosk.page failed foreign value=foreign\nkiosk.returned failed not_returned value=70",
        ["kiosk_wrong_page"],
        {"kiosk_not_returned"},
        id="a foreign page is no hand-over that was not ended",
    ),
    pytest.param(
        "kiosk.running failed crashed value=1\nkiosk.start_button failed missing\nkiosk.errors warning value=99",
        ["kiosk_not_running"],
        {"start_button_missing", "kiosk_errors"},
        id="a crashed page explains what was on it",
    ),
    pytest.param(
        "network.loss warning value=0.3\ncall.loss warning value=0.3\ncall.frames warning too_low value=2",
        ["network_degraded"],
        {"call_quality", "call_frames_low"},
        id="a lossy line explains the call over it",
    ),
    pytest.param(
        "network.link failed no_carrier\nkiosk.page failed not_loaded\napplication.state failed offline",
        ["link_down"],
        {"kiosk_wrong_page", "application_error"},
        id="a cable that is out explains a page that does not load",
    ),
    pytest.param(
        f"network.link failed no_carrier\n{RELAY_GONE}\nnetwork.ipv4 failed timeout\nnetwork.ipv6 ok",
        ["link_down"],
        {"media_blocked", "one_address_family_dead"},
        id="a cable that is out explains the relay and each version of IP",
    ),
    pytest.param(
        f"network.portal failed portal\nnetwork.tls.application failed timeout\n{RELAY_GONE}\nnetwork.loss failed loss",
        ["captive_portal"],
        {"endpoint_unreachable", "media_blocked", "network_degraded"},
        id="a sign-in page explains all that lies behind it",
    ),
    pytest.param(
        f"network.dns failed not_found\nnetwork.tls.application failed dns\n{RELAY_GONE.replace('timeout', 'dns')}",
        ["endpoint_unreachable"],
        {"media_blocked"},
        id="a room that reaches nothing does not reach the relay either",
    ),
    pytest.param(
        f"network.tls.application failed refused\nnetwork.tls.fleet ok\n{RELAY_GONE}",
        ["endpoint_unreachable", "media_blocked"],
        set(),
        id="a dead service and a dead relay elsewhere are two",
    ),
    pytest.param(
        f"network.tls.application failed issuer value=Zscaler\n{RELAY_GONE}\nnetwork.media_loss no_data failed",
        ["interceptor"],
        {"media_blocked"},
        id="who opens lines and reads HTTPS alone lets no call through either",
    ),
    pytest.param(
        "clock.offset failed offset value=9000\nnetwork.tls.application failed clock\n"
        "network.media.tls failed untrusted value=Public_CA\nnetwork.media.udp ok\nnetwork.media.tcp ok",
        ["clock_wrong"],
        set(),
        id="a wrong clock is no interceptor before the relay",
    ),
    pytest.param(
        "network.media.udp failed timeout\nnetwork.media.tcp ok\ncall.loss warning value=0.3\n"
        "call.frames warning too_low value=2",
        ["media_udp_blocked"],
        {"call_quality", "call_frames_low"},
        id="a way around explains a call that stutters",
    ),
    pytest.param(
        f"{SILENT}\nnetwork.portal failed portal\n{RELAY_GONE}",
        ["terminal_silent"],
        {"captive_portal", "media_blocked"},
        id="what a silent terminal said last of its network is not believed either",
    ),
    pytest.param(
        f"{SILENT}\nmicrophone.muted failed muted",
        ["terminal_silent"],
        {"microphone_muted"},
        id="what a silent terminal said last is not believed",
    ),
    pytest.param(
        f"{SILENT}\nneighbours site_rooms=1 site_silent=1 fleet_rooms=9 fleet_silent=1",
        ["site_silent"],
        {"terminal_silent"},
        id="a silent site explains its terminals",
    ),
    pytest.param(
        f"{SILENT}\nneighbours site_rooms=1 site_silent=1 fleet_rooms=9 fleet_silent=8",
        ["fleet_silent"],
        {"site_silent", "terminal_silent"},
        id="a silent fleet explains its sites",
    ),
]


@pytest.mark.parametrize(("story", "faults", "explained"), CAUSES)
def test_one_cause_explains_its_consequences(story: str, faults: list[str], explained: set[str]) -> None:
    diagnosis = diagnose(healthy(story), RULES)
    assert sorted(fault.slug for fault in diagnosis.faults) == faults
    assert {fault.slug for fault in diagnosis.explained} == explained


def test_faults_come_worst_first_with_their_harm() -> None:
    diagnosis = diagnose(
        healthy(
            "microphone.volume failed too_low value=0.2\nspeakers.muted failed muted\nusb.stranger warning"
        ),
        RULES,
    )
    assert [(fault.slug, fault.harm) for fault in diagnosis.faults] == [
        ("speakers_muted", Harm.CLOSED_NOW),
        ("microphone_level", Harm.DEGRADED),
        ("usb_stranger", Harm.COSMETIC),
    ]


@pytest.mark.parametrize(
    ("story", "in_session"),
    [
        pytest.param("session.live ok value=true", True, id="a customer is there"),
        pytest.param("session.live ok value=false", False, id="nobody is there"),
        pytest.param("session.live no_data not_supported", None, id="it cannot be told"),
        pytest.param("", None, id="never told"),
        pytest.param(f"session.live ok value=true\n{SILENT}", None, id="silent since"),
    ],
)
def test_whether_a_customer_is_in_session(story: str, in_session: bool | None) -> None:
    assert diagnose(told(story), RULES).in_session is in_session


def test_a_rule_that_raises_is_told_of_and_the_others_still_answer(caplog: pytest.LogCaptureFixture) -> None:
    def broken(history: History) -> Fault | None:
        raise KeyError(history.room)

    with caplog.at_level(logging.ERROR):
        diagnosis = diagnose(healthy("microphone.muted failed muted"), (broken, *RULES))
    assert [fault.slug for fault in diagnosis.faults] == ["microphone_muted"]
    assert [(f.slug, f.error) for f in diagnosis.rule_failures] == [("test_diagnose", "KeyError: 'porvoo'")]
    assert "failed on room porvoo" in caplog.text
