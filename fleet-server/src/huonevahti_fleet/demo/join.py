"""Where the demo's parts are joined: broker, server, rooms, levers, and this machine."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING

from huonevahti_agent.settings import Settings as AgentSettings
from huonevahti_agent.simulated import RealTime, World
from huonevahti_fleet import app
from huonevahti_fleet.demo import nights, page, profiles
from huonevahti_fleet.demo.broker import LOOPBACK, DemoBroker
from huonevahti_fleet.demo.console import Console
from huonevahti_fleet.demo.machine import ThisMachine
from huonevahti_fleet.demo.registry import registry
from huonevahti_fleet.demo.rooms import PILOT, THIS_MACHINE
from huonevahti_fleet.demo.routes import routes
from huonevahti_fleet.demo.terminals import SimulatedTerminal
from huonevahti_fleet.edges import clock
from huonevahti_fleet.flows.seal import open_seal
from huonevahti_fleet.pages import _render
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from huonevahti_wire.profile import Profile


class Whole:
    """Everything the demo consists of, in a folder of its own; `app` is what a web server has to serve on `port`."""

    def __init__(self, folder: Path, port: int, *, has_tour: bool) -> None:
        self._folder = folder
        self._ending = ExitStack()
        self.port = port
        self._broker = DemoBroker()
        self._broker.start()
        self._ending.callback(self._broker.stop)
        simulated, this_machine = profiles.simulated(), profiles.this_machine()
        store = open_store(f"sqlite:///{folder / 'demo.db'}")
        self._ending.callback(store.close)
        day = nights.day_of(clock.now())
        store.save_registry(registry(simulated, this_machine, day.hours), clock.now(), routes())
        nights.fill(store, day, clock.now())
        self._public_key = open_seal(folder / "signing.key").public_key.hex()
        world = World(secrets.randbits(32), RealTime(clock.now()), simulated)
        self._terminals = [self._terminal(world, slug, simulated) for slug in PILOT]
        self._machine = ThisMachine(self._agent(THIS_MACHINE, self._broker.port), this_machine, folder)
        self.console = Console({slug: world.room(slug) for slug in PILOT}, simulated)
        self.app = app.build(
            self._settings(), store, clock.now, page.Demo(self.console, PILOT, this_machine, has_tour)
        )
        _render.add_templates(page.TEMPLATES)
        self.app.include_router(page.router)

    def start_rooms(self) -> None:
        """Boot the terminals, once the server reads what they say."""
        self._machine.start()
        self._ending.callback(self._machine.stop)
        for terminal in self._terminals:
            terminal.start()
            self._ending.callback(terminal.stop)

    def stop(self) -> None:
        """End every part, last started first."""
        self._ending.close()

    def _settings(self) -> Settings:
        return Settings(
            port=self.port,
            database=f"sqlite:///{self._folder / 'demo.db'}",
            broker_host=LOOPBACK,
            broker_port=self._broker.port,
            notify_window_seconds=5.0,
            signing_key_file=str(self._folder / "signing.key"),
        )

    def _terminal(self, world: World, slug: str, profile: Profile) -> SimulatedTerminal:
        line = self._broker.line()
        return SimulatedTerminal(world.room(slug), line, self._agent(slug, line.port), profile)

    def _agent(self, slug: str, broker_port: int) -> AgentSettings:
        state = self._folder / slug
        state.mkdir()
        return AgentSettings(
            terminal=slug,
            state=state,
            broker_host=LOOPBACK,
            broker_port=broker_port,
            server_public_key=self._public_key,
        )
