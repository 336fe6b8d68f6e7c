"""The cameras of a simulated room: nodes drawn by lot at each boot, two for each as uvcvideo makes them, and views."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Literal

from huonevahti_agent.host import Unavailable, VideoNode
from huonevahti_agent.simulated import scenery
from huonevahti_agent.simulated.usb import CAMERA_MODELS, CUSTOMER_CAMERA, DOCUMENT_CAMERA

if TYPE_CHECKING:
    from huonevahti_agent.host import UsbDevice
    from huonevahti_agent.host.senses import Luma
    from huonevahti_agent.simulated.scenery import State, View
    from huonevahti_agent.simulated.usb import UsbTree

CAPTURE = 0x0420_0001
"""V4L2_CAP_VIDEO_CAPTURE, EXT_PIX_FORMAT and STREAMING."""
METADATA = 0x04A0_0000
"""V4L2_CAP_META_CAPTURE, EXT_PIX_FORMAT and STREAMING: the second node of every uvcvideo camera."""

TURNS = 4
"""How many looks of a camera differ in their noise."""

Lot = Literal["drawn", "customer_first", "document_first"]


class Cameras:
    """Which camera got which numbers: at boot by lot, afterwards the lowest free pair, as the kernel does."""

    def __init__(self, usb: UsbTree, rng: Random) -> None:
        self._usb = usb
        self._rng = rng
        self._first_numbers: dict[UsbDevice, int] = {}
        self._seed = _number_of(rng)
        self._turn = 0
        self._are_crossed = False
        self.states: dict[View, State] = {"customer": "well", "document": "well"}
        """What befell the camera of each view; it stays with the camera, wherever it is plugged in."""
        self.is_lit = True
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

    def look(self, number: int) -> Luma:
        """Return what the camera of a node shows in a second, or raise `Unavailable`."""
        camera = next((each for each, first in self._first_numbers.items() if first == number), None)
        if camera is None:
            raise Unavailable("no_video")
        self._turn = (self._turn + 1) % TURNS
        view = self._view(camera)
        state = self.states[view]
        return scenery.luma(
            self._seed, view, state if self.is_lit or state == "no_frames" else "covered", self._turn
        )

    def is_first(self, number: int) -> bool:
        """Return whether a node is the one that a page takes when it asks for a camera."""
        return number == min(self._first_numbers.values(), default=None)

    def cover_lens(self) -> None:
        """Close the customer camera's lens."""
        self.states["customer"] = "covered"

    def uncover_lens(self) -> None:
        """Open it."""
        self.states["customer"] = "well"

    def swap_alike(self) -> None:
        """Put each camera's plug into the other one's socket; of two of one model nothing but the views tells it."""
        self._usb.swap_cameras()
        self._are_crossed = not self._are_crossed

    def _view(self, camera: UsbDevice) -> View:
        """A camera of the document camera's own model sees the desk wherever it is; else it is told by its socket."""
        if self._are_alike():
            return (
                "document" if (camera.port == DOCUMENT_CAMERA.port) is not self._are_crossed else "customer"
            )
        return "document" if camera.model == DOCUMENT_CAMERA.model else "customer"

    def _are_alike(self) -> bool:
        return len({camera.model for camera in self._first_numbers}) < len(self._first_numbers)

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


def _number_of(rng: Random) -> int:
    """Return a number that the seed decides, without drawing one of its lots."""
    twin = Random()
    twin.setstate(rng.getstate())
    return twin.getrandbits(16)


def _pair(camera: UsbDevice, first: int) -> tuple[VideoNode, VideoNode]:
    port, model, serial, card = camera.port, camera.model, camera.serial, camera.name
    return (
        VideoNode(first, port, model, serial, card, CAPTURE),
        VideoNode(first + 1, port, model, serial, card, METADATA),
    )
