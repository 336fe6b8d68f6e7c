"""Everything of one run of the proof: the parts, the truth, and what the server says, in one folder."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huonevahti_wire.topics import SERVER_STATUS
from tests.crash import databases
from tests.crash.databases import Database
from tests.crash.parts import PROFILE, Broker, Life, Part, Server, Terminal, Where
from tests.crash.reckoning import Reckoning, Standing, absence, by_stream, reckon, unrest
from tests.waiting import wait_until

TERMINALS = ("imatra", "nurmes", "porvoo")
FLAPS_PER_SECOND = 12.0
REST_SECONDS = 20.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stage:
    """The parts of the product, played with from one seed."""

    def __init__(self, folder: Path, database: Database, rng: Random) -> None:
        self.rng = rng
        self.database = database
        self.copies: dict[str, dict[str, int]] = {}
        """By name of a copy of the database, the oldest first: how far each stream was in it."""
        self._flapping = folder / "flapping"
        key = Ed25519PrivateKey.generate()
        (folder / "server").mkdir()
        (folder / "server" / "signing.key").write_text(key.private_bytes_raw().hex())
        self.broker = Broker(folder / "broker")
        self.server = Server(folder / "server", database.url, self.broker.port)
        public_key = key.public_key().public_bytes_raw().hex()
        where = Where(self.broker.port, public_key, self._flapping, FLAPS_PER_SECOND)
        self.terminals = {name: Terminal(name, folder / name, where) for name in TERMINALS}
        self.boots = dict.fromkeys(TERMINALS, 1)
        self._register(folder / "registry.yaml")

    def _register(self, file: Path) -> None:
        sites = [{"slug": name, "organisation": "lvv", "name": {"fi": name.title()}} for name in TERMINALS]
        profile = yaml.safe_load(PROFILE.read_text())
        rooms: list[dict[str, Any]] = [
            {"slug": n, "site": n, "name": {"fi": n.title()}, "terminal": n, "profile": profile}
            for n in TERMINALS
        ]
        organisations = [{"slug": "lvv", "name": {"fi": "Virasto"}}]
        file.write_text(json.dumps({"organisations": organisations, "sites": sites, "rooms": rooms}))
        self.server.run("migrate")
        self.server.run("registry", "load", str(file))

    def parts(self) -> list[Part]:
        """Return every part there is."""
        return [self.broker, self.server, *self.terminals.values()]

    def raise_all(self, but: Iterable[str] = ()) -> None:
        """Start whatever does not run, in an order by lot."""
        parts = [part for part in self.parts() if not part.is_running and part.name not in but]
        self.rng.shuffle(parts)
        for part in parts:
            self.start(part)

    def start(self, part: Part, dies: str = "", dies_at: int = 0) -> None:
        """Start one part; one terminal in three comes back on a new boot."""
        if isinstance(part, Terminal):
            self.boots[part.name] += self.rng.random() < 0.33
            part.start(Life(self.rng.getrandbits(32), self.boots[part.name], dies, dies_at))
        elif isinstance(part, Broker):
            part.start(self.rng.choice((1, 1800)))
        elif isinstance(part, Server):
            part.start()

    def any_terminal(self) -> Terminal:
        """Return a terminal by lot."""
        return self.terminals[self.rng.choice(TERMINALS)]

    def wait(self, least_seconds: float, most_seconds: float) -> None:
        """Let a random time pass: the moment of a kill is by lot."""
        time.sleep(self.rng.uniform(least_seconds, most_seconds))

    def flap(self) -> None:
        """Let the devices flap."""
        self._flapping.touch()

    def calm(self) -> None:
        """Let them rest."""
        self._flapping.unlink(missing_ok=True)

    def copy(self) -> None:
        """Keep a copy of the database as it is, in place of the oldest of three."""
        name = next(iter(self.copies)) if len(self.copies) == 3 else f"copy-{len(self.copies)}"
        before = self._up_to()
        self.database.copy(name)
        self.copies.pop(name, None)
        self.copies[name] = before

    def put_back(self) -> None:
        """Put the server back to one of its last three copies."""
        self.server.kill()
        name = self.rng.choice(list(self.copies))
        self.database.put_back(name)
        for terminal in self.terminals.values():
            terminal.truth.put_back(self.copies[name])

    def _up_to(self) -> dict[str, int]:
        return {stream: up_to for _, stream, up_to, _ in self.database.rows(databases.STREAMS)}

    def stored(self) -> int:
        """Return how many events the server has committed."""
        return int(self.database.rows("SELECT count(*) FROM event")[0][0])

    def come_to_rest(self, down: Iterable[str]) -> None:
        """Wait until every part is quiet and shown as it is; fail with what is still not, after a deadline."""
        self.calm()
        unquiet: list[str] = []

        def is_at_rest() -> bool:
            unquiet[:] = self._unrest(set(down)) or self._restless() or self._server_status()
            return not unquiet

        try:
            wait_until(is_at_rest, "at rest", REST_SECONDS, 0.1)
        except AssertionError:
            raise AssertionError(f"not at rest after {REST_SECONDS:.0f} s:\n" + "\n".join(unquiet)) from None

    def _unrest(self, down: set[str]) -> list[str]:
        standings, now = self._standings(), datetime.now(UTC)  # noqa: TID251  # beside the real server's clock
        found = []
        for name, terminal in self.terminals.items():
            terminal.truth.read()
            standing = standings[name]
            wrong = absence(standing) if name in down else unrest(terminal.truth, standing, now)
            if name not in down and not terminal.is_running:
                wrong = ["has ended by itself"]
            found += [f"{name}: {each}" for each in wrong]
        return found

    def _restless(self) -> list[str]:
        """Return the terminals that still write, looked at twice."""
        before = {name: terminal.truth.written for name, terminal in self.terminals.items()}
        time.sleep(0.3)
        for terminal in self.terminals.values():
            terminal.truth.read()
        return [f"{n}: still writes" for n, t in self.terminals.items() if t.truth.written != before[n]]

    def _server_status(self) -> list[str]:
        words = ["-h", "127.0.0.1", "-p", str(self.broker.port), "-t", SERVER_STATUS, "-C", "1", "-W", "2"]
        told = subprocess.run(["mosquitto_sub", *words], capture_output=True, text=True, check=False).stdout
        return [] if '"online"' in told else [f"server: says {told.strip() or 'nothing'}, expected online"]

    def _standings(self) -> dict[str, Standing]:
        rows = self.database.rows
        presence = {terminal: tuple(rest) for terminal, *rest in rows(databases.PRESENCE)}
        heard = {
            name: (connection, EPOCH + timedelta(microseconds=at))
            for name, connection, at in rows(databases.HEARD)
        }
        verdicts = {str(room): str(verdict) for room, verdict in rows(databases.VERDICTS)}
        silent: list[str] = [key for (key,) in rows(databases.SILENCES)]
        up_to: dict[str, dict[str, tuple[int, str]]] = {}
        for terminal, stream, number, beyond in rows(databases.STREAMS):
            up_to.setdefault(terminal, {})[stream] = (number, beyond)
        return {
            name: Standing(
                (*presence[name][:2], bool(presence[name][2]), *presence[name][3:])
                if name in presence
                else None,
                heard.get(name),
                up_to.get(name, {}),
                verdicts.get(name, ""),
                tuple(key for key in silent if key.endswith((f":{name}", "fleet"))),
            )
            for name in TERMINALS
        }

    def reckon(self) -> Reckoning:
        """Hold every truth against the server's events."""
        found, reckoning = by_stream(self.database.rows(databases.EVENTS))
        for name, terminal in self.terminals.items():
            terminal.truth.read()
            reckoning.add(reckon(name, terminal.truth, found))
        known = {stream for terminal in self.terminals.values() for stream in terminal.truth.streams}
        reckoning.wrong += [f"stream {stream} is nobody's" for stream in found.keys() - known]
        reckoning.wrong += [f"quarantined: {row}" for row in self.database.rows(databases.QUARANTINED)]
        counters: dict[str, int] = dict(self.database.rows(databases.COUNTERS))
        reckoning.wrong += [f"the server counts {counters['lost']} lost"] if counters.get("lost") else []
        return reckoning

    def miscounted(self) -> Reckoning:
        """Hold what this server's process says it stored against its table: one number must not count twice."""
        began = (self.server.began_at - EPOCH) // timedelta(microseconds=1)
        stored = self.database.rows(f"SELECT count(*) FROM event WHERE received_at >= {began}")[0][0]  # noqa: S608  # a whole number
        counted = self.server.counted('huonevahti_messages_total{kind="event",result="stored"}')
        wrong = f"the server counted {counted} events, its table has {stored}"
        return Reckoning() if counted == stored else Reckoning(0, max(0, counted - stored), [wrong])

    @property
    def written(self) -> int:
        """How many events were written in all."""
        return sum(terminal.truth.written for terminal in self.terminals.values())

    def close(self) -> None:
        """Kill everything."""
        with ExitStack() as ending:
            for part in self.parts():
                ending.callback(part.kill)
