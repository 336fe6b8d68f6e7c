"""The relay judged: which ways are open, who opens TLS on the way, loss, jitter and the largest packet."""

from __future__ import annotations

import pytest

from huonevahti_agent.host.way import RelayAnswer
from huonevahti_agent.probes import media
from huonevahti_agent.probes.media import Asked, Sample
from huonevahti_wire.profile import Profile, Relay
from tests.agent.probes.judged import words
from tests.agent.probes.parts import EMPTY

RELAY = Relay("relay.example", udp_port=3478, tcp_port=3478, tls_port=443, issuers=("Public CA 1",))
OTHER = Relay("other.example", udp_port=3478)
PROFILE = Profile(name="p", platform="linux", media=(RELAY,))
EVEN = (0.02,) * 20
TRUE = RelayAnswer((0.03,), "", "Public CA 1", "Trust Services", True)
ZSCALER = RelayAnswer(
    (), "no_answer", "Zscaler Intermediate Root CA (zscaler.net) (t) ", "Zscaler Inc.", False
)
UDP = Asked("udp", RELAY, RelayAnswer(EVEN))
TCP = Asked("tcp", RELAY, RelayAnswer((0.03,)))
TLS = Asked("tls", RELAY, TRUE)


def _lost(way: str, failure: str = "timeout") -> Asked:
    return Asked(
        "udp" if way == "udp" else "tcp" if way == "tcp" else "tls", RELAY, RelayAnswer(failure=failure)
    )


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        pytest.param((UDP, TCP, TLS), ("ok", "ok", "ok"), id="all open"),
        pytest.param((_lost("udp"), TCP, TLS), ("failed timeout", "ok", "ok"), id="UDP blocked, TCP open"),
        pytest.param(
            (UDP, _lost("tcp"), _lost("tls", "refused")),
            ("ok", "warning timeout", "warning refused"),
            id="the spare ways blocked",
        ),
        pytest.param(
            (_lost("udp"), _lost("tcp", "refused"), _lost("tls", "dns")),
            ("failed timeout", "failed refused", "failed dns"),
            id="all blocked",
        ),
        pytest.param(
            (UDP, TCP, Asked("tls", RELAY, ZSCALER)), ("ok", "ok", "failed issuer"), id="TLS opened"
        ),
        pytest.param(
            (UDP, TCP, Asked("tls", RELAY, RelayAnswer((0.03,), "", "Agency CA", "Agency", True))),
            ("ok", "ok", "failed issuer"),
            id="opened by one the system trusts",
        ),
        pytest.param(
            (UDP, TCP, Asked("tls", RELAY, RelayAnswer((0.03,), "", "Public CA 1", "", False))),
            ("ok", "ok", "warning untrusted"),
            id="the right issuer, not trusted: expired, or our clock is wrong",
        ),
        pytest.param(
            (UDP, TCP, Asked("tls", RELAY, RelayAnswer((), "no_answer", "Public CA 1", "", True))),
            ("ok", "ok", "warning no_answer"),
            id="something else answers there",
        ),
        pytest.param(
            (UDP, TCP, Asked("tls", RELAY, RelayAnswer(), "not_permitted")),
            ("ok", "ok", "no_data not_permitted"),
            id="not asked",
        ),
    ],
)
def test_each_way_is_judged_apart(asked: tuple[Asked, ...], ways: tuple[str, ...]) -> None:
    judged = words(media.signals(Sample(asked, 1500, ""), PROFILE))
    assert tuple(judged[f"network.media.{way}"] for way in ("udp", "tcp", "tls")) == ways


def test_whoever_opens_the_line_is_named_beside_the_pinned_issuer() -> None:
    judged = {j.name: j for j in media.signals(Sample((UDP, TCP, Asked("tls", RELAY, ZSCALER))), PROFILE)}
    seen = judged["network.media.tls"]
    assert (seen.value, seen.expected) == ("Zscaler Intermediate Root CA (zscaler.net) (t)", "Public CA 1")


@pytest.mark.parametrize(
    ("round_trips", "loss", "jitter"),
    [
        pytest.param(EVEN, "ok", "ok", id="even"),
        pytest.param((*EVEN[:-1], None), "ok", "ok", id="one of twenty is within the limit"),
        pytest.param((*EVEN[:-2], None, None), "warning loss", "ok", id="two of twenty"),
        pytest.param((0.02, 0.09) * 10, "ok", "warning uneven", id="uneven"),
        pytest.param((0.02, None, None, 0.02), "warning loss", "ok", id="gaps are no jitter"),
        pytest.param((0.02, *(None,) * 19), "warning loss", "no_data failed", id="a single one came back"),
        pytest.param((), "no_data not_supported", "no_data not_supported", id="only TURN answers"),
    ],
)
def test_loss_and_jitter_are_of_the_packets_over_udp(
    round_trips: tuple[float | None, ...], loss: str, jitter: str
) -> None:
    sample = Sample((Asked("udp", RELAY, RelayAnswer(round_trips)), TCP, TLS), 1500, "")
    judged = words(media.signals(sample, PROFILE))
    assert (judged["network.media_loss"], judged["network.jitter"]) == (loss, jitter)


@pytest.mark.parametrize(
    ("largest", "expected"),
    [(1500, "ok"), (1400, "ok"), (1280, "ok"), (1200, "warning too_small"), (576, "warning too_small")],
)
def test_a_packet_of_the_least_size_must_pass(largest: int, expected: str) -> None:
    assert words(media.signals(Sample((UDP, TCP, TLS), largest, ""), PROFILE))["network.mtu"] == expected


def test_what_is_udps_alone_has_no_data_without_udp() -> None:
    judged = words(media.signals(Sample((_lost("udp"), TCP, TLS)), PROFILE))
    assert {judged[name] for name in media.SIGNALS[1:]} == {"no_data failed"}


def test_one_relay_that_answers_keeps_a_way_open() -> None:
    profile = Profile(name="p", platform="linux", media=(RELAY, OTHER))
    judged = words(
        media.signals(Sample((_lost("udp"), Asked("udp", OTHER, RelayAnswer(EVEN)), TCP, TLS)), profile)
    )
    assert (judged["network.media.udp"], judged["network.media_loss"]) == ("ok", "ok")


@pytest.mark.parametrize(
    ("profile", "sample", "expected"),
    [
        pytest.param(
            EMPTY, Sample(), dict.fromkeys(media.SIGNALS[1:], "no_data not_in_profile"), id="no relay"
        ),
        pytest.param(
            Profile(name="p", platform="linux", media=(OTHER,)),
            Sample(reason="no_carrier"),
            dict.fromkeys(("network.media.udp", *media.SIGNALS[1:]), "no_data no_carrier"),
            id="the cable is pulled",
        ),
        pytest.param(
            Profile(name="p", platform="linux", media=(Relay("relay.example", tcp_port=443),)),
            Sample((TCP,)),
            {"network.media.tcp": "ok", **dict.fromkeys(media.SIGNALS[1:], "no_data not_in_profile")},
            id="a relay without UDP",
        ),
    ],
)
def test_only_what_the_profile_names_is_told(
    profile: Profile, sample: Sample, expected: dict[str, str]
) -> None:
    assert words(media.signals(sample, profile)) == expected
