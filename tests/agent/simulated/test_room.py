"""The simulated room: equal seeds give equal rooms, each lever breaks one thing, and mending restores it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import LEVERS, Lever, PowerLost, SimulatedHost, SimulatedRoom
from huonevahti_agent.simulated.cameras import CAPTURE, METADATA
from huonevahti_agent.simulated.network import INTERCEPTOR
from tests.agent.simulated import worlds

ACTS = st.lists(st.tuples(st.sampled_from(sorted(LEVERS)), st.sampled_from(["pull", "mend"])), max_size=12)
BROKEN = {
    "pull_microphone": {"sound"},
    "drop_level": {"sound"},
    "mute_microphone": {"sound"},
    "change_default": {"sound"},
    "shuffle_cameras": {"video"},
    "mute_speakers": {"sound"},
    "unplug_speakers": {"sound"},
    "turn_speakers_down": {"sound"},
    "lose_hub": {"usb", "video"},
    "unplug_customer_camera": {"usb", "video"},
    "unplug_document_camera": {"usb", "video"},
    "use_stand_in": {"usb", "video"},
    "unplug_call_button": {"usb"},
    "unplug_touch": {"usb"},
    "plug_stranger": {"usb"},
    "intercept": {"issuer"},
    "block_udp": {"relay"},
    "pull_cable": {"link", "resolves", "issuer", "relay"},
    "cut_network": {"resolves", "issuer", "relay"},
    "hide_start_button": {"page"},
    "crash_page": {"page"},
    "keep_hand_over": {"page"},
    "cover_lens": {"senses"},
    "loosen_plug": {"senses"},
    "start_visit": {"session", "sound", "page"},
    "shift_clock": {"synchronised", "right"},
}


def _play(room: SimulatedRoom, acts: list[tuple[str, str]]) -> None:
    for slug, action in acts:
        getattr(LEVERS[slug], action)(room)


def _readings(room: SimulatedRoom) -> Any:
    if not room.power.is_powered:
        return None
    host = SimulatedHost(room)
    numbers = [
        host.machine(),
        host.handshake("video.example", 443, tls=True),
        host.boot_id(),
        host.boot_traces(),
    ]
    return worlds.steady(room), numbers


@given(seed=st.integers(0, 2**32), acts=ACTS)
def test_equal_seeds_and_equal_acts_give_equal_rooms(seed: int, acts: list[tuple[str, str]]) -> None:
    first, second = worlds.room(seed), worlds.room(seed)
    _play(first, acts)
    _play(second, acts)
    assert _readings(first) == _readings(second)


@given(seed=st.integers(0, 2**32), acts=ACTS)
def test_mending_everything_that_was_pulled_restores_the_healthy_room(
    seed: int, acts: list[tuple[str, str]]
) -> None:
    room = worlds.room(seed)
    healthy = worlds.steady(room)
    _play(room, acts)
    room.power.restore_power("customer_first")
    _play(room, [(slug, "mend") for slug in LEVERS])
    room.power.reboot("customer_first")
    assert worlds.steady(room) == healthy


@pytest.mark.parametrize("slug", sorted(LEVERS.keys() - {"cut_power", "lose_packets"}))
def test_a_lever_changes_what_it_speaks_of_and_nothing_else(slug: str) -> None:
    room = worlds.room()
    healthy = worlds.steady(room)
    LEVERS[slug].pull(room)
    broken = worlds.steady(room)
    assert {name for name in healthy if healthy[name] != broken[name]} == BROKEN[slug]
    LEVERS[slug].mend(room)
    assert worlds.steady(room) == healthy


@pytest.mark.parametrize("lever", LEVERS.values(), ids=list(LEVERS))
def test_a_lever_knows_whether_it_is_pulled(lever: Lever) -> None:
    room = worlds.room()
    assert not lever.is_pulled(room)
    lever.pull(room)
    assert lever.is_pulled(room)
    lever.mend(room)
    assert [other.slug for other in LEVERS.values() if other.is_pulled(room)] == []


@given(seed=st.integers(0, 2**32))
def test_a_room_is_the_same_whatever_other_rooms_there_are(seed: int) -> None:
    alone, among = worlds.world(seed), worlds.world(seed)
    among.room("porvoo").power.reboot()
    assert _readings(alone.room("nurmes")) == _readings(among.room("nurmes"))


def test_boots_draw_the_order_of_the_cameras_by_lot() -> None:
    room = worlds.room()
    firsts = []
    for _ in range(40):
        room.power.reboot()
        firsts.append(SimulatedHost(room).video_nodes()[0].port)
    assert 8 <= firsts.count("1-1.1") <= 32


def test_a_camera_makes_a_capture_node_and_a_metadata_node() -> None:
    nodes = SimulatedHost(worlds.room()).video_nodes()
    assert [(node.number, node.port, node.capabilities) for node in nodes] == [
        (0, "1-1.1", CAPTURE),
        (1, "1-1.1", METADATA),
        (2, "1-1.2", CAPTURE),
        (3, "1-1.2", METADATA),
    ]


def test_a_camera_that_comes_back_takes_the_lowest_free_numbers() -> None:
    room = worlds.room()
    room.usb.unplug_customer_camera()
    room.usb.unplug_document_camera()
    room.usb.plug_document_camera()
    room.usb.plug_customer_camera()
    assert [node.port for node in SimulatedHost(room).video_nodes()] == ["1-1.2", "1-1.2", "1-1.1", "1-1.1"]


def test_losing_the_hub_tells_of_each_device_behind_it_the_hub_last() -> None:
    room = worlds.room()
    room.usb.lose_hub()
    changes = SimulatedHost(room).wait(60)
    assert [(change.action, change.port) for change in changes] == [
        ("removed", port) for port in ("1-1.3", "1-1.2", "1-1.1", "1-1")
    ]
    assert room.clock.time.elapsed_seconds() == 0, "a change ends the wait at once"


def test_an_analogue_microphone_is_pulled_without_a_word_from_the_kernel() -> None:
    room = worlds.room()
    room.sound.pull_microphone()
    host = SimulatedHost(room)
    assert host.wait(1) == ()
    assert [source.port_available for source in host.sound().sources] == [False]


def test_a_usb_microphone_is_pulled_with_one() -> None:
    room = worlds.world().room("imatra", "usb")
    room.sound.pull_microphone()
    host = SimulatedHost(room)
    assert [change.port for change in host.wait(1)] == ["1-1.4"]
    assert host.sound().sources == ()
    room.sound.plug_microphone()
    assert [change.action for change in host.wait(1)] == ["added"]
    assert len(host.sound().sources) == 1


@pytest.mark.parametrize(
    ("slug", "low", "high"),
    [(None, -65, -50), ("start_visit", -26, -18), ("pull_microphone", -120, -120), ("drop_level", -87, -82)],
)
def test_the_level_tells_speech_from_silence_and_from_nothing(
    slug: str | None, low: float, high: float
) -> None:
    room = worlds.room()
    if slug:
        LEVERS[slug].pull(room)
    assert low <= SimulatedHost(room).peak_dbfs("room_microphone", 0.2) <= high


def test_a_source_that_is_not_there_cannot_be_heard() -> None:
    with pytest.raises(Unavailable, match="failed"):
        SimulatedHost(worlds.room()).peak_dbfs("room_speakers", 0.2)


def test_an_interceptor_signs_with_its_own_name_until_it_is_taken_away() -> None:
    room = worlds.room()
    host = SimulatedHost(room)
    assert host.handshake("video.example", 443, tls=True).issuer_common_name == "Good CA"
    room.network.intercept()
    seen = host.handshake("video.example", 443, tls=True)
    assert (seen.issuer_common_name, seen.issuer_organisation, seen.is_trusted) == (*INTERCEPTOR, False)


def test_lost_packets_fail_a_share_of_the_connections() -> None:
    room = worlds.room()
    room.network.lose_packets()
    host = SimulatedHost(room)
    failed = sum(bool(host.handshake("video.example", 443, tls=True).failure) for _ in range(400))
    assert 100 <= failed <= 180


def test_a_host_is_dead_for_ever_after_a_power_cut() -> None:
    room = worlds.room()
    host, first = SimulatedHost(room), room.power.boot_id
    room.power.cut_power()
    with pytest.raises(PowerLost):
        host.wait(1)
    room.power.restore_power()
    with pytest.raises(PowerLost):
        host.now()
    after = SimulatedHost(room)
    assert after.boot_id() != first
    assert after.boot_traces().clean_shutdown is False


def test_a_reboot_is_clean_and_begins_now() -> None:
    room = worlds.room()
    SimulatedHost(room).wait(500)
    room.power.reboot()
    host = SimulatedHost(room)
    assert host.boot_traces().clean_shutdown is True
    assert host.booted_at() == host.now()
    host.wait(60)
    assert (host.now() - host.booted_at()).total_seconds() == 60


def test_a_terminal_that_orders_its_restart_lives_on_for_a_moment_and_boots_then() -> None:
    room = worlds.room()
    host = SimulatedHost(room)
    first = host.boot_id()
    host.restart()
    assert host.boot_id() == first
    with pytest.raises(PowerLost):
        host.wait(10)
    traces = SimulatedHost(room).boot_traces()
    assert traces.clean_shutdown is True
    assert traces.ended_at == worlds.START_AT + timedelta(seconds=2)


def test_a_machine_that_refuses_says_why_and_one_that_ignores_an_order_goes_on() -> None:
    room = worlds.room()
    host = SimulatedHost(room)
    room.power.refuses_restart = "inhibited"
    with pytest.raises(Unavailable, match="inhibited"):
        host.restart()
    room.power.refuses_restart, room.power.ignores_restart = "", True
    host.restart()
    host.wait(60)


def test_an_order_is_of_its_boot_alone() -> None:
    room, boots = worlds.room(), []
    room.power.on_boot.append(lambda: boots.append(room.power.boot_id))
    SimulatedHost(room).restart()
    room.power.cut_power()
    room.power.restore_power()
    SimulatedHost(room).wait(10)
    assert len(boots) == 1


def test_an_inhibitor_ends_with_its_boot() -> None:
    room = worlds.room()
    SimulatedHost(room).inhibit(is_on=True)
    assert room.power.is_inhibited
    room.power.reboot()
    assert not room.power.is_inhibited


def test_whoever_runs_the_agent_hears_of_power_and_of_boots_in_order() -> None:
    room, heard = worlds.room(), []
    room.power.on_down.append(lambda is_clean: heard.append(("down", is_clean)))
    room.power.on_boot.append(lambda: heard.append(("boot", True)))
    room.power.reboot()
    room.power.cut_power()
    room.power.cut_power()
    room.power.reboot()
    room.power.restore_power()
    assert heard == [("down", True), ("boot", True), ("down", False), ("boot", True)]


def test_a_customer_is_gone_when_the_power_comes_back() -> None:
    room = worlds.room()
    room.visit.start_visit()
    assert SimulatedHost(room).session_signs()
    room.power.cut_power()
    room.power.restore_power()
    assert SimulatedHost(room).session_signs() == ()


def test_whoever_carries_the_line_hears_when_it_is_cut_and_when_it_is_back() -> None:
    room = worlds.room()
    heard: list[bool] = []
    room.network.followers.append(heard.append)
    for slug in ("cut_network", "pull_cable"):
        LEVERS[slug].pull(room)
        LEVERS[slug].mend(room)
    assert heard == [False, True, False, True]
