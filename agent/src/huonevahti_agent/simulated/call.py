"""The call of a simulated kiosk: which camera it sends, and how its packets fare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huonevahti_agent.simulated import usb
from huonevahti_kiosk.words import Connection

if TYPE_CHECKING:
    from huonevahti_agent.simulated.network import Network

Sent = Literal["first", "document", "none", "still"]
"""The camera that the page sees first, the one the specialist chose instead, none, or one that has stopped."""
FRAMES_PER_SECOND, JITTER_SECONDS, ROUND_TRIP_SECONDS = 30.0, 0.004, 0.03


class CallLine:
    """What a good call looks like until something is changed; what the room's line loses, the call loses too."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.sends: Sent = "first"
        self.loss_ratio = 0.0
        self.jitter_seconds = JITTER_SECONDS
        self.round_trip_seconds = ROUND_TRIP_SECONDS
        self.frames_per_second = FRAMES_PER_SECOND

    def connection(self, labels: tuple[str, ...]) -> Connection:
        """Return what the browser counts, with the cameras that the page sees."""
        camera = self._camera(labels)
        is_moving = bool(camera) and self.sends != "still"
        loss = max(self.loss_ratio, self._network.loss_ratio)
        return Connection(
            connected=self._network.has_carrier and self._network.is_connected,
            camera=camera,
            camera_is_live=is_moving,
            frames_per_second=self.frames_per_second if is_moving else None,
            sent_loss_ratio=loss,
            received_loss_ratio=loss,
            jitter_seconds=self.jitter_seconds,
            round_trip_seconds=self.round_trip_seconds,
            microphone_level_ratio=0.1,
        )

    def _camera(self, labels: tuple[str, ...]) -> str:
        if self.sends == "document":
            return next((label for label in labels if usb.DOCUMENT_CAMERA.model in label), "")
        return labels[0] if labels and self.sends != "none" else ""
