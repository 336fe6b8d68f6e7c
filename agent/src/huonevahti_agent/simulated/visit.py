"""A customer's visit: who is there is nobody's business, that programs hold the room's devices can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huonevahti_agent.simulated.sound import Sound

BROWSER = "Chromium"


class Visit:
    """Goes on or does not; while it does, the browser records, plays, and holds the customer camera."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self.is_live = False

    def signs(self) -> tuple[str, ...]:
        """Return codes of what shows that a customer is in session."""
        return ("camera_held", "microphone_recorded") if self.is_live else ()

    def start_visit(self) -> None:
        """Let a customer press Start and the call begin."""
        self.is_live = True
        self._sound.users = (BROWSER,)

    def end_visit(self) -> None:
        """Let the call end and the devices be let go."""
        self.is_live = False
        self._sound.users = ()
