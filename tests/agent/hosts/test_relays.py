"""A real relay on loopback asked by the real host: what is blocked is told apart, and who opens TLS is named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_agent.probes import media
from huonevahti_wire.profile import Profile, Relay, Way
from huonevahti_wire.signals import State
from tests.agent.hosts import relay_stage
from tests.agent.hosts.services import DAY, Authority, plain_service, silent_service, web_service
from tests.agent.probes.judged import words
from tests.conftest import free_loopback_port
from tests.fakes import coturn

ZSCALER = "Zscaler Intermediate Root CA (zscaler.net)"
HERE = "127.0.0.1"


def _profile(**ports: int) -> Profile:
    issuers = ("Room Services CA 1",) if "tls_port" in ports else ()
    return Profile(name="kiosk", platform="linux", media=(Relay(HERE, issuers=issuers, **ports),))


def _judged(host: LinuxHost, profile: Profile) -> dict[str, Judgement]:
    return {judgement.name: judgement for judgement in media.signals(media.sample(host, profile), profile)}


@pytest.mark.parametrize("stun", [True, False], ids=["with STUN", "TURN alone"])
def test_a_relay_that_is_there_answers_over_every_way(
    host: LinuxHost, authority: Authority, tmp_path: Path, stun: bool
) -> None:
    tls = free_loopback_port(), authority.issue(tmp_path / "relay.pem")
    with coturn.relay(tmp_path, tls=tls, stun=stun) as port:
        judged = words(_judged(host, _profile(udp_port=port, tcp_port=port, tls_port=tls[0])).values())
    assert {judged[f"network.media.{way}"] for way in ("udp", "tcp", "tls")} == {"ok"}
    numbers = {judged[name] for name in media.SIGNALS[1:]}
    assert numbers == ({"ok"} if stun else {"no_data not_supported", "no_data no_answer"})


def test_blocked_udp_is_told_apart_from_everything_blocked(host: LinuxHost, tmp_path: Path) -> None:
    with coturn.relay(tmp_path, udp=False) as port, relay_stage.udp_service(relay_stage.black_hole) as hole:
        udp_only = words(_judged(host, _profile(udp_port=hole, tcp_port=port)).values())
    with relay_stage.udp_service(relay_stage.black_hole) as hole:
        everything = words(_judged(host, _profile(udp_port=hole, tcp_port=port)).values())
    assert (udp_only["network.media.udp"], udp_only["network.media.tcp"]) == ("failed timeout", "ok")
    assert (everything["network.media.udp"], everything["network.media.tcp"]) == (
        "failed timeout",
        "failed refused",
    )


def test_a_udp_port_nobody_listens_on_refuses(host: LinuxHost, free_port: int) -> None:
    assert host.ask_relay(HERE, free_port, "udp").failure == "refused"


def test_an_interceptor_before_the_relays_tls_port_is_named(
    host: LinuxHost, authority: Authority, tmp_path: Path
) -> None:
    del authority  # trusted, but not the one who signs here
    interceptor = Authority(f"{ZSCALER} (t) ", "Zscaler Inc.", host.now())
    with web_service(interceptor.issue(tmp_path / "server.pem"), host.now) as port:
        judged = _judged(host, _profile(tls_port=port))
    assert judged["network.media.tls"] == Judgement(
        "network.media.tls", State.FAILED, f"{ZSCALER} (t)", expected="Room Services CA 1", reason="issuer"
    )


def test_an_interceptor_that_lets_the_relay_answer_is_named_too(
    host: LinuxHost, authority: Authority, tmp_path: Path
) -> None:
    del authority
    tls = (
        free_loopback_port(),
        Authority("Agency Proxy CA", "Agency", host.now()).issue(tmp_path / "relay.pem"),
    )
    with coturn.relay(tmp_path, tls=tls):
        judged = _judged(host, _profile(tls_port=tls[0]))
    assert (judged["network.media.tls"].value, judged["network.media.tls"].reason) == (
        "Agency Proxy CA",
        "issuer",
    )


def test_a_certificate_out_of_its_time_is_no_interceptor(
    host: LinuxHost, authority: Authority, tmp_path: Path
) -> None:
    tls = free_loopback_port(), authority.issue(tmp_path / "relay.pem", valid_for=-DAY)
    with coturn.relay(tmp_path, tls=tls):
        judged = _judged(host, _profile(tls_port=tls[0]))
    assert (judged["network.media.tls"].value, judged["network.media.tls"].reason) == (
        "Room Services CA 1",
        "untrusted",
    )


@pytest.mark.parametrize("service", [plain_service, silent_service])
def test_what_speaks_no_stun_is_no_relay(host: LinuxHost, service: Callable[[], Iterator[int]]) -> None:
    began = time.monotonic()
    with service() as port:  # type: ignore[attr-defined]  # both are context managers
        assert host.ask_relay(HERE, port, "tcp").failure == "no_answer"
    assert time.monotonic() - began < 4


def test_a_name_that_is_none_is_told(host: LinuxHost) -> None:
    assert {host.ask_relay("no-such-host.invalid", 3478, way).failure for way in get_args(Way)} == {"dns"}


def test_lost_and_uneven_packets_are_measured(host: LinuxHost) -> None:
    with relay_stage.udp_service(relay_stage.lossy(every=4)) as port:
        lossy = _judged(host, _profile(udp_port=port))
    with relay_stage.udp_service(relay_stage.uneven()) as port:
        uneven = _judged(host, _profile(udp_port=port))
    assert (lossy["network.media.udp"].state, lossy["network.media_loss"].value) == (State.OK, 0.25)
    assert uneven["network.jitter"].reason == "uneven"


@pytest.mark.parametrize(
    ("largest_bytes", "found"), [(65_000, 1500), (1480, 1400), (1300, 1280), (1279, 1200), (600, 576)]
)
def test_the_largest_packet_that_passes_is_found(host: LinuxHost, largest_bytes: int, found: int) -> None:
    with relay_stage.udp_service(relay_stage.narrow(largest_bytes)) as port:
        assert host.largest_packet(HERE, port) == found


def test_without_any_answer_no_size_is_told(host: LinuxHost) -> None:
    began = time.monotonic()
    with (
        relay_stage.udp_service(relay_stage.black_hole) as port,
        pytest.raises(Unavailable, match="no_answer"),
    ):
        host.largest_packet(HERE, port)
    assert time.monotonic() - began < 4


def test_a_dead_relay_costs_less_than_six_seconds(host: LinuxHost) -> None:
    with relay_stage.udp_service(relay_stage.black_hole) as port:
        began = time.monotonic()
        assert host.ask_relay(HERE, port, "udp").failure == "timeout"
        assert time.monotonic() - began < 6


def test_where_the_relay_saw_us_from_is_in_no_answer(host: LinuxHost, tmp_path: Path) -> None:
    with coturn.relay(tmp_path) as port:
        told = [host.ask_relay(HERE, port, way) for way in ("udp", "tcp")]
    assert [(t.issuer_common_name, t.issuer_organisation, t.failure) for t in told] == [("", "", "")] * 2
    assert HERE not in repr(told)
