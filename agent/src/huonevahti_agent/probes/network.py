"""The way out of the room: gateway, names, and how well the room's services can be reached."""

from __future__ import annotations

from statistics import median

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, LinkReading, Unavailable
from huonevahti_agent.probes import _connections, _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "network"
SIGNALS: tuple[str, ...] = ("network.dns", "network.gateway", "network.round_trip", "network.loss")
TRIES = 3
"""Connections to each endpoint in one round."""


class Tried(Struct, frozen=True):
    """Something asked for: the seconds it took, or the word for its failure, or why it could not be asked."""

    seconds: float | None
    failure: str = ""
    reason: str = ""


class Sample(Struct, frozen=True):
    """The link, the gateway's answer (None: there is none), and each name and connection tried."""

    link: LinkReading | None
    gateway: Tried | None = None
    names: tuple[Tried, ...] = ()
    attempts: tuple[_connections.Attempt, ...] = ()


def sample(host: Host, profile: Profile) -> Sample:
    """Return how everything answered; without a carrier nothing is tried."""
    link, _ = _judging.ask(host.link)
    if link is not None and not link.has_carrier:
        return Sample(link)
    gateway = _gateway(host, link.gateway) if link is not None and link.gateway else None
    names: list[Tried] = []
    for name in dict.fromkeys(endpoint.host for endpoint in profile.endpoints.values()):
        names.append(_name(host, name))
        if names[-1].failure == "timeout":
            break  # a silent resolver is as silent to the next name
    attempts = _connections.attempts(host, list(profile.endpoints.items()) * TRIES, tls=False)
    return Sample(link, gateway, tuple(names), tuple(attempts))


def _gateway(host: Host, address: str) -> Tried:
    try:
        return Tried(host.reach(address))
    except Unavailable as error:
        return Tried(None, reason=error.reason)
    except OSError as error:
        return Tried(None, _judging.failure_of(error))


def _name(host: Host, name: str) -> Tried:
    try:
        return Tried(host.resolve(name))
    except Unavailable as error:
        return Tried(None, reason=error.reason)
    except OSError as error:
        return Tried(None, "timeout" if isinstance(error, TimeoutError) else "not_found")


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return the four signals; without a carrier they have no data, for the link's own signal says it all."""
    if sample.link is not None and not sample.link.has_carrier:
        return [_judging.no_data(name, "no_carrier") for name in SIGNALS]
    gateway = _judge_gateway(sample)
    if not profile.endpoints:
        return [
            gateway,
            *(_judging.no_data(n, _judging.NOT_IN_PROFILE) for n in SIGNALS if n != gateway.name),
        ]
    return [_judge_names(sample.names), gateway, *_judge_attempts(sample.attempts, profile)]


def _judge_gateway(sample: Sample) -> Judgement:
    if sample.gateway is None:
        return Judgement("network.gateway", State.FAILED, reason="no_route")
    return _judge_tried("network.gateway", sample.gateway)


def _judge_names(names: tuple[Tried, ...]) -> Judgement:
    worst = next((name for name in names if name.failure or name.reason), None)
    slowest = Tried(max((name.seconds or 0.0 for name in names), default=0.0))
    return _judge_tried("network.dns", worst or slowest)


def _judge_tried(name: str, tried: Tried) -> Judgement:
    if tried.reason:
        return _judging.no_data(name, tried.reason)
    if tried.failure:
        return Judgement(name, State.FAILED, unit="seconds", reason=tried.failure)
    return Judgement(name, State.OK, tried.seconds, "seconds")


def _judge_attempts(attempts: tuple[_connections.Attempt, ...], profile: Profile) -> list[Judgement]:
    made = [attempt.handshake for attempt in attempts if not attempt.refused_to_try]
    if not made:
        reason = attempts[0].refused_to_try if attempts else "failed"
        return [_judging.no_data(name, reason) for name in ("network.round_trip", "network.loss")]
    seconds = [handshake.connect_seconds for handshake in made if not handshake.failure]
    loss = 1 - len(seconds) / len(made)
    lost = _judging.within("network.loss", loss, profile.limits.loss_max_ratio, "ratio", "loss")
    if not seconds:
        lost = Judgement("network.loss", State.FAILED, 1.0, "ratio", profile.limits.loss_max_ratio, "loss")
        return [_judging.no_data("network.round_trip", "failed"), lost]
    most = profile.limits.round_trip_max_seconds
    return [_judging.within("network.round_trip", median(seconds), most, "seconds", "too_slow"), lost]
