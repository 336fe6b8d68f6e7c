"""A terminal that really boots, with the agent on it as its unit, a broker outside, and an office that listens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from huonevahti_agent.hosts.linux import clock
from tests.agent.hosts.services import Authority, web_service
from tests.conftest import free_loopback_port
from tests.fakes.mosquitto import running
from tests.restarts import debian, installed
from tests.restarts.office import SEAL, TERMINAL, Office
from tests.restarts.terminal import Terminal

SETTINGS = """\
terminal = "{terminal}"
state = "/var/lib/huonevahti-agent"
profile = "/etc/huonevahti/profile.yaml"
broker_host = "{host}"
broker_port = {port}
server_public_key = "{key}"
application_group = "huonevahti-kiosk"
"""
BOOT_ID = """\
[Service]
Type=oneshot
ExecStart=/bin/cp /proc/sys/kernel/random/boot_id /run/boot-id
"""
SEES_BOOT_ID = """\
[Unit]
Requires=boot-id.service
After=boot-id.service
[Service]
BindReadOnlyPaths=/run/boot-id:/proc/sys/kernel/random/boot_id
"""
"""systemd-nspawn lays an id for each boot over the kernel's file; a unit with a /proc of its own would look past it."""
PROFILE = """\
name: booted
platform: linux
heartbeat_seconds: 5
poll_seconds: {{"*": 2}}
endpoints:
  time: {{host: {host}, port: {port}}}
"""


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ...]]:
    """What every terminal of the run is made of: the agent, over Debian."""
    root, layer = debian.root(), tmp_path_factory.mktemp("installed")
    installed.install(layer, root)
    yield layer, root
    shutil.rmtree(layer)


@pytest.fixture
def machine(layers: tuple[Path, ...], tmp_path: Path) -> Iterator[Terminal]:
    """A machine that is off, the agent installed on it as docs/how-to/install-a-terminal.md says."""
    machine = Terminal(layers, tmp_path)
    try:
        machine.write("etc/systemd/system/boot-id.service", BOOT_ID)
        machine.write("etc/systemd/system/huonevahti-agent.service.d/boot-id.conf", SEES_BOOT_ID)
        machine.prepare("systemd-sysusers")
        machine.prepare("systemctl", "enable", "huonevahti-agent.service", "huonevahti-holders.socket")
        yield machine
    finally:
        machine.close()


@pytest.fixture
def office(machine: Terminal, tmp_path: Path) -> Iterator[Office]:
    """Who listens, at a Mosquitto outside that the machine's agent is told of, beside a service that tells the time."""
    certificate = Authority("Booted CA", "Office", clock.now()).issue(tmp_path / "service.pem")
    port, address = free_loopback_port(), machine.outside
    with (
        web_service(certificate, clock.now, address) as time_port,
        running(tmp_path, "allow_anonymous true", f"listener {port} {address}") as broker,
    ):
        told = {"terminal": TERMINAL, "host": address, "port": port, "key": SEAL.public_key.hex()}
        machine.write("etc/huonevahti/agent.toml", SETTINGS.format(**told))
        machine.write("etc/huonevahti/profile.yaml", PROFILE.format(host=address, port=time_port))
        office = Office(tmp_path, broker.port)
        yield office
        office.close()
