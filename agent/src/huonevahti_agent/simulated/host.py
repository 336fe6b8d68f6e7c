"""The simulated host: a room's raw calls, answered for one boot and never after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import (
    BootTraces,
    DeviceChange,
    Handshake,
    LinkReading,
    MachineReading,
    SoundReading,
)
from huonevahti_agent.simulated.senses import SimulatedSenses
from huonevahti_agent.simulated.verbs import SimulatedVerbs
from huonevahti_agent.simulated.way import SimulatedWay

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.domain.signs import Held
    from huonevahti_agent.host import UsbDevice, VideoNode
    from huonevahti_agent.simulated.room import SimulatedRoom
    from huonevahti_kiosk.application import ApplicationReading
    from huonevahti_kiosk.words import KioskReading


class PowerLost(BaseException):
    """The power went: nothing that runs on the terminal catches this, as nothing outlives a real cut."""


class SimulatedHost(SimulatedSenses, SimulatedWay, SimulatedVerbs):
    """Implements `host.Host` over a room, from the boot it was made in until that boot ends."""

    def __init__(self, room: SimulatedRoom) -> None:
        self._room = room
        self._boot_id = room.power.boot_id

    def now(self) -> datetime:
        """Return the terminal's clock."""
        return self._alive().clock.now()

    def monotonic(self) -> float:
        """Return the seconds since the world began."""
        return self._alive().clock.time.elapsed_seconds()

    def clock_is_synchronised(self) -> bool:
        """Return whether nobody has shifted the clock."""
        return self._alive().clock.is_synchronised()

    def hardware_clock(self) -> datetime:
        """Return what the battery-backed clock says."""
        return self._alive().clock.hardware_now()

    def wait(self, seconds: float) -> tuple[DeviceChange, ...]:
        """Wait in the world's time; virtual time leaps."""
        changes = self._alive().bell.wait(seconds)
        self._alive()
        return changes

    def wake(self) -> None:
        """End a wait; on a dead terminal nobody waits."""
        self._room.bell.ring()

    def boot_id(self) -> str:
        """Return the id of this boot."""
        return self._alive().power.boot_id

    def booted_at(self) -> datetime:
        """Return when it began, by the terminal's clock."""
        return self._alive().power.booted_at()

    def boot_traces(self) -> BootTraces:
        """Return what the boot before left behind."""
        return self._alive().power.traces

    def machine(self) -> MachineReading:
        """Return a machine at ease, with a little noise."""
        return self._alive().machine.reading()

    def usb_devices(self) -> tuple[UsbDevice, ...]:
        """Return what is plugged in."""
        return self._alive().usb.devices()

    def video_nodes(self) -> tuple[VideoNode, ...]:
        """Return the video nodes by number."""
        return self._alive().cameras.nodes()

    def sound(self) -> SoundReading:
        """Return what the sound server says."""
        return self._alive().sound.reading()

    def peak_dbfs(self, source: str, seconds: float) -> float:
        """Return the level of a source; the time it takes is not spent."""
        del seconds  # a simulated level does not depend on how long one listens
        return self._alive().sound.peak_dbfs(source)

    def link(self) -> LinkReading:
        """Return the network link."""
        return self._alive().network.link()

    def resolve(self, name: str) -> float:
        """Return the seconds a name took, or raise OSError."""
        return self._alive().network.resolve(name)

    def reach(self, address: str) -> float:
        """Return the seconds until the gateway answered, or raise OSError."""
        return self._alive().network.reach(address)

    def handshake(self, name: str, port: int, tls: bool) -> Handshake:
        """Return what a connection to a service showed."""
        del port  # a simulated service listens on the port it is asked at
        return self._alive().network.handshake(name, tls=tls)

    def kiosk(self) -> KioskReading:
        """Return what the kiosk launcher would say."""
        return self._alive().kiosk.reading()

    def application(self) -> ApplicationReading:
        """Return the last word of the application."""
        return self._alive().application.reading()

    def session_signs(self) -> tuple[Held, ...]:
        """Return the devices that programs hold."""
        return self._alive().visit.held()

    def _alive(self) -> SimulatedRoom:
        power = self._room.power
        if not power.is_powered or power.boot_id != self._boot_id:
            raise PowerLost(f"boot {self._boot_id} has ended")
        return self._room
