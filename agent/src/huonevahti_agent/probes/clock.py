"""The terminal's clock against the endpoints' own, and whether the kernel calls it disciplined."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import _connections, _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "clock"
SIGNALS: tuple[str, ...] = ("clock.offset", "clock.synchronised")


class Sample(Struct, frozen=True):
    """Handshakes up to the first that told a time, and the kernel's word; None with the reason without one."""

    attempts: tuple[_connections.Attempt, ...]
    is_synchronised: bool | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the kernel's word and what the first server that tells the time says it is."""
    attempts: list[_connections.Attempt] = []
    endpoints = ((name, endpoint) for name, endpoint in profile.endpoints.items() if endpoint.tls)
    for attempt in _connections.attempts(host, endpoints, tls=True):
        attempts.append(attempt)
        if attempt.handshake.server_date_at is not None:
            break
    return Sample(tuple(attempts), *_judging.ask(host.clock_is_synchronised))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return the offset (ours minus theirs) against its limit, and whether the clock is disciplined."""
    return [_offset(sample, profile), _synchronised(sample)]


def _offset(sample: Sample, profile: Profile) -> Judgement:
    offset, most = _connections.offset_seconds(sample.attempts), profile.limits.clock_offset_max_seconds
    if offset is None:
        return _judging.no_data("clock.offset", "failed" if sample.attempts else _judging.NOT_IN_PROFILE)
    if abs(offset) > most:
        return Judgement("clock.offset", State.FAILED, offset, "seconds", most, "offset")
    return Judgement("clock.offset", State.OK, offset, "seconds", most)


def _synchronised(sample: Sample) -> Judgement:
    if sample.is_synchronised is None:
        return _judging.no_data("clock.synchronised", sample.reason)
    if sample.is_synchronised:
        return Judgement("clock.synchronised", State.OK, value=True)
    return Judgement("clock.synchronised", State.WARNING, value=False, reason="not_synchronised")
