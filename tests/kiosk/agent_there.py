"""The real agent before the launcher of a test: its socket stands elsewhere than on a terminal.

Run as a program it takes the launcher's socket, its own folder and a broker's port, turns until killed, and writes a
line of what the guard says after each turn.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from huonevahti_agent import app
from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.host.verbs import KioskOrder
from huonevahti_agent.hosts.linux import LinuxHost, clock, kiosk
from huonevahti_agent.hosts.linux.application import Application
from huonevahti_agent.settings import Settings
from huonevahti_kiosk.words import Answer, KioskReading
from huonevahti_wire.profile import Kiosk, Profile, Role, RoleMatch

PROFILE = Profile(
    name="staged",
    platform="linux",
    kiosk=Kiosk(),
    roles={
        "customer_camera": RoleMatch(model="046d:0893"),
        "microphone": RoleMatch(sound_name="room_microphone"),
        "touch": RoleMatch(model="0eef:0001"),
    },
)


class AgentsHost(LinuxHost):
    """The real host; a test lets hours pass on its clocks, and lays hands on a screen that is not there."""

    def __init__(self, launcher: Path) -> None:
        super().__init__()
        self._launcher = launcher
        self.passed = timedelta()
        self.felt = Hands()

    def now(self) -> datetime:
        return clock.now() + self.passed

    def monotonic(self) -> float:
        return clock.monotonic() + self.passed.total_seconds()

    def kiosk(self) -> KioskReading:
        return kiosk.look(self._launcher)

    def order_kiosk(self, order: KioskOrder) -> Answer:
        return kiosk.ask(order, kiosk.VERB_SECONDS, self._launcher)

    def hands(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        del roles
        return self.felt

    def hear_application_at(self, path: Path) -> None:
        """Take its words there."""
        since: Callable[[], float] = self.monotonic
        self._application = Application(path, clock=since)


def main() -> None:
    """Turn until killed."""
    launcher, folder, port = sys.argv[1:]
    settings = Settings(terminal="imatra-1", state=Path(folder), broker_port=int(port))
    cycle = app.build(settings, AgentsHost(Path(launcher)), choices=app.Choices(profile=PROFILE))
    while True:
        cycle.turn()
        judged = cycle._parts.sensing.signals.get("session.guard")
        sys.stdout.write(f"{judged.value} {judged.reason}\n" if judged else "\n")
        sys.stdout.flush()
        time.sleep(0.2)


if __name__ == "__main__":
    main()
