"""Whose certificates the room's services show: the pinned issuer's, or somebody's who opens the line on the way."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Handshake, Host
from huonevahti_agent.probes import _connections, _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "tls"
SIGNALS: tuple[str, ...] = ("network.tls.<endpoint>", "network.interceptor")


class Sample(Struct, frozen=True):
    """One handshake an endpoint."""

    attempts: tuple[_connections.Attempt, ...]


def sample(host: Host, profile: Profile) -> Sample:
    """Return a handshake with each endpoint that speaks TLS."""
    endpoints = ((name, endpoint) for name, endpoint in profile.endpoints.items() if endpoint.tls)
    return Sample(tuple(_connections.attempts(host, endpoints, tls=True)))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return each endpoint's signal and the interceptor's; a wrong clock is blamed before any certificate."""
    offset = _connections.offset_seconds(sample.attempts)
    clock_is_wrong = offset is not None and abs(offset) > profile.limits.clock_offset_max_seconds
    attempts = [attempt for attempt in sample.attempts if attempt.endpoint in profile.endpoints]
    judged = [_endpoint(attempt, profile, clock_is_wrong) for attempt in attempts]
    return [*judged, _interceptor(attempts, profile, clock_is_wrong)]


def _endpoint(attempt: _connections.Attempt, profile: Profile, clock_is_wrong: bool) -> Judgement:
    name, seen = f"network.tls.{attempt.endpoint}", attempt.handshake
    issuers = profile.endpoints[attempt.endpoint].issuers
    if attempt.refused_to_try:
        return _judging.no_data(name, attempt.refused_to_try)
    if seen.failure:
        return Judgement(name, State.FAILED, unit="seconds", reason=seen.failure)
    if clock_is_wrong and seen.is_trusted is False:
        return Judgement(name, State.FAILED, unit="seconds", reason="clock")
    if not _is_pinned(seen, issuers):
        expected = issuers[0] if issuers else None
        return Judgement(name, State.FAILED, _issuer(seen), expected=expected, reason="issuer")
    if seen.is_trusted is False:
        return Judgement(name, State.FAILED, _issuer(seen), reason="untrusted")
    return Judgement(name, State.OK, seen.connect_seconds, "seconds")


def _interceptor(attempts: list[_connections.Attempt], profile: Profile, clock_is_wrong: bool) -> Judgement:
    """An issuer other than a pinned one is the proof; endpoints without a pin prove nothing."""
    name = "network.interceptor"
    pinned = [attempt for attempt in attempts if profile.endpoints[attempt.endpoint].issuers]
    if not pinned:
        return _judging.no_data(name, _judging.NOT_IN_PROFILE)
    if clock_is_wrong:
        return _judging.no_data(name, "clock")
    shown = [a for a in pinned if not a.refused_to_try and not a.handshake.failure]
    if not shown:
        return _judging.no_data(name, "failed")
    for attempt in shown:
        issuers = profile.endpoints[attempt.endpoint].issuers
        if not _is_pinned(attempt.handshake, issuers):
            return Judgement(
                name, State.FAILED, _issuer(attempt.handshake), expected=issuers[0], reason="interceptor"
            )
    return Judgement(name, State.OK)


def _is_pinned(seen: Handshake, issuers: tuple[str, ...]) -> bool:
    """Compared as the wire would show them: interceptors' names are known to end in blanks."""
    shown = {_judging.short(seen.issuer_common_name), _judging.short(seen.issuer_organisation)}
    return not issuers or any(_judging.short(issuer) in shown for issuer in issuers)


def _issuer(seen: Handshake) -> str:
    return _judging.short(seen.issuer_common_name) or _judging.short(seen.issuer_organisation)
