"""A proxy that the profile does not know, or one that is missing."""

from __future__ import annotations

import pytest

from huonevahti_fleet.domain.faults import Harm
from huonevahti_fleet.rules.proxy_in_the_way import SLUG, check
from tests.fleet.stories import finding, told

FOUND = [
    pytest.param(
        "network.proxy warning proxy value=proxy.example:3128",
        "terminal",
        False,
        "proxy_in_the_way",
        id="one is set",
    ),
    pytest.param(
        "network.proxy warning no_proxy expected=proxy.example:3128",
        "terminal",
        False,
        "proxy_in_the_way.missing",
        id="the agreed one is not set",
    ),
]
NOT_FOUND = [
    pytest.param("network.proxy ok", id="none, or the agreed one"),
    pytest.param("network.proxy no_data not_supported", id="it cannot be told"),
    pytest.param("network.media.udp failed timeout\nnetwork.proxy ok", id="a blocked relay alone"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


@pytest.mark.parametrize(
    ("story", "harm"),
    [
        pytest.param("network.media.tcp ok\nnetwork.tls.application ok", Harm.COSMETIC, id="all works"),
        pytest.param("network.media.udp failed timeout", Harm.DEGRADED, id="the relay is cut off"),
        pytest.param("network.tls.application failed timeout", Harm.DEGRADED, id="a service is cut off"),
    ],
)
def test_it_harms_only_what_cannot_be_reached(story: str, harm: Harm) -> None:
    fault = check(told(f"network.proxy warning proxy value=proxy.example:3128\n{story}"))
    assert fault is not None
    assert (fault.harm, fault.values["proxy"]) == (harm, "proxy.example:3128")
