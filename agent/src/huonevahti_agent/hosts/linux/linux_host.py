"""The real terminal: every raw call answered by the machine this runs on."""

from __future__ import annotations

import select
import socket
import time
from datetime import datetime
from pathlib import Path

from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host import (
    BootTraces,
    DeviceChange,
    Handshake,
    LinkReading,
    MachineReading,
    SoundReading,
    Unavailable,
    UsbDevice,
    VideoNode,
)
from huonevahti_agent.hosts.linux import boot, clock, kiosk, network, power, session
from huonevahti_agent.hosts.linux.application import Application
from huonevahti_agent.hosts.linux.devices import Devices
from huonevahti_agent.hosts.linux.endpoints import Endpoints
from huonevahti_agent.hosts.linux.hands import Clock, HandDevices
from huonevahti_agent.hosts.linux.machine import Machine
from huonevahti_agent.hosts.linux.names import Names
from huonevahti_agent.hosts.linux.senses import LinuxSenses
from huonevahti_agent.hosts.linux.sound import Sound
from huonevahti_agent.hosts.linux.verbs import LinuxVerbs
from huonevahti_agent.hosts.linux.way import LinuxWay
from huonevahti_kiosk.application import ApplicationReading
from huonevahti_kiosk.words import KioskReading


class LinuxHost(LinuxSenses, LinuxWay, LinuxVerbs):
    """Implements `host.Host`. `root` stands before the files of /proc, /sys and /var that are read plainly.

    `application_group` is the group whose members may speak on the application's socket.
    """

    def __init__(self, root: Path = Path("/"), application_group: str = "") -> None:
        self._root = root
        self._application_group = application_group
        self._devices = Devices()
        self._machine = Machine(root)
        self._power = power.Power()
        self._sound = Sound()
        self._names = Names()
        self._endpoints = Endpoints(self._names)
        self._application: Application | None = None
        self._hands = HandDevices(self._devices, Clock(clock.now, clock.monotonic))
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)

    def close(self) -> None:
        """Give back what is open."""
        self._sound.close()
        self._power.inhibit(is_on=False)
        self._hands.close()
        if self._application is not None:
            self._application.close()
        self._bell.close()
        self._rope.close()

    def now(self) -> datetime:
        """Return the wall clock, in UTC."""
        return clock.now()

    def monotonic(self) -> float:
        """Return the seconds since boot, suspended time included."""
        return clock.monotonic()

    def clock_is_synchronised(self) -> bool:
        """Return whether a time service disciplines the kernel's clock."""
        return clock.is_synchronised()

    def hardware_clock(self) -> datetime:
        """Return what the battery-backed clock says."""
        return power.hardware_clock(self._root)

    def wait(self, seconds: float) -> tuple[DeviceChange, ...]:
        """Sleep until a device comes or goes, `wake` is called or the time is over."""
        deadline = time.monotonic() + seconds
        monitor = self._devices.descriptor()
        descriptors = [self._bell.fileno(), *([] if monitor is None else [monitor])]
        while True:
            ready = self._ready(descriptors, deadline)
            changes = self._devices.changes() if monitor in ready else ()
            if self._bell.fileno() in ready:
                self._silence_the_bell()
                return changes
            if changes or not ready:
                return changes

    def wake(self) -> None:
        """End a wait at once, or the next one if nobody waits."""
        try:
            self._rope.send(b"\0")
        except (BlockingIOError, OSError):  # rung often enough already, or closed
            return

    def boot_id(self) -> str:
        """Return the kernel's id of this boot."""
        return boot.boot_id(self._root)

    def booted_at(self) -> datetime:
        """Return when this boot began, by the wall clock of now."""
        return clock.booted_at()

    def boot_traces(self) -> BootTraces:
        """Return what the boot before this one left behind."""
        return boot.traces(self._root, clock.booted_at())

    def machine(self) -> MachineReading:
        """Return shares in use, the processor's since the last call."""
        return self._machine.read()

    def usb_devices(self) -> tuple[UsbDevice, ...]:
        """Return the USB devices plugged in now."""
        return self._devices.usb()

    def video_nodes(self) -> tuple[VideoNode, ...]:
        """Return the video nodes there are now, by number."""
        return self._devices.video()

    def sound(self) -> SoundReading:
        """Return the sound server's devices, within 2 seconds."""
        return self._sound.read()

    def peak_dbfs(self, source: str, seconds: float) -> float:
        """Return the peak level of a source; a cold virtual source takes up to 2.5 seconds longer."""
        return self._sound.peak_dbfs(source, seconds)

    def link(self) -> LinkReading:
        """Return the network link, without sending anything."""
        return network.link(self._root)

    def resolve(self, name: str) -> float:
        """Return the seconds a name took, or raise OSError, within 3 seconds."""
        return self._names.seconds(name)

    def reach(self, address: str) -> float:
        """Return the seconds until an address answered, or raise OSError, within 2 seconds."""
        return network.reach(self._root, address)

    def handshake(self, name: str, port: int, tls: bool) -> Handshake:
        """Connect to an endpoint and return what was seen, within 5 seconds."""
        return self._endpoints.handshake(name, port, tls)

    def kiosk(self) -> KioskReading:
        """Return what the kiosk launcher knows of its browser, within 2.5 seconds."""
        return kiosk.look()

    def application(self) -> ApplicationReading:
        """Return the last word of the terminal's application."""
        if self._application is None:
            self._application = Application(group=self._application_group)
        return self._application.read()

    def session_signs(self) -> tuple[Held, ...]:
        """Return the devices that programs hold; the browser's own word comes with the kiosk."""
        try:
            sound = self._sound.read()
        except Unavailable:
            sound = None
        return session.held(self._root, sound)

    def _ready(self, descriptors: list[int], deadline: float) -> list[int]:
        """Return which are ready when one is or the time is over; application and hands are heard meanwhile."""
        while True:
            its = [] if self._application is None else self._application.descriptors()
            hands = self._hands.descriptors()
            left_seconds = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([*descriptors, *its, *hands], [], [], left_seconds)
            if self._application is not None and its:
                self._application.serve()
            if any(each in hands for each in ready):
                self._hands.serve()
            ours = [each for each in ready if each in descriptors]
            if ours or not ready:
                return ours

    def _silence_the_bell(self) -> None:
        try:
            while self._bell.recv(4096):
                pass
        except BlockingIOError:
            return
