"""The real probes over a simulated room, judged by all rules: each lever is one fault with the right owner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huonevahti_agent.probes import PROBES
from huonevahti_agent.simulated import LEVERS, SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.rooms import Diagnosis, Verdict
from huonevahti_fleet.rules import RULES
from huonevahti_wire import profile_yaml
from huonevahti_wire.signals import Signal
from tests.fleet.stories import NOW, ROOM

PROFILE = profile_yaml.read(Path(__file__).parents[3] / "firmware-profiles/simulated.yaml")
FOUND = {
    "pull_microphone": ("microphone_gone.unplugged", "on_site", Verdict.UNFIT),
    "drop_level": ("microphone_level", "terminal", Verdict.DEGRADED),
    "mute_microphone": ("microphone_muted", "terminal", Verdict.UNFIT),
    "change_default": ("microphone_not_default", "terminal", Verdict.DEGRADED),
    "shuffle_cameras": ("document_camera_first", "terminal", Verdict.UNFIT),
    "mute_speakers": ("speakers_muted", "terminal", Verdict.UNFIT),
    "unplug_speakers": ("speakers_gone.unplugged", "on_site", Verdict.UNFIT),
    "turn_speakers_down": ("speakers_level", "terminal", Verdict.DEGRADED),
    "lose_hub": ("usb_hub_lost", "on_site", Verdict.UNFIT),
    "unplug_customer_camera": ("customer_camera_gone", "on_site", Verdict.UNFIT),
    "unplug_document_camera": ("document_camera_gone", "on_site", Verdict.DEGRADED),
    "use_stand_in": ("camera_stand_in", "on_site", Verdict.DEGRADED),
    "unplug_call_button": ("call_button_gone", "on_site", Verdict.UNFIT),
    "unplug_touch": ("touch_gone", "on_site", Verdict.UNFIT),
    "plug_stranger": ("usb_stranger", "on_site", Verdict.FIT),
    "block_udp": ("media_udp_blocked", "room_network", Verdict.DEGRADED),
    "intercept": ("interceptor", "room_network", Verdict.UNFIT),
    "hide_start_button": ("start_button_missing", "terminal", Verdict.UNFIT),
    "crash_page": ("kiosk_not_running.page", "terminal", Verdict.UNFIT),
    "cover_lens": ("camera_dark", "on_site", Verdict.UNFIT),
    "loosen_plug": ("microphone_crackles", "on_site", Verdict.DEGRADED),
    "shift_clock": ("clock_wrong", "terminal", Verdict.DEGRADED),
}


def _diagnosed(room: SimulatedRoom) -> Diagnosis:
    host = SimulatedHost(room)
    judged = [one for probe in PROBES for one in probe.signals(probe.sample(host, PROFILE), PROFILE)]
    signals = {
        one.name: Signal(one.name, one.state, NOW, one.value, one.unit, one.expected, one.reason)
        for one in judged
    }
    return diagnose(replace(ROOM, profile=PROFILE, signals=signals), RULES)


def _room() -> SimulatedRoom:
    return World(1, VirtualTime(NOW), PROFILE).room("imatra")


def test_a_simulated_room_without_trouble_is_fit() -> None:
    diagnosis = _diagnosed(_room())
    assert (diagnosis.verdict, diagnosis.faults, diagnosis.rule_failures) == (Verdict.FIT, (), ())


@pytest.mark.parametrize("slug", FOUND)
def test_each_lever_is_one_fault_with_its_owner_and_mending_ends_it(slug: str) -> None:
    room = _room()
    LEVERS[slug].pull(room)
    diagnosis = _diagnosed(room)
    assert [(fault.stem, str(fault.owner), diagnosis.verdict) for fault in diagnosis.faults] == [FOUND[slug]]
    LEVERS[slug].mend(room)
    assert _diagnosed(room).verdict is Verdict.FIT


def test_a_customer_in_the_room_is_no_fault() -> None:
    room = _room()
    LEVERS["start_visit"].pull(room)
    diagnosis = _diagnosed(room)
    assert (diagnosis.verdict, diagnosis.in_session, diagnosis.faults) == (Verdict.FIT, True, ())
