"""The video nodes of a simulated room: drawn by lot at each boot, and two for each camera as uvcvideo makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huonevahti_agent.host import VideoNode
from huonevahti_agent.simulated.usb import CAMERA_MODELS, CUSTOMER_CAMERA, DOCUMENT_CAMERA

if TYPE_CHECKING:
    from random import Random

    from huonevahti_agent.host import UsbDevice
    from huonevahti_agent.simulated.usb import UsbTree

CAPTURE = 0x0420_0001
"""V4L2_CAP_VIDEO_CAPTURE, EXT_PIX_FORMAT and STREAMING."""
METADATA = 0x04A0_0000
"""V4L2_CAP_META_CAPTURE, EXT_PIX_FORMAT and STREAMING: the second node of every uvcvideo camera."""

Lot = Literal["drawn", "customer_first", "document_first"]


class Cameras:
    """Which camera got which numbers: at boot by lot, afterwards the lowest free pair, as the kernel does."""

    def __init__(self, usb: UsbTree, rng: Random) -> None:
        self._usb = usb
        self._rng = rng
        self._first_numbers: dict[UsbDevice, int] = {}
        usb.followers.append(self.follow)

    def nodes(self) -> tuple[VideoNode, ...]:
        """Return the nodes by number, captures and metadata."""
        numbered = sorted(self._first_numbers.items(), key=lambda pair: pair[1])
        return tuple(node for camera, first in numbered for node in _pair(camera, first))

    def is_document_first(self) -> bool:
        """Return whether both cameras are there and a page would take the document camera first."""
        firsts = {camera.port: first for camera, first in self._first_numbers.items()}
        customer, document = firsts.get(CUSTOMER_CAMERA.port), firsts.get(DOCUMENT_CAMERA.port)
        return customer is not None and document is not None and document < customer

    def enumerate(self, lot: Lot = "drawn") -> None:
        """Number the cameras anew, as a boot does."""
        cameras = [device for device in self._usb.devices() if device.model in CAMERA_MODELS]
        self._rng.shuffle(cameras)
        if lot != "drawn":
            is_late = lot == "document_first"
            cameras.sort(key=lambda camera: (camera.port == CUSTOMER_CAMERA.port) is is_late)
        self._first_numbers = {camera: 2 * place for place, camera in enumerate(cameras)}

    def follow(self, devices: tuple[UsbDevice, ...]) -> None:
        """Drop the nodes of cameras that went, and number those that came, in the order of their ports."""
        cameras = [device for device in devices if device.model in CAMERA_MODELS]
        kept = {camera: first for camera, first in self._first_numbers.items() if camera in cameras}
        for camera in cameras:
            if camera not in kept:
                kept[camera] = next(first for first in range(0, 64, 2) if first not in kept.values())
        self._first_numbers = kept


def _pair(camera: UsbDevice, first: int) -> tuple[VideoNode, VideoNode]:
    port, model, serial, card = camera.port, camera.model, camera.serial, camera.name
    return (
        VideoNode(first, port, model, serial, card, CAPTURE),
        VideoNode(first + 1, port, model, serial, card, METADATA),
    )
