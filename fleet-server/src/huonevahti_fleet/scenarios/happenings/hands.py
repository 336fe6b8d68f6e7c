"""What happens to the things that a hand is laid on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.scenarios.happenings._happening import Passing

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place


class HoldButton(Passing, frozen=True, kw_only=True, tag="hold_button"):
    """The call button hangs, as if somebody held it down. `for`: until it is freed."""

    def begin(self, place: Place) -> None:
        """Let it go down."""
        place.room.hands.hold_button()

    def end(self, place: Place) -> None:
        """Free it."""
        place.room.hands.release_button()


class NeverPress(Passing, frozen=True, kw_only=True, tag="never_press"):
    """Customers come and nobody presses the call button. `for`: until somebody shows them."""

    def begin(self, place: Place) -> None:
        """Let them take no notice of it."""
        place.room.hands.nobody_presses = True

    def end(self, place: Place) -> None:
        """Let the next one press it."""
        place.room.hands.nobody_presses = False
