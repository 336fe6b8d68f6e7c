"""What stands in the way judged: sign-in pages, proxies, a version of IP that leads nowhere."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from huonevahti_agent.host.way import Page, ProxySetting
from huonevahti_agent.probes import path
from huonevahti_agent.probes.path import Sample, Tried
from huonevahti_wire.profile import PlainPage, Profile
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY

PROFILE = Profile(name="p", platform="linux", portal=PlainPage("plain.example"))
SAYING = Profile(name="p", platform="linux", portal=PlainPage("plain.example", text="Huonevahti is here"))
GOOD = Sample(Page(204, "", ""), "", (), "", (Tried(0.02),), (Tried(0.03),))
PROXY = ProxySetting("etc_environment", "proxy.example:3128")


@pytest.mark.parametrize(
    ("page", "profile", "expected"),
    [
        pytest.param(Page(204, "", ""), PROFILE, "ok", id="nothing, as agreed"),
        pytest.param(Page(200, "Huonevahti is here", ""), SAYING, "ok", id="the text, as agreed"),
        pytest.param(Page(302, "", "login.hotel.example"), PROFILE, "failed portal", id="sent on"),
        pytest.param(Page(200, "<html>Welcome! Sign", ""), PROFILE, "failed portal", id="another page"),
        pytest.param(Page(200, "<html>Welcome! Sign", ""), SAYING, "failed portal", id="another text"),
        pytest.param(Page(511, "", ""), PROFILE, "failed portal", id="the network says so itself"),
        pytest.param(Page(0, "", ""), PROFILE, "failed portal", id="no HTTP at all"),
        pytest.param(Page(503, "", ""), PROFILE, "no_data unexpected", id="our own page is broken"),
        pytest.param(Page(404, "", ""), PROFILE, "no_data unexpected", id="our own page is gone"),
        pytest.param(Page(204, "", ""), EMPTY, "no_data not_in_profile", id="no page was agreed"),
    ],
)
def test_a_sign_in_page_shows_itself(page: Page, profile: Profile, expected: str) -> None:
    assert words(path.signals(replace(GOOD, page=page), profile))["network.portal"] == expected


def test_the_host_of_the_sign_in_page_is_named() -> None:
    judged = path.signals(replace(GOOD, page=Page(302, "", "login.hotel.example")), PROFILE)
    assert judged[0].value == "login.hotel.example"


@pytest.mark.parametrize(
    ("proxies", "expected_proxy", "told"),
    [
        pytest.param((), None, "ok", id="none"),
        pytest.param((PROXY,), None, "warning proxy", id="one that nobody knows"),
        pytest.param((PROXY,), "proxy.example:3128", "ok", id="the profile's"),
        pytest.param((PROXY, ProxySetting("kiosk", "other.example:80")), "proxy.example:3128", "warning proxy",
                     id="another beside the profile's"),
        pytest.param((), "proxy.example:3128", "warning no_proxy", id="the profile's is not set"),
    ],
)  # fmt: skip
def test_a_proxy_is_told_of_unless_the_profile_has_it(
    proxies: tuple[ProxySetting, ...], expected_proxy: str | None, told: str
) -> None:
    profile = replace(PROFILE, proxy=expected_proxy)
    assert words(path.signals(replace(GOOD, proxies=proxies), profile))["network.proxy"] == told


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        pytest.param((Tried(0.02),), "ok", id="reached"),
        pytest.param((Tried(failure="timeout"), Tried(0.02)), "ok", id="the second service is reached"),
        pytest.param((Tried(failure="timeout"), Tried(failure="refused")), "failed timeout", id="none is"),
        pytest.param(
            (Tried(reason="no_address"), Tried(reason="no_address")), "no_data no_address", id="no address"
        ),
        pytest.param((Tried(reason="no_route"),), "no_data no_route", id="the terminal has none"),
        pytest.param(
            (Tried(reason="no_address"), Tried(failure="timeout")),
            "failed timeout",
            id="one has, and is dead",
        ),
        pytest.param((), "no_data not_in_profile", id="no services"),
    ],
)
def test_a_version_of_ip_is_dead_when_no_service_answers_over_it(
    tried: tuple[Tried, ...], expected: str
) -> None:
    judged = words(path.signals(replace(GOOD, ipv6=tried), PROFILE))
    assert (judged["network.ipv4"], judged["network.ipv6"]) == ("ok", expected)


def test_with_the_cable_pulled_only_the_settings_are_known() -> None:
    sample = Sample(None, "no_carrier", (), "", reason="no_carrier")
    assert words(path.signals(sample, PROFILE)) == {
        "network.portal": "no_data no_carrier",
        "network.proxy": "ok",
        "network.ipv4": "no_data no_carrier",
        "network.ipv6": "no_data no_carrier",
    }
