"""What the parts of a simulated host share: the room, for as long as the host's boot lasts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huonevahti_agent.simulated.room import SimulatedRoom


class Living(ABC):
    """A part of a host that answers from its room."""

    @abstractmethod
    def _alive(self) -> SimulatedRoom:
        """Return the room, or raise when the host's boot has ended."""
