"""What a fault tells beside its name: the evidence both ways, its reach, and what it explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.rules import (
    clock_wrong,
    document_camera_first,
    endpoint_unreachable,
    interceptor,
    machine_pressed,
    microphone_gone,
    microphone_level,
    network_degraded,
    site_silent,
    terminal_silent,
    unclean_boots,
    usb_flapping,
    usb_hub_lost,
)
from huonevahti_wire.signals import Signal, State
from tests.fleet.stories import NOW, ROOM, healthy, told

SILENT = "presence offline last_seen=600"
OPENED = "network.interceptor failed interceptor value=Zscaler\nnetwork.tls.application failed issuer value=Zscaler"


def _found(check: Callable[[History], Fault | None], story: str) -> Fault:
    fault = check(healthy(story))
    assert fault is not None
    return fault


def _codes(evidence: tuple[Evidence, ...]) -> list[str]:
    return [one.code for one in evidence]


@pytest.mark.parametrize(
    ("story", "codes"),
    [
        pytest.param("", ["document_first"], id="nothing is known of the boot"),
        pytest.param("booted remedy", ["document_first", "boot.remedy"], id="the boot is known"),
        pytest.param(
            "booted ours hours_ago=2\nchanged camera.order ok failed hours_ago=1.9",
            ["document_first", "boot.ours", "order_changed_at_boot"],
            id="the order was right before the boot",
        ),
        pytest.param(
            "booted ours hours_ago=2\nchanged camera.order ok failed hours_ago=3",
            ["document_first", "boot.ours"],
            id="the order had turned before that boot",
        ),
    ],
)
def test_the_boot_that_drew_the_order_is_named(story: str, codes: list[str]) -> None:
    fault = _found(document_camera_first.check, f"camera.order failed document_first\n{story}")
    assert _codes(fault.points_to) == codes


def test_the_latest_time_a_device_was_pulled_out_points_to_it() -> None:
    fault = _found(
        microphone_gone.check,
        "microphone.present failed missing\nremoved microphone hours_ago=9\nremoved microphone hours_ago=2\n"
        "removed speakers hours_ago=1",
    )
    assert fault.points_to[-1] == Evidence("removed", {"at": NOW - timedelta(hours=2)})


def test_what_was_checked_and_is_good_speaks_against_with_its_number() -> None:
    fault = _found(microphone_gone.check, "microphone.present failed unplugged")
    assert Evidence("good.network.loss", {"percent": 0}) in fault.speaks_against
    assert "good.speakers.present" in _codes(fault.speaks_against)


def test_what_was_not_measured_does_not_speak_against() -> None:
    fault = microphone_gone.check(
        told("microphone.present failed unplugged\nspeakers.present no_data no_sound_server")
    )
    assert fault is not None
    assert fault.speaks_against == ()


def test_a_level_is_told_with_the_profiles_limits() -> None:
    fault = _found(microphone_level.check, "microphone.volume failed too_low value=0.12")
    assert dict(fault.values) == {"percent": 12, "min_percent": 40, "max_percent": 100}


def test_the_hub_explains_only_what_hangs_on_it() -> None:
    fault = _found(usb_hub_lost.check, "usb.hub failed missing\ncamera.customer.present failed missing")
    assert set(fault.explains) == {
        "camera.customer.present",
        "camera.document.present",
        "camera.customer.frames",
        "camera.customer.picture",
        "camera.document.frames",
        "camera.document.picture",
        "camera.order",
        "camera.views",
        "kiosk.devices",
        "call.camera",
        "call.frames",
        "call_button.present",
        "usb.disconnects",
    }
    assert Evidence("lost_with_hub", {"count": 1}) in fault.points_to


def test_the_device_that_falls_off_most_is_named() -> None:
    fault = _found(
        usb_flapping.check,
        "usb.disconnects warning value=14\nremoved document_camera count=3\nremoved customer_camera count=9",
    )
    assert Evidence("falls_off.customer_camera", {"count": 9}) in fault.points_to


def test_an_interceptor_is_named_with_the_host_and_port_it_opens() -> None:
    fault = _found(interceptor.check, OPENED)
    assert dict(fault.values) == {"issuer": "Zscaler", "endpoints": "video.example:443"}
    assert Evidence("good.clock.offset", {"number": 0.4}) in fault.speaks_against


def test_an_interceptor_before_the_relay_is_named_with_the_relays_host_and_port() -> None:
    fault = _found(interceptor.check, "network.media.tls failed issuer value=Zscaler")
    assert dict(fault.values) == {"issuer": "Zscaler", "endpoints": "relay.example:443/TCP"}
    assert fault.confidence is Confidence.CERTAIN


def test_an_interceptor_is_told_to_let_the_closed_ways_to_the_relay_through_too() -> None:
    fault = _found(interceptor.check, f"{OPENED}\nnetwork.media.udp failed timeout")
    assert fault.values["endpoints"] == "video.example:443, relay.example:3478/UDP"


def test_jitter_and_loss_to_the_relay_are_told_with_their_limits() -> None:
    story = "network.jitter warning uneven value=0.08\nnetwork.media_loss warning loss value=0.2"
    fault = _found(network_degraded.check, story)
    assert fault.points_to == (
        Evidence("media_loss", {"percent": 20, "max_percent": 5}),
        Evidence("jitter", {"milliseconds": 80, "max_milliseconds": 30}),
    )
    assert fault.watching_seconds == 120


def test_every_endpoint_is_listed_when_it_is_not_known_which_was_opened() -> None:
    fault = _found(interceptor.check, "network.interceptor failed interceptor value=Zscaler")
    assert fault.values["endpoints"] == "video.example:443, fleet.example:8883"


@pytest.mark.parametrize(
    ("check", "slug", "story"),
    [
        pytest.param(interceptor.check, "interceptor", OPENED, id="interceptor"),
        pytest.param(
            endpoint_unreachable.check,
            "endpoint_unreachable",
            "network.tls.application failed timeout",
            id="endpoint_unreachable",
        ),
        pytest.param(
            network_degraded.check,
            "network_degraded",
            "network.loss warning value=0.2",
            id="network_degraded",
        ),
    ],
)
def test_what_every_room_of_a_site_shows_is_one_fault_of_the_site(
    check: Callable[[History], Fault | None], slug: str, story: str
) -> None:
    assert _found(check, story).scope == "room"
    assert _found(check, f"{story}\nneighbours site_rooms=2 site.{slug}=1").scope == "room"
    shared = _found(check, f"{story}\nneighbours site_rooms=2 site.{slug}=2")
    assert shared.scope == "site"
    assert "same_at_site" in _codes(shared.points_to)


def test_what_most_rooms_of_several_sites_show_is_one_fault_of_the_fleet() -> None:
    story = "network.tls.application failed refused\nneighbours site_rooms=1 fleet_rooms=9"
    assert _found(endpoint_unreachable.check, f"{story} fleet.endpoint_unreachable=4").scope == "room"
    assert _found(endpoint_unreachable.check, f"{story} fleet.endpoint_unreachable=5").scope == "fleet"


@pytest.mark.parametrize(
    ("near", "codes"),
    [
        pytest.param(
            "site_rooms=2 site_silent=1 fleet_rooms=9", ["neighbours_answer"], id="a neighbour answers"
        ),
        pytest.param("fleet_rooms=9 fleet_silent=1", ["others_answer"], id="only rooms elsewhere answer"),
        pytest.param("fleet_rooms=0", [], id="there is no other room"),
    ],
)
def test_rooms_that_answer_speak_against_a_wider_trouble(near: str, codes: list[str]) -> None:
    fault = _found(terminal_silent.check, f"{SILENT}\nneighbours {near}")
    assert _codes(fault.speaks_against) == codes
    assert (fault.question, fault.confidence) == ("screen_lit", Confidence.SUSPECTED)


def test_power_cuts_next_door_make_a_silent_site_the_premises() -> None:
    fault = _found(site_silent.check, f"{SILENT}\nneighbours site_rooms=1 site_silent=1 site.unclean_boots=1")
    assert (fault.owner, fault.scope) == ("premises", "site")


def test_a_clock_is_told_without_its_sign() -> None:
    assert dict(_found(clock_wrong.check, "clock.offset failed offset value=-7200").values) == {
        "seconds": 7200
    }


def test_repeated_boots_begin_with_the_second_one() -> None:
    story = "booted power_cut hours_ago=20\nbooted power_cut hours_ago=7\nbooted power_cut hours_ago=2"
    assert _found(unclean_boots.check, story).since == NOW - timedelta(hours=7)


def test_each_number_of_the_machine_that_is_off_is_told() -> None:
    fault = _found(
        machine_pressed.check, "machine.disk warning value=0.95\nmachine.temperature warning value=91"
    )
    assert [(e.code, dict(e.values)) for e in fault.points_to] == [
        ("hot", {"celsius": 91}),
        ("in_use.disk", {"percent": 95}),
    ]


def test_a_terminals_clock_cannot_date_a_fault_into_the_future() -> None:
    signal = Signal("microphone.present", State.FAILED, NOW + timedelta(hours=5), reason="missing")
    fault = microphone_gone.check(replace(ROOM, signals={signal.name: signal}))
    assert fault is not None
    assert fault.since == NOW
