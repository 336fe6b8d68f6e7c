"""The USB tree of a simulated room: a hub with the room's devices, and the touch screen beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from huonevahti_agent.host import DeviceChange, UsbDevice

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.simulated.bell import Bell

HUB = UsbDevice("1-1", "0bda:5411", "", "USB2.1 Hub", is_hub=True)
CUSTOMER_CAMERA = UsbDevice("1-1.1", "046d:0893", "8C51A0B3", "Logitech StreamCam", is_hub=False)
DOCUMENT_CAMERA = UsbDevice("1-1.2", "1e4e:0110", "", "USB Document Camera", is_hub=False)
CALL_BUTTON = UsbDevice("1-1.3", "0c45:7403", "", "USB Call Button", is_hub=False)
TOUCH = UsbDevice("1-2", "0eef:0001", "", "eGalax Touch Controller", is_hub=False)
USB_MICROPHONE = UsbDevice("1-1.4", "0d8c:0014", "", "USB Conference Microphone", is_hub=False)
STRANGER = UsbDevice("1-3", "abcd:1234", "", "USB Flash Disk", is_hub=False)
STAND_IN_CAMERA = UsbDevice("1-1.1", "1bcf:2284", "", "USB Web Camera", is_hub=False)
CAMERA_MODELS = (CUSTOMER_CAMERA.model, DOCUMENT_CAMERA.model, STAND_IN_CAMERA.model)

FITTED = (HUB, CUSTOMER_CAMERA, DOCUMENT_CAMERA, CALL_BUTTON, TOUCH)


class UsbTree:
    """What hangs on which port; each change is told to the followers (cameras, sound), then to the agent."""

    def __init__(self, bell: Bell, fitted: tuple[UsbDevice, ...] = FITTED) -> None:
        self._bell = bell
        self._fitted = fitted
        self.blocks_strangers = False
        """USBGuard is at work."""
        self._plugged = {device.port: device for device in fitted}
        self.followers: list[Callable[[tuple[UsbDevice, ...]], None]] = []

    def devices(self) -> tuple[UsbDevice, ...]:
        """Return what is plugged in and reached through hubs that are, by port; a guarded port lets no stranger in."""
        reached = [device for device in self._plugged.values() if self._is_reached(device.port)]
        if self.blocks_strangers:
            models = {*(device.model for device in self._fitted), STAND_IN_CAMERA.model}
            reached = [structs.replace(each, is_authorized=each.model in models) for each in reached]
        return tuple(sorted(reached, key=lambda device: device.port))

    def lacks(self, device: UsbDevice) -> bool:
        """Return whether a device is not in its socket; another model at its port counts as that."""
        return self._plugged.get(device.port) != device

    def unplug(self, port: str) -> None:
        """Pull whatever stands at a port, with everything behind it; an empty port is left alone."""
        self._turn({at: device for at, device in self._plugged.items() if at != port})

    def plug(self, device: UsbDevice) -> None:
        """Put a device at its port, in place of what stood there."""
        self._turn({**self._plugged, device.port: device})

    def at(self, port: str) -> UsbDevice | None:
        """Return what is in a socket, reached or not."""
        return self._plugged.get(port)

    def swap_cameras(self) -> None:
        """Put each camera into the other one's socket; the customer camera's socket is filled first."""
        customer, document = (self._plugged.get(c.port) for c in (CUSTOMER_CAMERA, DOCUMENT_CAMERA))
        self.unplug(CUSTOMER_CAMERA.port)
        self.unplug(DOCUMENT_CAMERA.port)
        if document is not None:
            self.plug(structs.replace(document, port=CUSTOMER_CAMERA.port))
        if customer is not None:
            self.plug(structs.replace(customer, port=DOCUMENT_CAMERA.port))

    def fit_alike_cameras(self) -> None:
        """Put two cameras of one model there, which have no serial to tell them apart."""
        for camera in (CUSTOMER_CAMERA, DOCUMENT_CAMERA):
            self.unplug(camera.port)
            self.plug(structs.replace(CUSTOMER_CAMERA, port=camera.port, serial=""))

    def lose_hub(self) -> None:
        """Let the hub die; the devices behind it stay in their sockets and are gone all the same."""
        self.unplug(HUB.port)

    def return_hub(self) -> None:
        """Bring the hub back, and all that is still plugged into it."""
        self.plug(HUB)

    def unplug_customer_camera(self) -> None:
        """Pull the customer camera."""
        self.unplug(CUSTOMER_CAMERA.port)

    def plug_customer_camera(self) -> None:
        """Put the customer camera where it belongs."""
        self.plug(CUSTOMER_CAMERA)

    def unplug_document_camera(self) -> None:
        """Pull the document camera."""
        self.unplug(DOCUMENT_CAMERA.port)

    def plug_document_camera(self) -> None:
        """Put the document camera where it belongs."""
        self.plug(DOCUMENT_CAMERA)

    def use_stand_in(self) -> None:
        """Put another model of camera in the customer camera's place."""
        self.plug(STAND_IN_CAMERA)

    def unplug_call_button(self) -> None:
        """Pull the call button."""
        self.unplug(CALL_BUTTON.port)

    def plug_call_button(self) -> None:
        """Put the call button back."""
        self.plug(CALL_BUTTON)

    def unplug_touch(self) -> None:
        """Pull the touch screen's own cable."""
        self.unplug(TOUCH.port)

    def plug_touch(self) -> None:
        """Put the touch screen's cable back."""
        self.plug(TOUCH)

    def plug_stranger(self) -> None:
        """Plug in a device that the profile does not know."""
        self.plug(STRANGER)

    def unplug_stranger(self) -> None:
        """Take the stranger away."""
        self.unplug(STRANGER.port)

    def _is_reached(self, port: str) -> bool:
        while "." in port:
            port = port.rpartition(".")[0]
            if port not in self._plugged:
                return False
        return True

    def _turn(self, plugged: dict[str, UsbDevice]) -> None:
        before = self.devices()
        self._plugged = plugged
        after = self.devices()
        gone = sorted(set(before) - set(after), key=lambda device: device.port, reverse=True)
        come = sorted(set(after) - set(before), key=lambda device: device.port)
        for follow in self.followers:
            follow(after)
        told = [_change("removed", device) for device in gone] + [_change("added", device) for device in come]
        if told:
            self._bell.tell(tuple(told))


def _change(action: str, device: UsbDevice) -> DeviceChange:
    word = "added" if action == "added" else "removed"
    return DeviceChange(word, "usb", device.port, device.model, device.name)  # type: ignore[arg-type]  # one of the two
