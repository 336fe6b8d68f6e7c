"""The network link: the interface has a carrier. Nothing is sent."""

from __future__ import annotations

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host, LinkReading
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "link"
SIGNALS: tuple[str, ...] = ("network.link",)


class Sample(Struct, frozen=True):
    """The link; None with the reason when it cannot be told."""

    link: LinkReading | None
    reason: str = ""


def sample(host: Host, profile: Profile) -> Sample:
    """Return the link of the default route."""
    del profile  # the kernel knows which interface counts
    return Sample(*_judging.ask(host.link))


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return whether the cable carries."""
    del profile  # a carrier is a carrier
    if sample.link is None:
        return [_judging.no_data("network.link", sample.reason)]
    if sample.link.has_carrier:
        return [Judgement("network.link", State.OK)]
    return [
        Judgement(
            "network.link", State.FAILED, reason="no_carrier" if sample.link.interface else "no_interface"
        )
    ]
