"""This machine as a room of the demo: the real agent, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from huonevahti_agent.settings import Settings
    from huonevahti_wire.profile import Profile

PATIENCE_SECONDS = 8.0


class ThisMachine:
    """Starts `huonevahti-agent run` and ends it again; its profile and its log stand in `folder`."""

    def __init__(self, settings: Settings, profile: Profile, folder: Path) -> None:
        self._profile = folder / "this-machine.yaml"
        self._profile.write_bytes(msgspec.json.encode(profile))  # JSON is YAML too
        self._log = folder / "this-machine.log"
        self._environment = _environment(settings)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the agent under this Python, with its settings in the environment."""
        program = Path(sys.executable).with_name("huonevahti-agent")
        words = [str(program)] if program.exists() else [sys.executable, "-m", "huonevahti_agent"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*words, "run", "--until-input-ends", "--profile", str(self._profile)],
                env=self._environment,
                stdin=subprocess.PIPE,  # closes with this process, however that ends
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Ask it to end, and make it when it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    given = {
        "TERMINAL": settings.terminal,
        "STATE": settings.state,
        "BROKER_HOST": settings.broker_host,
        "BROKER_PORT": settings.broker_port,
        "SERVER_PUBLIC_KEY": settings.server_public_key,
        "MAY_RESTART": False,  # it is somebody's own, whatever the schedule of the demo's rooms says
    }
    # what is compiled anew at each start stays in the agent's memory
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {f"HUONEVAHTI_AGENT_{name}": str(value) for name, value in given.items()}
