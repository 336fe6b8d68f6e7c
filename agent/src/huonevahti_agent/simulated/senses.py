"""Seeing and hearing in a simulated room."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated import acoustics
from huonevahti_agent.simulated.living import Living

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huonevahti_agent.domain.hands import Hands
    from huonevahti_agent.host.senses import Luma
    from huonevahti_wire.profile import Role, RoleMatch

T = TypeVar("T")


class SimulatedSenses(Living):
    """Implements `host.senses.Senses` over a room."""

    def look(self, number: int, measure: Callable[[Luma], T]) -> T:
        """Measure what a camera shows; the time it takes is not spent."""
        room = self._alive()
        if room.visit.is_live and room.cameras.is_first(number):
            raise Unavailable("in_use")
        return measure(room.cameras.look(number))

    def listen(self, source: str, seconds: float, measure: Callable[[bytes], T]) -> T:
        """Measure the sound of a source."""
        found: T = acoustics.heard(
            replace(self._alive().sound.air(source), loop_db=None), seconds, b"", measure
        )
        return found

    def hear_back(
        self, source: str, sink: str, sound_out: bytes, seconds: float, measure: Callable[[bytes], T]
    ) -> T:
        """Measure what a source gives while a sink plays."""
        found: T = acoustics.heard(self._alive().sound.air(source, sink), seconds, sound_out, measure)
        return found

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        """Return the last touch and press."""
        del roles  # a simulated room has both
        return self._alive().hands.reading()
