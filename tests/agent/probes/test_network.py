"""Gateway, names, round trip and loss judged from what attempts showed."""

from __future__ import annotations

import pytest

from huonevahti_agent.host import Handshake, LinkReading
from huonevahti_agent.probes import network
from huonevahti_agent.probes._connections import Attempt
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY, NOW, SERVICES, lost, seen

UP = LinkReading("eth0", True, "192.0.2.1")


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param(
            network.Sample(UP, network.Tried(0.001), (network.Tried(0.01),), (seen(), seen())),
            ("ok", "ok", "ok", "ok"),
            id="healthy",
        ),
        pytest.param(
            network.Sample(UP, network.Tried(None, "timeout"), (network.Tried(0.01),), (seen(),)),
            ("ok", "failed timeout", "ok", "ok"),
            id="a silent gateway",
        ),
        pytest.param(
            network.Sample(
                UP, network.Tried(None, reason="not_supported"), (network.Tried(0.01),), (seen(),)
            ),
            ("ok", "no_data not_supported", "ok", "ok"),
            id="a gateway that hides",
        ),
        pytest.param(
            network.Sample(UP, None, (network.Tried(None, "not_found"),), (lost("dns"), lost("dns"))),
            ("failed not_found", "failed no_route", "no_data failed", "failed loss"),
            id="cut off",
        ),
        pytest.param(
            network.Sample(
                UP,
                network.Tried(0.001),
                (network.Tried(0.01), network.Tried(None, "not_found")),
                (seen(), lost("timeout")),
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
    judged = words(network.signals(sample, SERVICES))
    assert tuple(judged[name] for name in network.SIGNALS) == expected


def test_the_round_trip_is_the_median() -> None:
    slow = [Attempt("page", Handshake(seconds, "", "", None, "", None), NOW) for seconds in (0.1, 0.4, 5.0)]
    judged = {j.name: j for j in network.signals(network.Sample(UP, None, (), tuple(slow)), SERVICES)}
    assert judged["network.round_trip"].value == 0.4
    assert judged["network.round_trip"].reason == "too_slow"


def test_without_endpoints_only_the_gateway_is_judged() -> None:
    judged = words(network.signals(network.Sample(UP, network.Tried(0.001)), EMPTY))
    assert judged.pop("network.gateway") == "ok"
    assert set(judged.values()) == {"no_data not_in_profile"}
