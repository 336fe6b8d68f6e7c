"""The relay of calls: over which ways it answers, what is lost, how unevenly, how large a packet may be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, Unavailable
from huonevahti_agent.host.way import RelayAnswer
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Profile, Relay, Way
from huonevahti_wire.signals import State

NAME = "media"
SIGNALS: tuple[str, ...] = ("network.media.<way>", "network.media_loss", "network.jitter", "network.mtu")
RELAYS: Final = 2
"""So many of the profile's relays are asked over one way before it counts as closed."""


class Asked(Struct, frozen=True):
    """One relay asked over one way; `reason` says why the host could not."""

    way: Way
    relay: Relay
    answer: RelayAnswer
    reason: str = ""


class Sample(Struct, frozen=True):
    """What was asked; the largest packet, None with the reason; `reason` when nothing could be asked at all."""

    asked: tuple[Asked, ...] = ()
    largest_bytes: int | None = None
    largest_reason: str = "failed"
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return how the relays answered; without a carrier none is asked."""
    link, _ = _judging.ask(host.link)
    if link is not None and not link.has_carrier:
        return Sample(reason="no_carrier")
    asked = tuple(each for way in get_args(Way) for each in _asked(host, profile.media, way))
    reached = next((each for each in asked if each.way == "udp" and _is_open(each)), None)
    if reached is None or reached.relay.udp_port is None:
        return Sample(asked)
    relay, port = reached.relay, reached.relay.udp_port
    return Sample(asked, *_judging.ask(lambda: host.largest_packet(relay.host, port)))


def _asked(host: Host, relays: Sequence[Relay], way: Way) -> list[Asked]:
    """Ask relay after relay until one answers."""
    asked: list[Asked] = []
    for relay in [relay for relay in relays if relay.port(way) is not None][:RELAYS]:
        try:
            asked.append(Asked(way, relay, host.ask_relay(relay.host, relay.port(way) or 0, way)))
        except Unavailable as error:
            asked.append(Asked(way, relay, RelayAnswer(), error.reason))
        if _is_open(asked[-1]):
            break
    return asked


def _is_open(asked: Asked) -> bool:
    return not asked.reason and not asked.answer.failure and _is_pinned(asked)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return each way's signal, then loss, jitter and the largest packet, all three of UDP alone."""
    used = [way for way in get_args(Way) if any(relay.port(way) is not None for relay in profile.media)]
    numbers = SIGNALS[1:]
    if sample.reason or not used:
        names = [*(f"network.media.{way}" for way in used), *numbers]
        return [_judging.no_data(name, sample.reason or _judging.NOT_IN_PROFILE) for name in names]
    ways = [_way(way, [each for each in sample.asked if each.way == way]) for way in used]
    if "udp" not in used:
        return [*ways, *(_judging.no_data(name, _judging.NOT_IN_PROFILE) for name in numbers)]
    answer = next((each.answer for each in sample.asked if each.way == "udp" and _is_open(each)), None)
    if answer is None:
        return [*ways, *(_judging.no_data(name, "failed") for name in numbers)]
    ways = [_spare(way) for way in ways]
    return [*ways, *_packets(answer.round_trips_seconds, profile), _largest(sample, profile)]


def _way(way: Way, asked: Sequence[Asked]) -> Judgement:
    """One relay that answers keeps a way open; else the first one's trouble is told."""
    name = f"network.media.{way}"
    told = next((each for each in asked if _is_open(each)), asked[0] if asked else None)
    if told is None or told.reason:
        return _judging.no_data(name, told.reason if told else "failed")
    answer, issuers = told.answer, told.relay.issuers
    if not _is_pinned(told):
        return Judgement(name, State.FAILED, _issuer(answer), expected=issuers[0], reason="issuer")
    if answer.failure:
        return Judgement(name, State.FAILED, unit="seconds", reason=answer.failure)
    if answer.is_trusted is False:
        return Judgement(name, State.FAILED, _issuer(answer), reason="untrusted")
    arrived = [seconds for seconds in answer.round_trips_seconds if seconds is not None]
    return Judgement(name, State.OK, median(arrived) if arrived else None, "seconds")


def _spare(way: Judgement) -> Judgement:
    """Calls that go over UDP miss no other way, unless somebody opens it: that is never right."""
    if way.state is State.FAILED and way.reason != "issuer":
        return replace(way, state=State.WARNING)
    return way


def _is_pinned(asked: Asked) -> bool:
    """Return whether no other issuer was shown than the relay's own; without a certificate there is none to blame."""
    shown = {
        _judging.short(asked.answer.issuer_common_name),
        _judging.short(asked.answer.issuer_organisation),
    }
    issuers = {_judging.short(issuer) for issuer in asked.relay.issuers}
    return not issuers or shown == {""} or bool(issuers & shown)


def _issuer(answer: RelayAnswer) -> str:
    return _judging.short(answer.issuer_common_name) or _judging.short(answer.issuer_organisation)


def _packets(round_trips: Sequence[float | None], profile: Profile) -> list[Judgement]:
    """Jitter is the mean difference between neighbours, as RFC 3550 has it but for its smoothing."""
    if not round_trips:
        return [_judging.no_data(name, "not_supported") for name in ("network.media_loss", "network.jitter")]
    arrived = [seconds for seconds in round_trips if seconds is not None]
    limits = profile.limits
    loss = (len(round_trips) - len(arrived)) / len(round_trips)
    lost = _judging.within("network.media_loss", loss, limits.media_loss_max_ratio, "ratio", "loss")
    if len(arrived) < 2:
        return [lost, _judging.no_data("network.jitter", "failed")]
    jitter = fmean(abs(one - other) for one, other in pairwise(arrived))
    return [lost, _judging.within("network.jitter", jitter, limits.jitter_max_seconds, "seconds", "uneven")]


def _largest(sample: Sample, profile: Profile) -> Judgement:
    name, least = "network.mtu", profile.limits.packet_min_bytes
    if sample.largest_bytes is None:
        return _judging.no_data(name, sample.largest_reason)
    state = State.OK if sample.largest_bytes >= least else State.WARNING
    reason = "" if state is State.OK else "too_small"
    return Judgement(name, state, float(sample.largest_bytes), "bytes", float(least), reason)
