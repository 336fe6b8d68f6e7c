"""Seeing and hearing in a simulated room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated.living import Living

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huonevahti_agent.domain.hands import Hands
    from huonevahti_agent.host.senses import Luma
    from huonevahti_wire.profile import Role, RoleMatch


class SimulatedSenses(Living):
    """Implements `host.senses.Senses` over a room."""

    def look(self, number: int) -> Luma:
        """Return what a camera shows."""
        del number
        self._alive()
        raise Unavailable("not_supported")

    def listen(self, source: str, seconds: float) -> bytes:
        """Return the sound of a source."""
        del source, seconds
        self._alive()
        raise Unavailable("not_supported")

    def hear_back(self, source: str, sink: str, sound_out: bytes, seconds: float) -> bytes:
        """Return what a source gives while a sink plays."""
        del source, sink, sound_out, seconds
        self._alive()
        raise Unavailable("not_supported")

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        """Return the last touch and press."""
        del roles  # a simulated room has both
        return self._alive().hands.reading()
