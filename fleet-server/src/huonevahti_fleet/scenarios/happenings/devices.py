"""Happenings with plugs and sockets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, structs

from huonevahti_agent.host import UsbDevice
from huonevahti_agent.simulated import usb
from huonevahti_fleet.scenarios import times
from huonevahti_fleet.scenarios.happenings._happening import Contradiction, Happening, Passing, Step

if TYPE_CHECKING:
    from huonevahti_fleet.scenarios.stage import Place

Device = Literal[
    "customer_camera",
    "document_camera",
    "call_button",
    "touch",
    "hub",
    "microphone",
    "speakers",
    "network_cable",
]
Camera = Literal["customer_camera", "document_camera"]
_USB = {
    "customer_camera": usb.CUSTOMER_CAMERA,
    "document_camera": usb.DOCUMENT_CAMERA,
    "call_button": usb.CALL_BUTTON,
    "touch": usb.TOUCH,
    "hub": usb.HUB,
}
FREE_SOCKET = "1-1.6"
STRANGERS = {
    "flash_disk": usb.STRANGER,
    "keyboard": UsbDevice("1-4", "046d:c31c", "", "Logitech USB Keyboard", is_hub=False),
    "phone": UsbDevice("1-5", "04e8:6860", "", "Samsung Phone", is_hub=False),
    "camera": structs.replace(usb.STAND_IN_CAMERA, port="1-6"),
}


class Unplug(Passing, frozen=True, kw_only=True, tag="unplug"):
    """A device's plug is pulled; `hub` takes with it all that hangs on it. `for`: until it is put back."""

    what: Device

    def begin(self, place: Place) -> None:
        """Pull it."""
        _pull(place, self.what)

    def end(self, place: Place) -> None:
        """Put it back."""
        _put_back(place, self.what)


class PlugIn(Happening, frozen=True, kw_only=True, tag="plug_in"):
    """A device is put (back) where it belongs, in place of what stands there."""

    what: Device

    def begin(self, place: Place) -> None:
        """Put it in."""
        _put_back(place, self.what)


class SwapCameras(Passing, frozen=True, kw_only=True, tag="swap_cameras"):
    """Each camera is put into the other one's socket, as after cleaning; two alike differ by their views alone.
    `for`: until they are put right.
    """

    def begin(self, place: Place) -> None:
        """Swap them."""
        _swap(place)

    def end(self, place: Place) -> None:
        """Swap them back."""
        _swap(place)


class MovePlug(Passing, frozen=True, kw_only=True, tag="move_plug"):
    """A device is put into a free socket of the same hub. `for`: until it is put where it belongs."""

    what: Literal["customer_camera", "document_camera", "call_button"]

    def begin(self, place: Place) -> None:
        """Move it."""
        device = _USB[self.what]
        place.room.usb.unplug(device.port)
        place.room.usb.plug(structs.replace(device, port=FREE_SOCKET))

    def end(self, place: Place) -> None:
        """Move it back."""
        place.room.usb.unplug(FREE_SOCKET)
        place.room.usb.plug(_USB[self.what])


class StandIn(Passing, frozen=True, kw_only=True, tag="stand_in"):
    """Another camera hangs in a camera's socket: of another model, or of the same one. `for`: until it is undone."""

    what: Camera = "customer_camera"
    model: Literal["other", "same"] = "other"

    def begin(self, place: Place) -> None:
        """Put the stand-in there."""
        own = _USB[self.what]
        other = structs.replace(usb.STAND_IN_CAMERA, port=own.port)
        place.room.usb.unplug(own.port)
        place.room.usb.plug(structs.replace(own, serial="") if self.model == "same" else other)

    def end(self, place: Place) -> None:
        """Put the room's own camera back."""
        place.room.usb.unplug(_USB[self.what].port)
        place.room.usb.plug(_USB[self.what])


class PlugStranger(Passing, frozen=True, kw_only=True, tag="plug_stranger"):
    """Somebody plugs in what nobody gave the room. `for`: until it is taken away."""

    what: Literal["flash_disk", "keyboard", "phone", "camera"] = "flash_disk"

    def begin(self, place: Place) -> None:
        """Plug it in."""
        place.room.usb.plug(STRANGERS[self.what])

    def end(self, place: Place) -> None:
        """Take it away."""
        place.room.usb.unplug(STRANGERS[self.what].port)


class Flap(Happening, frozen=True, kw_only=True, tag="flap"):
    """A worn plug falls out and in again: `count` times, one every `every`, out for `gone` each time."""

    what: Device
    count: Annotated[int, Meta(ge=1, le=1000)] = 12
    every: times.Length = "20s"
    gone: times.Length = "2s"

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield that it is out for longer than from one fall to the next."""
        if self.count > 1 and times.seconds(self.gone) >= times.seconds(self.every):
            yield ("gone",), f"found {self.gone}, expected less than every, which is {self.every}"

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield each fall and return."""
        every, gone = times.seconds(self.every), times.seconds(self.gone)
        for number in range(self.count):
            yield number * every, lambda: _pull(place, self.what)
            yield number * every + gone, lambda: _put_back(place, self.what)


def _swap(place: Place) -> None:
    nodes = place.room.cameras.nodes()
    is_alike = len({node.model for node in nodes}) < len({node.port for node in nodes})
    (place.room.cameras.swap_alike if is_alike else place.room.usb.swap_cameras)()


def _pull(place: Place, what: Device) -> None:
    room = place.room
    if what == "microphone":
        room.sound.pull_microphone()
    elif what == "speakers":
        room.sound.unplug_speakers()
    elif what == "network_cable":
        room.network.pull_cable()
    else:
        room.usb.unplug(_USB[what].port)


def _put_back(place: Place, what: Device) -> None:
    room = place.room
    if what == "microphone":
        room.sound.plug_microphone()
    elif what == "speakers":
        room.sound.plug_speakers()
    elif what == "network_cable":
        room.network.plug_cable()
    else:
        room.usb.plug(_USB[what])
