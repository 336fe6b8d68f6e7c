"""A customer's visit: who is there is nobody's business, that programs hold the room's devices can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.domain.signs import Held

if TYPE_CHECKING:
    from huonevahti_agent.simulated.hands import RoomHands
    from huonevahti_agent.simulated.sound import Sound

BROWSER = "Chromium"


class Visit:
    """Goes on or does not; while it does, the browser records, plays, and holds the customer camera."""

    def __init__(self, sound: Sound, hands: RoomHands) -> None:
        self._sound, self._hands = sound, hands
        self.is_live = False

    def held(self) -> tuple[Held, ...]:
        """Return the devices that the browser holds."""
        return (Held("camera"), Held("microphone")) if self.is_live else ()

    def start_visit(self) -> None:
        """Let a customer press Start and the button, and the call begin."""
        self._hands.arrive()
        self.is_live = True
        self._sound.users = (BROWSER,)

    def end_visit(self) -> None:
        """Let the call end and the devices be let go."""
        self.is_live = False
        self._sound.users = ()
