"""Seeing and hearing on the Linux kiosk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.host.senses import Luma
from huonevahti_agent.hosts.linux import luma, pcm
from huonevahti_agent.hosts.linux.hands import HandDevices
from huonevahti_wire.profile import Role, RoleMatch

T = TypeVar("T")


class LinuxSenses:
    """Implements `host.senses.Senses`."""

    _hands: HandDevices

    def look(self, number: int, measure: Callable[[Luma], T]) -> T:
        """Measure what a camera shows; it is ours for at most 1.5 seconds."""
        return measure(luma.look(f"/dev/video{number}"))

    def listen(self, source: str, seconds: float, measure: Callable[[bytes], T]) -> T:
        """Measure the sound of a source; a cold virtual source takes up to 2.5 seconds longer."""
        return measure(pcm.listen(source, seconds))

    def hear_back(
        self, source: str, sink: str, sound_out: bytes, seconds: float, measure: Callable[[bytes], T]
    ) -> T:
        """Measure what a source gives while a sink plays."""
        return measure(pcm.hear_back(source, sink, sound_out, seconds))

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        """Return the last touch and press since the agent began to look; takes the right to read /dev/input."""
        return self._hands.read(roles)
