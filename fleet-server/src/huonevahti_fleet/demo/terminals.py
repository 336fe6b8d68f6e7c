"""The simulated terminals: the real agent over a simulated room, a thread each, on a line that can be cut."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from huonevahti_agent import app
from huonevahti_agent.simulated import PowerLost, SimulatedHost

if TYPE_CHECKING:
    from huonevahti_agent.cycle import Cycle
    from huonevahti_agent.settings import Settings
    from huonevahti_agent.simulated import SimulatedRoom
    from huonevahti_fleet.demo.broker import Line
    from huonevahti_wire.profile import Profile

PATIENCE_SECONDS = 8.0


class SimulatedTerminal:
    """Runs an agent while the room has power, on the same state directory from boot to boot."""

    def __init__(self, room: SimulatedRoom, line: Line, settings: Settings, profile: Profile) -> None:
        self._room = room
        self._line = line
        self._settings = settings
        self._choices = app.Choices(profile=profile)
        self._agent: Cycle | None = None
        self._thread: threading.Thread | None = None
        room.power.on_down.append(self._go_down)
        room.power.on_boot.append(self.start)
        room.network.followers.append(self._follow_line)

    def start(self) -> None:
        """Boot: a new agent begins over the room, once that of the boot before is gone."""
        self._await_end()
        self._follow_line(self._room.network.reach_out())
        self._agent = app.build(self._settings, SimulatedHost(self._room), choices=self._choices)
        self._thread = threading.Thread(
            target=self._run, args=(self._agent,), name=self._settings.terminal, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Let the agent say goodbye, and wait for its end."""
        if self._agent is not None:
            self._agent.stop()
        self._await_end()

    def _run(self, agent: Cycle) -> None:
        with suppress(PowerLost):
            agent.run()

    def _go_down(self, is_clean: bool) -> None:
        if is_clean:
            self.stop()
        else:
            self._line.cut()

    def _follow_line(self, is_whole: bool) -> None:
        if is_whole and self._room.power.is_powered:
            self._line.mend()
        elif not is_whole:
            self._line.cut()

    def _await_end(self) -> None:
        if self._thread is not None:
            self._thread.join(PATIENCE_SECONDS)
