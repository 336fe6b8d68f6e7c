"""The real parts as processes that can be killed: Mosquitto, the fleet server, terminals."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from huonevahti_agent.settings import Settings
from tests.conftest import free_loopback_port
from tests.crash.notes import Truth
from tests.crash.terminal import Orders
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
PROFILE = Path(__file__).with_name("profile.yaml")
COMMAND = [str(Path(sys.executable).with_name("huonevahti"))]
TAIL_LINES = 25
_MOSQUITTO = """\
listener {port} 127.0.0.1
allow_anonymous true
user root
persistence true
persistence_location {folder}/
autosave_interval {autosave_seconds}
max_queued_messages 0
max_inflight_messages 0
"""


def is_served(port: int) -> bool:
    """Return whether somebody listens on a loopback port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _environment() -> dict[str, str]:
    """Return our environment without what would be taken for settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HUONEVAHTI_")}


class Part:
    """One process at a time, in a session of its own, its words in a log."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def _start(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=_environment() | (environment or {}),
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """`kill -9`, the process and its children; returns when it is gone."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # it was gone already, with all its children
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = None

    def tail(self) -> str:
        """Return the last lines it said."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"  {self.name}: {line}" for line in lines[-TAIL_LINES:])


class Broker(Part):
    """Mosquitto with persistence, under the limits the product sets."""

    def __init__(self, folder: Path) -> None:
        super().__init__("broker", folder)
        self.port = free_loopback_port()
        self._config = folder / "mosquitto.conf"

    def start(self, autosave_seconds: int) -> None:
        """Start it on what it has kept; how much a kill will cost is how seldom it saves."""
        self._config.write_text(
            _MOSQUITTO.format(port=self.port, folder=self.folder, autosave_seconds=autosave_seconds)
        )
        self._start(["mosquitto", "-c", str(self._config)])


class Server(Part):
    """The fleet server as it is installed."""

    def __init__(self, folder: Path, database_url: str, broker_port: int) -> None:
        super().__init__("server", folder)
        self.port = free_loopback_port()
        self.began_at = datetime.now(UTC)  # noqa: TID251  # beside the real server's clock
        self._environment = {
            "HUONEVAHTI_DATABASE": database_url,
            "HUONEVAHTI_PORT": str(self.port),
            "HUONEVAHTI_BROKER_PORT": str(broker_port),
            "HUONEVAHTI_SIGNING_KEY_FILE": str(folder / "signing.key"),
        }

    def start(self) -> None:
        """Start it on its database."""
        self.began_at = datetime.now(UTC)  # noqa: TID251  # as above
        self._start([*COMMAND, "serve"], self._environment)

    def counted(self, series: str) -> int:
        """Return what a series of its metrics says, 0 when there is none; it takes messages before it serves pages."""
        wait_until(lambda: is_served(self.port), "the server serves its pages", 30.0)
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(series)))

    def run(self, *words: str) -> str:
        """Run another verb of the command to its end and return what it said."""
        command = [*COMMAND, *words]
        done = subprocess.run(
            command,
            env=_environment() | self._environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout


@dataclass
class Life:
    """How the next life of a terminal goes: which boot, and whether and where it dies of itself."""

    seed: int = 0
    boot: int = 0
    dies: str = ""
    dies_at: int = 0


@dataclass
class Where:
    """What every terminal is given."""

    broker_port: int
    public_key: str
    flapping: Path
    flaps_per_second: float


class Terminal(Part):
    """A real agent over a simulated room, and the truth of what it wrote."""

    def __init__(self, name: str, folder: Path, where: Where) -> None:
        super().__init__(name, folder)
        self._where = where
        self._state = folder / "state"
        self.truth = Truth(folder / "notes")

    def start(self, life: Life) -> None:
        """Begin a life on the state that is there."""
        orders = Orders(
            settings=Settings(
                terminal=self.name,
                state=self._state,
                profile=PROFILE,
                broker_port=self._where.broker_port,
                server_public_key=self._where.public_key,
            ),
            notes=self.folder / "notes",
            flapping=self._where.flapping,
            boot=life.boot,
            seed=life.seed,
            flaps_per_second=self._where.flaps_per_second,
            dies=life.dies,
            dies_at=life.dies_at,
        )
        file = self.folder / "orders.json"
        file.write_bytes(msgspec.json.encode(orders, enc_hook=str))
        self._start([sys.executable, "-m", "tests.crash.terminal", str(file)])

    def wipe(self) -> None:
        """Reinstall: the state is gone, as on a new disk."""
        self.kill()
        self.truth.wipe()
        shutil.rmtree(self._state)
