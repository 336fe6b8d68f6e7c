"""Hands in a simulated room: the screen and the call button feel them, or hang."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.simulated.usb import CALL_BUTTON, TOUCH

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.host import UsbDevice
    from huonevahti_agent.simulated.clock import RoomClock
    from huonevahti_agent.simulated.usb import UsbTree


class Felt:
    """One thing a hand is laid on: when it last was, and since when it has been down."""

    def __init__(self, clock: RoomClock) -> None:
        self._clock = clock
        self._felt_at: float | None = None
        self._down_since: float | None = None

    @property
    def is_held(self) -> bool:
        """Return whether it is down."""
        return self._down_since is not None

    @property
    def at(self) -> datetime | None:
        """Return when it was felt last, now while it is down, by the terminal's clock of now."""
        elapsed_seconds = self._clock.time.elapsed_seconds()
        felt_at = elapsed_seconds if self.is_held else self._felt_at
        return None if felt_at is None else self._clock.now() - timedelta(seconds=elapsed_seconds - felt_at)

    @property
    def held_seconds(self) -> float:
        """Return for how long it has been down."""
        return 0.0 if self._down_since is None else self._clock.time.elapsed_seconds() - self._down_since

    def tap(self) -> None:
        """Let a hand come and go."""
        self._felt_at = self._clock.time.elapsed_seconds()

    def hold(self) -> None:
        """Let it go down and stay down."""
        self._down_since = self._clock.time.elapsed_seconds()

    def release(self) -> None:
        """Let it come up again."""
        self._felt_at, self._down_since = self._clock.time.elapsed_seconds(), None

    def forget(self) -> None:
        """Begin anew, as a driver does at a boot; what is held down still is."""
        self._felt_at = None


class RoomHands:
    """The touch screen and the call button of a room."""

    def __init__(self, clock: RoomClock, tree: UsbTree) -> None:
        self.screen, self.button = Felt(clock), Felt(clock)
        self._tree = tree
        self.nobody_presses = False
        """Customers who come take no notice of the button."""

    def reading(self) -> Hands:
        """Return what the drivers tell; a thing that is not plugged in feels nobody."""
        screen = self.screen if self._is_in(TOUCH) else None
        button = self.button if self._is_in(CALL_BUTTON) else None
        return Hands(
            touched_at=screen.at if screen else None,
            touch_held_seconds=screen.held_seconds if screen else 0.0,
            pressed_at=button.at if button else None,
            press_held_seconds=button.held_seconds if button else 0.0,
        )

    def arrive(self) -> None:
        """Let a customer touch the screen and press the button."""
        self.screen.tap()
        if not self.nobody_presses:
            self.button.tap()

    def forget(self) -> None:
        """Begin anew at a boot."""
        self.screen.forget()
        self.button.forget()

    def hold_button(self) -> None:
        """Let the button hang."""
        self.button.hold()

    def release_button(self) -> None:
        """Free it."""
        self.button.release()

    def hold_screen(self) -> None:
        """Let something lie on the screen."""
        self.screen.hold()

    def release_screen(self) -> None:
        """Take it away."""
        self.screen.release()

    def _is_in(self, device: UsbDevice) -> bool:
        return any(each.port == device.port for each in self._tree.devices())
