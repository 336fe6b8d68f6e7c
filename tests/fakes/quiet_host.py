"""A host without devices, whose time the test moves: for what the agent does around its probes."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta

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
from huonevahti_agent.simulated import SimulatedRoom
from huonevahti_agent.simulated.senses import SimulatedSenses
from huonevahti_agent.simulated.verbs import SimulatedVerbs
from huonevahti_agent.simulated.way import SimulatedWay
from huonevahti_kiosk.application import ApplicationReading
from huonevahti_kiosk.words import KioskReading

START_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class QuietHost(SimulatedSenses, SimulatedWay, SimulatedVerbs):
    """Implements `host.Host`; a wait ends at once and moves the clocks, changes queued in `changes` end it sooner."""

    def __init__(self, boot: str = "0a0a0a0a-0001") -> None:
        self.elapsed_seconds = 100.0
        self.clock_error = timedelta()
        self.changes: deque[tuple[DeviceChange, ...]] = deque()
        self.boot = boot
        self.wakes = 0
        self.held: tuple[Held, ...] | None = None

    def _alive(self) -> SimulatedRoom:
        raise Unavailable("not_supported")

    def now(self) -> datetime:
        return START_AT + timedelta(seconds=self.elapsed_seconds) + self.clock_error

    def monotonic(self) -> float:
        return self.elapsed_seconds

    def clock_is_synchronised(self) -> bool:
        return True

    def hardware_clock(self) -> datetime:
        raise Unavailable("not_supported")

    def wait(self, seconds: float) -> tuple[DeviceChange, ...]:
        if self.changes:
            return self.changes.popleft()
        self.elapsed_seconds += seconds
        return ()

    def wake(self) -> None:
        self.wakes += 1

    def boot_id(self) -> str:
        return self.boot

    def booted_at(self) -> datetime:
        return START_AT

    def boot_traces(self) -> BootTraces:
        return BootTraces(clean_shutdown=False, panic_files=0, watchdog_fired=False)

    def machine(self) -> MachineReading:
        return MachineReading(0.1, 0.2, 0.3, None, 30_000_000)

    def usb_devices(self) -> tuple[UsbDevice, ...]:
        return ()

    def video_nodes(self) -> tuple[VideoNode, ...]:
        return ()

    def sound(self) -> SoundReading:
        raise Unavailable("no_sound_server")

    def peak_dbfs(self, source: str, seconds: float) -> float:
        del source, seconds
        raise Unavailable("no_sound_server")

    def link(self) -> LinkReading:
        raise Unavailable("not_supported")

    def resolve(self, name: str) -> float:
        del name
        raise Unavailable("not_supported")

    def reach(self, address: str) -> float:
        del address
        raise Unavailable("not_supported")

    def handshake(self, name: str, port: int, tls: bool) -> Handshake:
        del name, port, tls
        raise Unavailable("not_supported")

    def kiosk(self) -> KioskReading:
        raise Unavailable("no_launcher")

    def application(self) -> ApplicationReading:
        raise Unavailable("no_application")

    def session_signs(self) -> tuple[Held, ...]:
        if self.held is None:
            raise Unavailable("not_supported")
        return self.held
