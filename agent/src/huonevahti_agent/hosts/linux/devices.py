"""USB devices and video nodes as libudev lists them, and what it says when one comes or goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from huonevahti_agent.host import DeviceChange, Unavailable, UsbDevice, VideoNode
from huonevahti_agent.hosts.linux import v4l2
from huonevahti_agent.hosts.linux.hands import InputNode

_PORT = re.compile(r"/([0-9]+-[0-9]+(?:\.[0-9]+)*)(?=/|$)")
_HUB_CLASS = "09"
_ACTIONS: dict[str, Literal["added", "removed"]] = {"add": "added", "remove": "removed"}
_CAPTURE = 1


class Devices:
    """A libudev context and its monitor; without libudev or a device tree each question is `Unavailable`."""

    def __init__(self) -> None:
        self._context: Any = None
        self._monitor: Any = None
        self._known: dict[str, tuple[str, str]] = {}
        self._capabilities: dict[tuple[str, int], v4l2.Capability] = {}
        try:
            import pyudev  # noqa: PLC0415  # needs libudev, which a machine may lack: then no device can be told

            self._context = pyudev.Context()
        except ImportError:
            return
        try:
            self._monitor = _monitor(pyudev, self._context)
        except OSError:  # no netlink in a closed container: devices are polled all the same
            self._monitor = None

    def descriptor(self) -> int | None:
        """Return the descriptor that becomes readable when a device comes or goes, None when nobody tells."""
        return None if self._monitor is None else int(self._monitor.fileno())

    def changes(self) -> tuple[DeviceChange, ...]:
        """Return what came and went since the last call, without waiting."""
        return tuple(change for event in self._events() if (change := self._change(event)) is not None)

    def usb(self) -> tuple[UsbDevice, ...]:
        """Return the USB devices at a port, by port; root hubs are no devices of the room."""
        if self._context is None or not Path("/sys/bus/usb").is_dir():
            raise Unavailable("no_usb")
        listed = self._context.list_devices(subsystem="usb", DEVTYPE="usb_device")
        devices = tuple(sorted((_usb(d) for d in listed if _port(d.device_path)), key=lambda d: d.port))
        self._known.update({device.port: (device.model, device.name) for device in devices})
        return devices

    def video(self) -> tuple[VideoNode, ...]:
        """Return the video nodes by number; none while the kernel has not needed its video code yet."""
        if self._context is None or not (
            Path("/sys/class/video4linux").is_dir() or Path("/sys/bus/usb").is_dir()
        ):
            raise Unavailable("no_video")
        listed = self._context.list_devices(subsystem="video4linux")
        nodes = [self._node(d) for d in listed if str(d.sys_name).startswith("video")]
        return tuple(sorted(nodes, key=lambda node: node.number))

    def inputs(self) -> tuple[InputNode, ...]:
        """Return the input nodes that USB devices have."""
        if self._context is None:
            raise Unavailable("not_supported")
        listed = self._context.list_devices(subsystem="input")
        return tuple(_input(device) for device in listed if str(device.sys_name).startswith("event"))

    def _events(self) -> Iterator[Any]:
        try:
            while self._monitor is not None and (event := self._monitor.poll(timeout=0)) is not None:
                yield event
        except (
            OSError
        ):  # so much happened at once that the kernel dropped some: the next poll finds what is there
            return

    def _change(self, event: Any) -> DeviceChange | None:
        action = _ACTIONS.get(str(event.action))
        port = _port(event.device_path)
        if action is None or not port:
            return None
        if event.subsystem == "usb" and action == "added":
            device = _usb(event)
            self._known[port] = (device.model, device.name)
        model, name = self._known.get(port) or (_model_of(event.properties), "")
        return DeviceChange(action, str(event.subsystem), port, model, name)

    def _node(self, device: Any) -> VideoNode:
        usb = device.find_parent("usb", "usb_device")
        capability = self._capability(device)
        return VideoNode(
            number=int(device.sys_name.removeprefix("video")),
            port=_port(device.device_path),
            model=_model(usb) if usb is not None else "",
            serial=_attribute(usb, "serial") if usb is not None else "",
            card=capability.card,
            capabilities=capability.capabilities,
        )

    def _capability(self, device: Any) -> v4l2.Capability:
        """Asks the driver once for each life of a node, so that a sleeping camera is not woken every minute."""
        node = str(device.device_node)
        try:
            key = (node, Path(node).stat().st_ctime_ns)
            if key not in self._capabilities:
                self._capabilities = {k: v for k, v in self._capabilities.items() if k[0] != node}
                self._capabilities[key] = v4l2.query(node)
            return self._capabilities[key]
        except OSError:  # not ours to open, or gone in this moment: what udev found at plug-in must do
            captures = ":capture:" in device.properties.get("ID_V4L_CAPABILITIES", "")
            return v4l2.Capability(_attribute(device, "name"), _CAPTURE if captures else 0)


def _monitor(pyudev: Any, context: Any) -> Any:
    monitor = pyudev.Monitor.from_netlink(context)
    monitor.filter_by("usb", "usb_device")
    monitor.filter_by("video4linux")
    monitor.start()
    return monitor


def _input(device: Any) -> InputNode:
    usb = device.find_parent("usb", "usb_device")
    if usb is None:
        return InputNode(str(device.device_node), "", "", "")
    return InputNode(str(device.device_node), _port(device.device_path), _model(usb), _attribute(usb, "serial"))


def _usb(device: Any) -> UsbDevice:
    maker, product = _attribute(device, "manufacturer"), _attribute(device, "product")
    return UsbDevice(
        port=_port(device.device_path),
        model=_model(device),
        serial=_attribute(device, "serial"),
        name=(product if product.startswith(maker) else f"{maker} {product}").strip(),
        is_hub=_attribute(device, "bDeviceClass") == _HUB_CLASS,
        is_authorized=_attribute(device, "authorized") != "0",
    )


def _port(device_path: str) -> str:
    found = _PORT.findall(device_path)
    return str(found[-1]) if found else ""


def _model(device: Any) -> str:
    vendor, product = _attribute(device, "idVendor"), _attribute(device, "idProduct")
    return f"{vendor}:{product}".lower() if vendor and product else _model_of(device.properties)


def _model_of(properties: Any) -> str:
    vendor, product = properties.get("ID_VENDOR_ID", ""), properties.get("ID_MODEL_ID", "")
    if vendor and product:
        return f"{vendor}:{product}".lower()
    numbers = properties.get("PRODUCT", "").split("/")  # the kernel's own form: 46d/825/12
    return f"{numbers[0]:0>4}:{numbers[1]:0>4}".lower() if len(numbers) == 3 else ""


def _attribute(device: Any, name: str) -> str:
    try:
        return str(device.attributes.get(name, b"").decode("utf-8", "replace")).strip()
    except OSError:  # the device left while we read
        return ""
