"""An interceptor: named with what must be let through, and only after the clock was tested."""

from __future__ import annotations

import pytest

from huonevahti_fleet.rules.interceptor import SLUG, check
from tests.fleet.stories import told

FOUND = [
    pytest.param(
        "network.interceptor failed interceptor value=Zscaler\nnetwork.tls.application failed issuer value=Zscaler",
        "room_network",
        True,
        "interceptor",
        id="another issuer at an endpoint",
    ),
    pytest.param(
        "network.tls.application failed issuer value=Zscaler",
        "room_network",
        True,
        "interceptor",
        id="only the handshake tells",
    ),
    pytest.param(
        "network.tls.application failed untrusted value=Zscaler\nnetwork.tls.fleet failed untrusted value=Zscaler",
        "room_network",
        True,
        "interceptor",
        id="two endpoints without a pin show one untrusted issuer",
    ),
    pytest.param(
        "network.interceptor failed interceptor",
        "room_network",
        True,
        "interceptor",
        id="the issuer is not named",
    ),
]
NOT_FOUND = [
    pytest.param(
        "clock.offset failed offset value=9000\nnetwork.tls.application failed issuer value=Zscaler",
        id="the clock is wrong",
    ),
    pytest.param("network.tls.application failed timeout", id="the endpoint does not answer"),
    pytest.param(
        "network.tls.application failed untrusted value=Old_CA", id="one certificate alone is not trusted"
    ),
    pytest.param(
        "network.tls.application failed untrusted value=Old_CA\nnetwork.tls.fleet failed untrusted value=Own_CA",
        id="two certificates of different issuers are not trusted",
    ),
    pytest.param("network.interceptor no_data clock", id="it cannot be told"),
]


@pytest.mark.parametrize(("story", "owner", "unfits", "stem"), FOUND)
def test_it_is_found(story: str, owner: str, unfits: bool, stem: str) -> None:
    fault = check(told(story))
    assert fault is not None
    assert (fault.slug, fault.owner, fault.unfits, fault.stem) == (SLUG, owner, unfits, stem)
    assert fault.points_to


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None
