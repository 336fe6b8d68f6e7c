"""The catalogue of probes: one file a member, each a name, its signals, a `sample` and a pure `signals`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import Host
from huonevahti_agent.probes import (
    boot,
    call_button,
    cameras,
    clock,
    link,
    machine,
    microphone,
    network,
    session,
    speakers,
    tls,
    touch,
    usb,
)
from huonevahti_wire.profile import Profile


class Probe(Protocol):
    """What a member's module offers; a sample is a frozen struct of its own making."""

    NAME: str
    SIGNALS: tuple[str, ...]
    POLL: float

    def sample(self, host: Host, profile: Profile) -> Any:
        """Touch the machine; what is missing there becomes part of the sample, with its reason."""
        ...

    def signals(self, sample: Any, profile: Profile) -> Sequence[Judgement]:
        """Judge a sample; touches nothing."""
        ...


PROBES: tuple[Probe, ...] = (
    session,
    cameras,
    microphone,
    speakers,
    call_button,
    touch,
    usb,
    link,
    machine,
    boot,
    clock,
    network,
    tls,
)
"""Quick ones first: what waits for the network comes last."""
