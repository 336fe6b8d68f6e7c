"""What the agent costs the terminal it stands on: resident memory and processor time, all probes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from huonevahti_agent.hosts.linux import clock
from tests.agent.hosts.services import Authority, web_service
from tests.bench.broker import free_port, mosquitto, wait_for_port
from tests.bench.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SETTLE_SECONDS = 20.0
"""Long enough for the birth's full report and the first round of every probe."""
_SOURCES = ("agent/src", "wire/src")
_ROOM = {
    "name": "bench",
    "platform": "linux",
    "roles": {
        "hub": {"port": "1-1"},
        "customer_camera": {"port": "1-1.1"},
        "document_camera": {"port": "1-1.2"},
        "call_button": {"port": "1-1.3"},
        "touch": {"port": "1-2"},
        "microphone": {"sound_name": "room_microphone"},
        "speakers": {"sound_name": "room_speakers"},
    },
    "camera_order": ["customer_camera", "document_camera"],
}
"""Every role, so that no probe has nothing to do; only the sound devices exist here."""


def compiled() -> None:
    """Compile our own sources, as an installed package is: the compiler would stay in the agent's memory."""
    for folder in _SOURCES:
        subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=True)


def as_on_a_terminal(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return an environment without what only the office and its tests have installed in this one.

    msgspec loads typing_extensions where there is one; of what the agent needs, nothing brings it along.
    """
    (folder / "typing_extensions.py").write_text("raise ModuleNotFoundError(__name__)\n", encoding="utf-8")
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(folder)}


@contextmanager
def endpoint(folder: Path) -> Iterator[tuple[int, Path]]:
    """Run a TLS service that tells the time; yield its port and the certificate to trust."""
    now = clock.now()
    authority = Authority("Bench CA", "Bench", now)
    with web_service(authority.issue(folder / "service.pem"), clock.now) as port:
        yield port, authority.write_own(folder / "authority.pem")


def write_profile(folder: Path, endpoint_port: int) -> Path:
    """Write the profile of a room with every role and two endpoints."""
    service = {"host": "localhost", "port": endpoint_port, "issuers": ["Bench CA"]}
    profile = folder / "bench.json"
    profile.write_text(
        json.dumps(_ROOM | {"endpoints": {"video": service, "portal": service}}), encoding="utf-8"
    )
    return profile


@contextmanager
def pulseaudio(folder: Path) -> Iterator[dict[str, str]]:
    """Run a sound server with a null sink and a virtual microphone; yield the environment that finds it."""
    runtime = folder / "pulse"
    runtime.mkdir(mode=0o700)
    environment = os.environ | {
        "XDG_RUNTIME_DIR": str(runtime),
        "PULSE_RUNTIME_PATH": str(runtime),
        "HOME": str(runtime),
    }
    command = [
        "pulseaudio",
        "-n",
        "--daemonize=no",
        "--realtime=false",
        "--exit-idle-time=-1",
        "--use-pid-file=false",
    ]
    modules = (
        "module-native-protocol-unix",
        "module-null-sink sink_name=room_speakers rate=48000",
        "module-remap-source source_name=room_microphone master=room_speakers.monitor",
    )
    command += [part for module in modules for part in ("-L", module)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(runtime / "native")
            yield environment
        finally:
            process.terminate()


def _wait_for(path: Path, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path.name} did not appear within {seconds:.0f} s")
        time.sleep(0.05)


@contextmanager
def running_agent(
    folder: Path, port: int, profile: Path, environment: dict[str, str]
) -> Iterator[psutil.Process]:
    """Run the real agent on this machine against a broker and yield its process."""
    command = [str(Path(sys.executable).with_name("huonevahti-agent")), "run", "--terminal", "bench-machine"]
    command += ["--broker", f"127.0.0.1:{port}", "--state", str(folder / "state"), "--profile", str(profile)]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


@contextmanager
def _node_exporter() -> Iterator[psutil.Process]:
    port = free_port()
    command = ["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_port(port)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def _spent_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def measure(folder: Path, seconds: float) -> list[Figure]:
    """Return the agent's memory and processor figures over an idle stretch, node_exporter beside it."""
    compiled()
    with ExitStack() as stack:
        port = stack.enter_context(mosquitto(folder))
        absent = folder / "absent"
        absent.mkdir()
        environment = as_on_a_terminal(stack.enter_context(pulseaudio(folder)), absent)
        endpoint_port, trusted = stack.enter_context(endpoint(folder))
        environment["SSL_CERT_FILE"] = str(trusted)
        profile = write_profile(folder, endpoint_port)
        agent = stack.enter_context(running_agent(folder, port, profile, environment))
        peer = stack.enter_context(_node_exporter())
        time.sleep(SETTLE_SECONDS)
        spent = _spent_seconds(agent)
        time.sleep(seconds)
        cpu_ms = (_spent_seconds(agent) - spent) * 1000 * 60 / seconds
        rss_mb = agent.memory_info().rss / 1e6
        peer_mb = peer.memory_info().rss / 1e6
    return [
        Figure("agent_rss_mb", rss_mb, "MB", 38.0, note=f"aim 30; node_exporter beside it {peer_mb:.1f}"),
        Figure("agent_cpu_ms_per_minute", cpu_ms, "ms", 120.0, note="aim 40; children included"),
    ]
