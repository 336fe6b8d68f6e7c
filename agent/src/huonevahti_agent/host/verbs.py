"""What a host can change of itself; each verb is fixed, small and undone by another."""

from __future__ import annotations

from typing import Literal, Protocol

from huonevahti_kiosk.words import Answer, GoHome, RankCameras, RestartBrowser

End = Literal["source", "sink"]
"""Which end of the sound server a device stands at: it hears, or it is heard."""
KioskOrder = GoHome | RestartBrowser | RankCameras


class Verbs(Protocol):
    """Every call may raise `Unavailable`; what is refused changes nothing."""

    def set_volume(self, end: End, name: str, ratio: float) -> None:
        """Set the volume of a sound device, 1 at 100 %; `missing` when there is none of this name."""
        ...

    def set_muted(self, end: End, name: str, is_muted: bool) -> None:
        """Mute a sound device, or let it be heard."""
        ...

    def set_default(self, end: End, name: str) -> None:
        """Make a sound device the one that programs take unless they are told otherwise."""
        ...

    def restart_sound(self) -> None:
        """Start the sound server anew, within 10 seconds; every program loses its sound for a moment."""
        ...

    def order_kiosk(self, order: KioskOrder) -> Answer:
        """Let the launcher do something, within 20 seconds; it refuses in a call and where somebody identifies."""
        ...

    def restart(self) -> None:
        """Order the machine to restart in good order, within 10 seconds; it ends some seconds after this returned.

        `inhibited` while somebody else keeps it from that, `not_permitted` when the agent may not.
        """
        ...

    def inhibit(self, *, is_on: bool) -> None:
        """Keep everybody else from restarting the machine or switching it off, or no longer; over with this process.

        Asked for again it changes nothing. `not_permitted` may be told one call late.
        """
        ...

    def reenumerate_usb(self, port: str) -> None:
        """Take the device at a port from its driver and give it back, as if it were plugged anew, within a second."""
        ...
