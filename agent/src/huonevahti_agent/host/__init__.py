"""The host seam: the raw calls a terminal answers, real or simulated, and what a probe is that makes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.domain.signs import Held
from huonevahti_agent.host.senses import Senses
from huonevahti_agent.host.verbs import Verbs
from huonevahti_agent.host.way import Way
from huonevahti_kiosk.application import ApplicationReading
from huonevahti_kiosk.words import KioskReading
from huonevahti_wire.profile import Profile


class Unavailable(Exception):
    """A raw call that cannot be answered here; `reason` is a code such as no_sound_server or not_permitted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BootTraces(Struct, frozen=True):
    """What the last boot left behind; None where it cannot be read. `ended_at` is when a shutdown was written down."""

    clean_shutdown: bool | None
    panic_files: int | None
    watchdog_fired: bool | None
    ended_at: datetime | None = None


class MachineReading(Struct, frozen=True):
    """Shares of the machine in use, hottest sensor, and the agent's own resident memory."""

    cpu_ratio: float | None
    memory_ratio: float
    disk_ratio: float
    temperature_celsius: float | None
    agent_rss_bytes: int


class UsbDevice(Struct, frozen=True):
    """One USB device as sysfs tells: port path (1-1.2), vendor:product, serial and names.

    A device that is not authorized, by USBGuard or whoever guards the ports, has no drivers and can do nothing.
    """

    port: str
    model: str
    serial: str
    name: str
    is_hub: bool
    is_authorized: bool = True


class VideoNode(Struct, frozen=True):
    """One /dev/videoN: its number, the USB device it belongs to (empty when none) and its capabilities.

    `capabilities` is `device_caps` of VIDIOC_QUERYCAP; bit 0 is video capture, bit 23 metadata capture.
    """

    number: int
    port: str
    model: str
    serial: str
    card: str
    capabilities: int


class SoundDevice(Struct, frozen=True):
    """One source or sink of the sound server. `volume_ratio` is 1 at 100 %; `port_available` None when unknown."""

    name: str
    description: str
    muted: bool
    volume_ratio: float
    is_default: bool
    port: str
    port_available: bool | None
    users: tuple[str, ...]
    """Programs that record from a source or play to a sink, by application name."""


class SoundReading(Struct, frozen=True):
    """All sources (monitors left out) and sinks."""

    sources: tuple[SoundDevice, ...]
    sinks: tuple[SoundDevice, ...]


class LinkReading(Struct, frozen=True):
    """The interface of the default route (the first one with a carrier if there is none) and the gateway."""

    interface: str
    has_carrier: bool
    gateway: str


class Handshake(Struct, frozen=True):
    """A TCP or TLS connection to an endpoint: who issued the certificate, when the server says it is."""

    connect_seconds: float
    issuer_common_name: str
    issuer_organisation: str
    is_trusted: bool | None
    failure: str
    server_date_at: datetime | None


class DeviceChange(Struct, frozen=True):
    """A device came or went, as the kernel told it."""

    action: Literal["added", "removed"]
    subsystem: str
    port: str
    model: str
    name: str


class Host(Senses, Way, Verbs, Protocol):
    """A terminal, seen from the agent. Every call may raise `Unavailable`; none may block longer than it says."""

    def now(self) -> datetime:
        """Return the wall clock, aware."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, suspended time included."""
        ...

    def clock_is_synchronised(self) -> bool:
        """Return whether the kernel says that its clock is disciplined."""
        ...

    def hardware_clock(self) -> datetime:
        """Return what the battery-backed clock says, aware; `Unavailable` where there is none."""
        ...

    def wait(self, seconds: float) -> tuple[DeviceChange, ...]:
        """Sleep until a device comes or goes, `wake` is called, or the time is over; return what changed."""
        ...

    def wake(self) -> None:
        """End a `wait` at once; may be called from any thread."""
        ...

    def boot_id(self) -> str:
        """Return the kernel's id of this boot."""
        ...

    def booted_at(self) -> datetime:
        """Return when this boot began, by the wall clock."""
        ...

    def boot_traces(self) -> BootTraces:
        """Return what the boot before this one left behind."""
        ...

    def machine(self) -> MachineReading:
        """Return shares in use since the last call."""
        ...

    def usb_devices(self) -> tuple[UsbDevice, ...]:
        """Return the USB devices plugged in now."""
        ...

    def video_nodes(self) -> tuple[VideoNode, ...]:
        """Return the video nodes there are now, by number."""
        ...

    def sound(self) -> SoundReading:
        """Return the sound server's devices, within 2 seconds."""
        ...

    def peak_dbfs(self, source: str, seconds: float) -> float:
        """Return the peak level of a source over a time as one number; no sound reaches the agent."""
        ...

    def link(self) -> LinkReading:
        """Return the network link, without sending anything."""
        ...

    def resolve(self, name: str) -> float:
        """Resolve a host name and return the seconds it took, within 5 seconds."""
        ...

    def reach(self, address: str) -> float:
        """Return the seconds until an address (the gateway) answered, within 2 seconds."""
        ...

    def handshake(self, name: str, port: int, tls: bool) -> Handshake:
        """Connect to an endpoint and return what was seen, within 5 seconds."""
        ...

    def kiosk(self) -> KioskReading:
        """Return what the kiosk launcher knows of its browser, within 2.5 seconds."""
        ...

    def application(self) -> ApplicationReading:
        """Return the last word of the terminal's application; Unavailable when it never said one."""
        ...

    def session_signs(self) -> tuple[Held, ...]:
        """Return the cameras and microphones that programs hold; Unavailable when it cannot tell."""
        ...


@runtime_checkable
class Learner(Protocol):
    """A probe whose sample bears a `learnt`: what is known of the room, by which it is judged."""

    def learn(self, sample: Any, profile: Profile, at: datetime) -> Learnt:
        """Return what is known of the room after a sample; touches nothing."""
        ...


class Probe(Protocol):
    """A module of the catalogue; what it samples is a frozen struct of its own, known to nobody else."""

    NAME: str
    SIGNALS: tuple[str, ...]

    def sample(self, host: Host, profile: Profile) -> Any:
        """Touch the machine; what is missing there becomes part of the sample, with its reason."""
        ...

    def signals(self, sample: Any, profile: Profile) -> Iterable[Judgement]:
        """Judge a sample; touches nothing."""
        ...
