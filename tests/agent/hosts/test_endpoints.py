"""Handshakes of the real host with services on loopback: whose certificate, trusted or not, what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_agent.hosts.linux.endpoints import parse_http_date
from huonevahti_agent.probes import clock, network, tls
from huonevahti_wire.profile import Endpoint, Profile
from huonevahti_wire.signals import State
from tests.agent.hosts.services import DAY, Authority, plain_service, silent_service, web_service

ZSCALER = "Zscaler Intermediate Root CA (zscaler.net)"


def _profile(port: int, *issuers: str) -> Profile:
    return Profile(
        name="kiosk",
        platform="linux",
        endpoints={"page": Endpoint(host="127.0.0.1", port=port, issuers=issuers)},
    )


def _judged(host: LinuxHost, profile: Profile) -> dict[str, Judgement]:
    return {judgement.name: judgement for judgement in tls.signals(tls.sample(host, profile), profile)}


def test_the_pinned_issuer_is_recognised(host: LinuxHost, authority: Authority, tmp_path: Path) -> None:
    with web_service(authority.issue(tmp_path / "server.pem"), host.now) as port:
        seen = host.handshake("127.0.0.1", port, tls=True)
        judged = _judged(host, _profile(port, "Room Services CA 1"))
    assert (seen.issuer_common_name, seen.issuer_organisation) == ("Room Services CA 1", "Room Services")
    assert seen.is_trusted is True
    assert seen.failure == ""
    assert 0 < seen.connect_seconds < 1
    assert seen.server_date_at is not None
    assert abs(host.now() - seen.server_date_at) < timedelta(seconds=3)
    assert judged["network.tls.page"].state == State.OK
    assert judged["network.interceptor"].state == State.OK


def test_an_interceptor_is_named_though_nobody_trusts_it(
    host: LinuxHost, authority: Authority, tmp_path: Path
) -> None:
    del authority  # trusted, but not the one who signs here
    interceptor = Authority(f"{ZSCALER} (t) ", "Zscaler Inc.", host.now())
    with web_service(interceptor.issue(tmp_path / "server.pem"), host.now) as port:
        seen = host.handshake("127.0.0.1", port, tls=True)
        judged = _judged(host, _profile(port, "Room Services CA 1"))
    assert seen.is_trusted is False
    assert seen.issuer_organisation == "Zscaler Inc."
    assert judged["network.tls.page"].reason == "issuer"
    assert judged["network.interceptor"] == Judgement(
        "network.interceptor",
        State.FAILED,
        f"{ZSCALER} (t)",
        expected="Room Services CA 1",
        reason="interceptor",
    )


def test_an_expired_certificate_is_not_trusted(host: LinuxHost, authority: Authority, tmp_path: Path) -> None:
    with web_service(authority.issue(tmp_path / "server.pem", valid_for=-DAY), host.now) as port:
        judged = _judged(host, _profile(port, "Room Services CA 1"))
    assert judged["network.tls.page"].reason == "untrusted"
    assert judged["network.interceptor"].state == State.OK


def test_a_wrong_clock_is_blamed_before_a_certificate(
    host: LinuxHost, authority: Authority, tmp_path: Path
) -> None:
    expired = authority.issue(tmp_path / "server.pem", valid_for=-DAY)
    with web_service(expired, lambda: host.now() - 40 * DAY) as port:
        profile = _profile(port, "Room Services CA 1")
        judged = _judged(host, profile)
        offset = clock.signals(clock.sample(host, profile), profile)[0]
    assert judged["network.tls.page"].reason == "clock"
    assert judged["network.interceptor"] == Judgement("network.interceptor", State.NO_DATA, reason="clock")
    assert offset.reason == "offset"
    assert offset.value == pytest.approx(40 * 86_400, abs=3)


def test_a_right_clock_is_found_right(host: LinuxHost, authority: Authority, tmp_path: Path) -> None:
    with web_service(authority.issue(tmp_path / "server.pem"), host.now) as port:
        profile = _profile(port)
        offset = clock.signals(clock.sample(host, profile), profile)[0]
    assert offset.state == State.OK
    assert abs(float(offset.value or 0)) < 3


def test_a_port_nobody_listens_on_refuses(host: LinuxHost, authority: Authority, free_port: int) -> None:
    del authority
    assert host.handshake("127.0.0.1", free_port, tls=True).failure == "refused"
    assert _judged(host, _profile(free_port))["network.tls.page"].reason == "refused"


def test_a_service_that_says_nothing_is_given_up_in_time(host: LinuxHost, authority: Authority) -> None:
    del authority
    with silent_service() as port:
        started = time.monotonic()
        seen = host.handshake("127.0.0.1", port, tls=True)
        seconds = time.monotonic() - started
    assert seen.failure == "timeout"
    assert seconds < 5


def test_a_service_without_tls_fails_the_handshake_and_nothing_else(
    host: LinuxHost, authority: Authority
) -> None:
    del authority
    with plain_service() as port:
        assert host.handshake("127.0.0.1", port, tls=True).failure == "tls"
        assert host.handshake("127.0.0.1", port, tls=False).failure == ""


def test_a_name_that_does_not_exist_is_told_as_such(host: LinuxHost) -> None:
    assert host.handshake("no-such-host.invalid", 443, tls=True).failure == "dns"
    with pytest.raises(OSError, match=r"."):
        host.resolve("no-such-host.invalid")
    assert 0 <= host.resolve("localhost") < 3


def test_loss_and_round_trip_are_measured_over_all_tries(host: LinuxHost, free_port: int) -> None:
    with plain_service() as port:
        ends = {
            "there": Endpoint(host="127.0.0.1", port=port),
            "gone": Endpoint(host="127.0.0.1", port=free_port),
        }
        profile = Profile(name="kiosk", platform="linux", endpoints=ends)
        judged = {j.name: j for j in network.signals(network.sample(host, profile), profile)}
    assert judged["network.loss"].value == 0.5
    assert judged["network.loss"].state == State.WARNING
    assert judged["network.round_trip"].state == State.OK


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        pytest.param(
            "Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC), id="RFC 9110"
        ),
        pytest.param(
            "Sat, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), id="leap second"
        ),
        pytest.param("Sunday, 06-Nov-94 08:49:37 GMT", None, id="obsolete form"),
        pytest.param("Sun, 31 Nov 1994 08:49:37 GMT", None, id="no such day"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_http_date_is_read(text: str, instant: datetime | None) -> None:
    assert parse_http_date(text) == instant
