"""Link, gateway, names, round trip, loss, certificates and clock judged from what attempts showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huonevahti_agent.host import Handshake, LinkReading
from huonevahti_agent.probes import clock, link, network, tls
from huonevahti_agent.probes._connections import Attempt
from huonevahti_wire.profile import Endpoint, Profile
from tests.agent.probes.judged import words

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PROFILE = Profile(
    name="p",
    platform="linux",
    endpoints={
        "page": Endpoint(host="page.example", issuers=("Public CA 1", "Trust Services")),
        "media": Endpoint(host="media.example"),
    },
)
EMPTY = Profile(name="p", platform="linux")
UP = LinkReading("eth0", True, "192.0.2.1")


def _seen(
    endpoint: str = "page",
    common_name: str = "Public CA 1",
    *,
    organisation: str = "Public",
    trusted: bool | None = True,
    theirs: timedelta | None = timedelta(),
) -> Attempt:
    date_at = None if theirs is None else NOW + theirs
    return Attempt(endpoint, Handshake(0.02, common_name, organisation, trusted, "", date_at), NOW)


def _lost(failure: str, endpoint: str = "page") -> Attempt:
    return Attempt(endpoint, Handshake(0.0, "", "", None, failure, None), NOW)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param(UP, "ok", id="carries"),
        pytest.param(LinkReading("eth0", False, ""), "failed no_carrier", id="cable pulled"),
        pytest.param(LinkReading("", False, ""), "failed no_interface", id="no interface"),
        pytest.param(None, "no_data not_supported", id="cannot tell"),
    ],
)
def test_the_link_is_judged(reading: LinkReading | None, expected: str) -> None:
    sample = link.Sample(reading, "" if reading else "not_supported")
    assert words(link.signals(sample, PROFILE)) == {"network.link": expected}


@pytest.mark.parametrize(
    ("attempts", "page", "interceptor"),
    [
        pytest.param([_seen()], "ok", "ok", id="the pinned common name"),
        pytest.param(
            [_seen(common_name="X1", organisation="Trust Services")], "ok", "ok", id="a pinned organisation"
        ),
        pytest.param([_seen(common_name="Public CA 1 ")], "ok", "ok", id="blanks do not count"),
        pytest.param(
            [_seen(common_name="Zscaler Intermediate Root CA (zscaler.net)", trusted=False)],
            "failed issuer",
            "failed interceptor",
            id="an interceptor",
        ),
        pytest.param(
            [_seen(common_name="Agency Proxy CA")],
            "failed issuer",
            "failed interceptor",
            id="one the system trusts",
        ),
        pytest.param([_seen(trusted=False)], "failed untrusted", "ok", id="the right name, not trusted"),
        pytest.param([_seen(trusted=None)], "ok", "ok", id="no store of trust"),
        pytest.param(
            [_seen(trusted=False, theirs=timedelta(days=40))],
            "failed clock",
            "no_data clock",
            id="our clock is wrong",
        ),
        pytest.param(
            [_seen(theirs=timedelta(days=1))], "ok", "no_data clock", id="a wrong clock, yet trusted"
        ),
        pytest.param([_lost("timeout")], "failed timeout", "no_data failed", id="silence"),
        pytest.param([_lost("refused")], "failed refused", "no_data failed", id="refused"),
        pytest.param([_lost("dns")], "failed dns", "no_data failed", id="no such name"),
        pytest.param(
            [Attempt("page", Handshake(0.0, "", "", None, "", None), NOW, "not_permitted")],
            "no_data not_permitted",
            "no_data failed",
            id="not tried",
        ),
        pytest.param([_seen(), _seen("gone")], "ok", "ok", id="an endpoint no longer in the profile"),
    ],
)
def test_certificates_are_judged(attempts: list[Attempt], page: str, interceptor: str) -> None:
    judged = words(tls.signals(tls.Sample(tuple(attempts)), PROFILE))
    assert (judged["network.tls.page"], judged["network.interceptor"]) == (page, interceptor)
    assert "network.tls.gone" not in judged


def test_an_endpoint_without_a_pin_proves_no_interceptor() -> None:
    sample = tls.Sample((_seen("media", "Anybody"),))
    assert words(tls.signals(sample, PROFILE)) == {
        "network.tls.media": "ok",
        "network.interceptor": "no_data not_in_profile",
    }


def test_the_interceptors_name_is_told_without_what_could_be_an_address() -> None:
    judged = tls.signals(tls.Sample((_seen(common_name="Proxy <a@b/c?d#e> "),)), PROFILE)[-1]
    assert judged.value == "Proxy <a b c d e>"
    assert judged.expected == "Public CA 1"


def test_an_issuer_without_a_common_name_is_told_by_its_organisation() -> None:
    judged = tls.signals(tls.Sample((_seen(common_name="", organisation="Zscaler Inc."),)), PROFILE)[-1]
    assert judged.value == "Zscaler Inc."


@pytest.mark.parametrize(
    ("theirs", "expected", "value"),
    [
        pytest.param(timedelta(seconds=-29), "ok", 29.0, id="29 seconds fast"),
        pytest.param(timedelta(seconds=31), "failed offset", -31.0, id="31 seconds slow"),
        pytest.param(None, "no_data failed", None, id="nobody told the time"),
    ],
)
def test_the_clock_is_judged(theirs: timedelta | None, expected: str, value: float | None) -> None:
    offset, synchronised = clock.signals(clock.Sample((_seen(theirs=theirs),), is_synchronised=True), PROFILE)
    assert (words([offset])["clock.offset"], offset.value) == (expected, value)
    assert synchronised.state == "ok"


def test_without_endpoints_no_clock_is_compared() -> None:
    judged = words(clock.signals(clock.Sample((), None, "not_permitted"), EMPTY))
    assert judged == {"clock.offset": "no_data not_in_profile", "clock.synchronised": "no_data not_permitted"}


def test_an_undisciplined_clock_is_a_warning() -> None:
    judged = words(clock.signals(clock.Sample((_seen(),), is_synchronised=False), PROFILE))
    assert judged["clock.synchronised"] == "warning not_synchronised"


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param(
            network.Sample(UP, network.Tried(0.001), (network.Tried(0.01),), (_seen(), _seen())),
            ("ok", "ok", "ok", "ok"),
            id="healthy",
        ),
        pytest.param(
            network.Sample(UP, network.Tried(None, "timeout"), (network.Tried(0.01),), (_seen(),)),
            ("ok", "failed timeout", "ok", "ok"),
            id="a silent gateway",
        ),
        pytest.param(
            network.Sample(
                UP, network.Tried(None, reason="not_supported"), (network.Tried(0.01),), (_seen(),)
            ),
            ("ok", "no_data not_supported", "ok", "ok"),
            id="a gateway that hides",
        ),
        pytest.param(
            network.Sample(UP, None, (network.Tried(None, "not_found"),), (_lost("dns"), _lost("dns"))),
            ("failed not_found", "failed no_route", "no_data failed", "failed loss"),
            id="cut off",
        ),
        pytest.param(
            network.Sample(
                UP,
                network.Tried(0.001),
                (network.Tried(0.01), network.Tried(None, "not_found")),
                (_seen(), _lost("timeout")),
            ),
            ("failed not_found", "ok", "ok", "warning loss"),
            id="one name of two, one try of two",
        ),
        pytest.param(
            network.Sample(LinkReading("eth0", False, "")),
            ("no_data no_carrier",) * 4,
            id="the cable is pulled",
        ),
    ],
)
def test_the_way_out_is_judged(sample: network.Sample, expected: tuple[str, ...]) -> None:
    judged = words(network.signals(sample, PROFILE))
    assert tuple(judged[name] for name in network.SIGNALS) == expected


def test_the_round_trip_is_the_median() -> None:
    slow = [Attempt("page", Handshake(seconds, "", "", None, "", None), NOW) for seconds in (0.1, 0.4, 5.0)]
    judged = {j.name: j for j in network.signals(network.Sample(UP, None, (), tuple(slow)), PROFILE)}
    assert judged["network.round_trip"].value == 0.4
    assert judged["network.round_trip"].reason == "too_slow"


def test_without_endpoints_only_the_gateway_is_judged() -> None:
    judged = words(network.signals(network.Sample(UP, network.Tried(0.001)), EMPTY))
    assert judged.pop("network.gateway") == "ok"
    assert set(judged.values()) == {"no_data not_in_profile"}
