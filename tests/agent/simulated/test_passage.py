"""What befalls the way out of a simulated room shows in the raw calls it concerns, and in no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.way import Page, ProxySetting
from huonevahti_agent.probes import media, path
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_agent.simulated.passage import PACKETS, SIGN_IN, WAYS
from huonevahti_wire import profile_yaml
from tests.agent.probes.judged import words
from tests.agent.simulated.worlds import START_AT
from tests.house.tree import ROOT

PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")
RELAY, PLAIN, VIDEO = "relay.demo.invalid", "plain.demo.invalid", "video.demo.invalid"
ALL_LOST = {
    **dict.fromkeys(("network.media.udp", "network.media.tcp", "network.media.tls"), "failed timeout"),
    **dict.fromkeys(media.SIGNALS[1:], "no_data failed"),
}


def _room() -> SimulatedRoom:
    return World(1, VirtualTime(START_AT), PROFILE).room("imatra")


def _judged(room: SimulatedRoom) -> list[Judgement]:
    host = SimulatedHost(room)
    return [one for probe in (media, path) for one in probe.signals(probe.sample(host, PROFILE), PROFILE)]


def _troubles(room: SimulatedRoom) -> dict[str, str]:
    return {name: word for name, word in words(_judged(room)).items() if word != "ok"}


def _kill(room: SimulatedRoom, *versions: int) -> None:
    room.network.dead_versions.update(version for version in (4, 6) if version in versions)


TROUBLES: dict[str, tuple[Callable[[SimulatedRoom], None], dict[str, str]]] = {
    "UDP blocked": (
        lambda room: room.passage.block(["udp"]),
        {"network.media.udp": "failed timeout", **dict.fromkeys(media.SIGNALS[1:], "no_data failed")},
    ),
    "relay blocked": (lambda room: room.passage.block(WAYS), ALL_LOST),
    "TLS refused": (
        lambda room: room.passage.block(["tls"], "refused"),
        {"network.media.tls": "warning refused"},
    ),
    "jitter": (
        lambda room: setattr(room.passage, "uneven_seconds", 0.2),
        {"network.jitter": "warning uneven"},
    ),
    "small packets": (
        lambda room: setattr(room.passage, "largest_bytes", 1200),
        {"network.mtu": "warning too_small"},
    ),
    "a tunnel's packets": (lambda room: setattr(room.passage, "largest_bytes", 1400), {}),
    "proxy": (
        lambda room: setattr(room.passage, "proxy", "proxy.example:3128"),
        {"network.proxy": "warning proxy"},
    ),
    "no IPv6": (lambda room: _kill(room, 6), {"network.ipv6": "failed timeout"}),
    "no IPv4": (lambda room: _kill(room, 4), {"network.ipv4": "failed timeout"}),
    "sign-in page": (
        lambda room: setattr(room.network, "has_portal", True),
        {
            **ALL_LOST,
            "network.portal": "failed portal",
            "network.ipv4": "failed timeout",
            "network.ipv6": "failed timeout",
        },
    ),
    "interceptor": (
        lambda room: room.network.intercept(hosts=[RELAY]),
        {"network.media.tls": "failed issuer"},
    ),
    "wrong clock": (
        lambda room: room.clock.shift_clock(90 * 86_400),
        {"network.media.tls": "warning untrusted"},
    ),
    "line cut": (
        lambda room: room.network.cut_network(),
        {
            **{name: word.replace("timeout", "dns") for name, word in ALL_LOST.items()},
            "network.portal": "no_data unreachable",
            "network.ipv4": "no_data dns",
            "network.ipv6": "no_data dns",
        },
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_turns_exactly_the_signals_it_should(trouble: str) -> None:
    befalls, expected = TROUBLES[trouble]
    room = _room()
    assert _troubles(room) == {}
    befalls(room)
    assert _troubles(room) == expected


def test_a_way_that_is_let_through_again_answers_again() -> None:
    room = _room()
    room.passage.block(WAYS)
    room.passage.unblock(WAYS)
    assert _troubles(room) == {}


def test_lost_packets_are_lost_to_the_relay_too() -> None:
    room = _room()
    room.network.loss_ratio = 0.5
    took = SimulatedHost(room).ask_relay(RELAY, 3478, "udp").round_trips_seconds
    assert len(took) == PACKETS
    assert 2 <= took.count(None) <= PACKETS - 2


def test_a_sign_in_page_answers_in_place_of_the_plain_one() -> None:
    room = _room()
    host = SimulatedHost(room)
    assert (host.page(PLAIN, 80, "/"), host.page("other.example", 80, "/")) == (
        Page(204, "", ""),
        Page(404, "", ""),
    )
    room.network.has_portal = True
    assert host.page(PLAIN, 80, "/") == Page(302, "", SIGN_IN)


def test_a_service_that_is_down_refuses_over_both_versions() -> None:
    room = _room()
    room.network.down[VIDEO] = "refused"
    for version in (4, 6):
        with pytest.raises(ConnectionRefusedError):
            room.passage.connect(VIDEO, 4 if version == 4 else 6)


def test_with_both_versions_dead_no_service_answers() -> None:
    room = _room()
    _kill(room, 4, 6)
    assert SimulatedHost(room).handshake(VIDEO, 443, tls=True).failure == "timeout"


def test_without_udp_no_size_is_told() -> None:
    room = _room()
    room.passage.block(["udp"])
    with pytest.raises(Unavailable, match="no_answer"):
        SimulatedHost(room).largest_packet(RELAY, 3478)


def test_the_proxy_that_is_set_is_told() -> None:
    room = _room()
    assert SimulatedHost(room).proxies() == ()
    room.passage.proxy = "proxy.example:3128"
    assert SimulatedHost(room).proxies() == (ProxySetting("etc_environment", "proxy.example:3128"),)
