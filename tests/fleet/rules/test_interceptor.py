"""An interceptor: named with what must be let through, and only after the clock was tested."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.rules import RULES
from huonevahti_fleet.rules.interceptor import SLUG, check
from huonevahti_wire.profile import Endpoint
from huonevahti_wire.signals import Signal, State
from tests.fleet.stories import NOW, PROFILE, finding, healthy, told

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
        "network.media.tls failed issuer value=Zscaler\nnetwork.media.udp ok value=0.03",
        "room_network",
        False,
        "interceptor",
        id="only the relay's encrypted line is opened, and calls take another way",
    ),
    pytest.param(
        "network.media.tls failed issuer value=Zscaler\nnetwork.media.udp failed timeout",
        "room_network",
        True,
        "interceptor",
        id="only the relay's encrypted line is opened, and there is no other way",
    ),
    pytest.param(
        "network.interceptor failed interceptor",
        "room_network",
        True,
        "interceptor",
        id="the issuer is not named",
    ),
    pytest.param(
        "network.interceptor failed interceptor value=New_CA\nnetwork.tls.application failed issuer value=New_CA\n"
        "neighbours fleet_rooms=5 fleet.interceptor=4",
        "room_network",
        True,
        "interceptor",
        id="the lines of most sites are opened",
    ),
]
NOT_FOUND = [
    pytest.param(
        "clock.offset failed offset value=9000\nnetwork.tls.application failed issuer value=Zscaler",
        id="the clock is wrong",
    ),
    pytest.param(
        "clock.offset failed offset value=9000\nnetwork.media.tls failed issuer value=Zscaler",
        id="the clock is wrong, the relay's certificate too",
    ),
    pytest.param("network.media.tls failed untrusted value=Public_CA", id="the relay's certificate is out of its time"),
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
    assert finding(check(told(story))) == (SLUG, owner, unfits, stem)


@pytest.mark.parametrize("story", NOT_FOUND)
def test_its_look_alikes_are_not_taken_for_it(story: str) -> None:
    assert check(told(story)) is None


@pytest.mark.parametrize(
    ("pins", "issuer", "found"),
    [
        pytest.param((True, True), "Public CA", None, id="two pinned services out of their time together"),
        pytest.param((True, False), "Public CA", None, id="one of them has no pin"),
        pytest.param((False, False), "Zscaler", "room_network", id="two without a pin, in a strange name"),
    ],
)
def test_certificates_that_expire_together_are_told_from_those_of_another_issuer(
    pins: tuple[bool, bool], issuer: str, found: str | None
) -> None:
    names = ("application", "portal")
    endpoints = {
        name: Endpoint(host=f"{name}.example", issuers=("Public CA",) if is_pinned else ())
        for name, is_pinned in zip(names, pins, strict=True)
    }
    signals = {
        f"network.tls.{name}": Signal(f"network.tls.{name}", State.FAILED, NOW, issuer, reason="untrusted")
        for name in names
    }
    room = healthy("network.interceptor ok")
    room = replace(
        room,
        profile=structs.replace(PROFILE, endpoints=endpoints),
        signals={**room.signals, **signals},
    )
    fault = check(room)
    assert (fault.owner if fault else None) == found
    slugs = {each.slug for each in diagnose(room, RULES).faults}
    assert ("endpoint_unreachable" in slugs, SLUG in slugs) == (found is None, found is not None)


def test_one_service_with_another_issuer_everywhere_has_changed_its_certificate() -> None:
    endpoints = {**PROFILE.endpoints, "portal": Endpoint(host="portal.example", issuers=("Public CA",))}
    everywhere = told(
        "network.interceptor failed interceptor value=New_CA\nnetwork.tls.application failed issuer value=New_CA\n"
        "network.tls.portal ok value=0.04\nneighbours fleet_rooms=5 fleet.interceptor=4"
    )
    here = told("network.tls.application failed issuer value=New_CA\nnetwork.tls.portal ok value=0.04")
    profile = structs.replace(PROFILE, endpoints=endpoints)
    theirs, ours = check(replace(everywhere, profile=profile)), check(replace(here, profile=profile))
    assert theirs is not None
    assert ours is not None
    assert (theirs.owner, theirs.scope, theirs.stem) == ("application", "fleet", "interceptor.certificate")
    assert (ours.owner, ours.scope, ours.stem) == ("room_network", "room", "interceptor")
