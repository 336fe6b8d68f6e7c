"""The real probes over the simulated room: a healthy one judges ok, and each lever turns the expected signals."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.probes import PROBES
from huonevahti_agent.simulated import LEVERS, SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire import profile_yaml
from huonevahti_wire.signals import State
from tests.agent.simulated.worlds import START_AT

PROFILE = profile_yaml.read(Path(__file__).parents[3] / "firmware-profiles/simulated.yaml")
TLS = ("network.tls.video", "network.tls.portal")

CUT = {"sound.loop": "cut"}
DEAF = {"microphone.level": "silent", "microphone.noise_floor": "silent", **CUT}


def _unseen(*cameras: str, reason: str = "missing") -> dict[str, str]:
    """What a test of pictures says of cameras that it cannot look through."""
    names = [f"camera.{camera}.{what}" for camera in cameras for what in ("frames", "picture")]
    return dict.fromkeys([*names, "camera.views"], reason)


TURNED = {
    "pull_microphone": {"microphone.present": "unplugged", **CUT},
    "drop_level": {"microphone.volume": "too_low"},
    "mute_microphone": {"microphone.muted": "muted", **DEAF},
    "change_default": {"microphone.default": "not_default"},
    "shuffle_cameras": {"camera.order": "document_first", "kiosk.devices": "document_first"},
    "mute_speakers": {"speakers.muted": "muted", **CUT},
    "unplug_speakers": {"speakers.present": "unplugged", **CUT},
    "turn_speakers_down": {"speakers.volume": "too_low", **CUT},
    "lose_hub": {
        "usb.hub": "missing",
        "camera.customer.present": "missing",
        "camera.document.present": "missing",
        "camera.order": "camera_missing",
        "call_button.present": "missing",
        "call_button.stuck": "missing",
        "call_button.last_press": "missing",
        "kiosk.devices": "camera_missing",
        **_unseen("customer", "document"),
    },
    "unplug_customer_camera": {
        "camera.customer.present": "missing",
        "camera.order": "camera_missing",
        "kiosk.devices": "camera_missing",
        **_unseen("customer"),
    },
    "unplug_document_camera": {
        "camera.document.present": "missing",
        "camera.order": "camera_missing",
        "kiosk.devices": "camera_missing",
        **_unseen("document"),
    },
    "use_stand_in": {
        "camera.customer.present": "wrong_model",
        "camera.order": "camera_missing",
        **_unseen("customer"),
    },
    "unplug_call_button": {
        "call_button.present": "missing",
        "call_button.stuck": "missing",
        "call_button.last_press": "missing",
    },
    "unplug_touch": {"touch.present": "missing", "touch.stuck": "missing"},
    "plug_stranger": {"usb.stranger": "stranger"},
    "block_udp": {
        "network.media.udp": "timeout",
        **dict.fromkeys(("network.media_loss", "network.jitter", "network.mtu"), "failed"),
    },
    "intercept": {"network.interceptor": "interceptor", **dict.fromkeys((*TLS, "network.media.tls"), "issuer")},
    "shift_clock": {
        "clock.offset": "offset",
        "clock.synchronised": "not_synchronised",
        "network.interceptor": "clock",
    },
    "start_visit": {"kiosk.start_button": "in_session", **_unseen("customer", reason="in_use")},
}


def _room() -> SimulatedRoom:
    return World(1, VirtualTime(START_AT), PROFILE).room("imatra")


def _judge(room: SimulatedRoom) -> dict[str, Judgement]:
    host = SimulatedHost(room)
    judged = [one for probe in PROBES for one in probe.signals(probe.sample(host, PROFILE), PROFILE)]
    return {one.name: one for one in judged}


def _troubles(room: SimulatedRoom) -> dict[str, str]:
    """What is not ok; that no call is up is no trouble, nor that a room's views are not learnt in one test."""
    judged = _judge(room).items()
    usual = ("no_call", "not_learnt")
    return {name: one.reason for name, one in judged if one.state is not State.OK and one.reason not in usual}


def test_a_healthy_room_is_ok_in_every_signal() -> None:
    assert _troubles(_room()) == {}
    assert len(_judge(_room())) >= 30


@pytest.mark.parametrize("slug", TURNED)
def test_a_lever_turns_exactly_the_signals_it_should(slug: str) -> None:
    room = _room()
    LEVERS[slug].pull(room)
    assert _troubles(room) == TURNED[slug]
    LEVERS[slug].mend(room)
    assert _troubles(room) == {}


def test_a_visit_shows_as_a_live_session_and_a_recording() -> None:
    room = _room()
    assert _judge(room)["session.live"].value is False
    room.visit.start_visit()
    judged = _judge(room)
    assert judged["session.live"].value is True
    assert judged["microphone.recording"].value == 1


def test_a_site_without_its_line_knows_that_the_gateway_still_answers() -> None:
    room = _room()
    room.network.cut_network()
    troubles = _troubles(room)
    assert "network.dns" in troubles
    assert troubles.keys() >= set(TLS)
    assert not troubles.keys() & {"network.gateway", "network.link"}


def test_a_pulled_cable_takes_the_gateway_too() -> None:
    room = _room()
    room.network.pull_cable()
    assert _troubles(room).keys() >= {"network.link", "network.gateway", "network.dns"}


def test_lost_packets_show_as_loss_or_slowness() -> None:
    room = _room()
    room.network.lose_packets()
    seen = {name for _ in range(5) for name in _troubles(room)}
    assert seen & {"network.loss", "network.round_trip"}


def test_a_boot_after_a_cut_has_its_cause_in_the_traces() -> None:
    room = _room()
    LEVERS["cut_power"].pull(room)
    LEVERS["cut_power"].mend(room)
    assert SimulatedHost(room).boot_traces().clean_shutdown is False
