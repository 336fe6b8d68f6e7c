"""What stands between the room and its services: a sign-in page, a proxy, a version of IP that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, Unavailable
from huonevahti_agent.host.way import IpVersion, Page, ProxySetting
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Endpoint, Profile
from huonevahti_wire.signals import State

NAME = "path"
SIGNALS: tuple[str, ...] = ("network.portal", "network.proxy", "network.ipv4", "network.ipv6")
TRIES: Final = 2
"""So many services are tried over one version of IP before it counts as dead."""
_NO_CONTENT: Final = 204
_SIGN_IN: Final = 511
"""Network Authentication Required (RFC 6585)."""


class Tried(Struct, frozen=True):
    """A connection over one version of IP: its seconds, or the word for its failure, or why it could not be tried."""

    seconds: float | None = None
    failure: str = ""
    reason: str = ""


class Sample(Struct, frozen=True):
    """The plain page's answer and the proxies, None with the reason; what was tried over each version of IP."""

    page: Page | None
    page_reason: str
    proxies: tuple[ProxySetting, ...] | None
    proxies_reason: str
    ipv4: tuple[Tried, ...] = ()
    ipv6: tuple[Tried, ...] = ()
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return what was seen; without a carrier only what the terminal is told to use."""
    proxies = _judging.ask(host.proxies)
    link, _ = _judging.ask(host.link)
    if link is not None and not link.has_carrier:
        return Sample(None, "no_carrier", *proxies, reason="no_carrier")
    services = list(profile.endpoints.values())
    return Sample(*_page(host, profile), *proxies, _tried(host, services, 4), _tried(host, services, 6))


def _page(host: Host, profile: Profile) -> tuple[Page | None, str]:
    portal = profile.portal
    if portal is None:
        return None, _judging.NOT_IN_PROFILE
    try:
        return _judging.ask(lambda: host.page(portal.host, portal.port, portal.path))
    except OSError as error:
        return None, _judging.failure_of(error)


def _tried(host: Host, services: Iterable[Endpoint], version: IpVersion) -> tuple[Tried, ...]:
    """Try services until one answers; what cannot be tried costs nothing and does not count."""
    tried: list[Tried] = []
    for service in services:
        try:
            tried.append(Tried(host.connect(service.host, service.port, version)))
        except Unavailable as error:
            tried.append(Tried(reason=error.reason))
        except OSError as error:
            tried.append(Tried(failure=_judging.failure_of(error)))
        if tried[-1].seconds is not None or sum(bool(each.failure) for each in tried) >= TRIES:
            break
    return tuple(tried)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return the four signals."""
    return [
        _portal(sample, profile),
        _proxy(sample, profile),
        _version("network.ipv4", sample.ipv4, sample.reason),
        _version("network.ipv6", sample.ipv6, sample.reason),
    ]


def _portal(sample: Sample, profile: Profile) -> Judgement:
    """A page of ours that is broken answers with an error, and so proves nothing about the network."""
    name, page, portal = "network.portal", sample.page, profile.portal
    if page is None or portal is None:
        return _judging.no_data(name, sample.page_reason or _judging.NOT_IN_PROFILE)
    status = 200 if portal.text else _NO_CONTENT
    if page.status == status and (not portal.text or _judging.short(page.text) == portal.text):
        return Judgement(name, State.OK)
    if page.status < 400 or page.status == _SIGN_IN:
        return Judgement(name, State.FAILED, _judging.short(page.moved_to) or None, reason="portal")
    return _judging.no_data(name, "unexpected")


def _proxy(sample: Sample, profile: Profile) -> Judgement:
    name = "network.proxy"
    if sample.proxies is None:
        return _judging.no_data(name, sample.proxies_reason)
    found = [proxy.address for proxy in sample.proxies]
    stranger = next((address for address in found if address != profile.proxy), None)
    if stranger is not None:
        return Judgement(
            name, State.WARNING, _judging.short(stranger), expected=profile.proxy, reason="proxy"
        )
    if profile.proxy and not found:
        return Judgement(name, State.WARNING, expected=profile.proxy, reason="no_proxy")
    return Judgement(name, State.OK)


def _version(name: str, tried: tuple[Tried, ...], reason: str) -> Judgement:
    seconds = next((each.seconds for each in tried if each.seconds is not None), None)
    if seconds is not None:
        return Judgement(name, State.OK, seconds, "seconds")
    failure = next((each.failure for each in tried if each.failure), "")
    if failure:
        return Judgement(name, State.FAILED, unit="seconds", reason=failure)
    why = next((each.reason for each in tried), _judging.NOT_IN_PROFILE)
    return _judging.no_data(name, reason or why)
