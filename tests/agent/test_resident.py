"""The real process against a real Mosquitto: what it says, what it costs, and how it comes back from a kill."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huonevahti_agent.domain.version import AGENT_VERSION
from huonevahti_agent.edges.broker import Arrived, Call, Connected, MqttBroker
from huonevahti_agent.settings import Settings
from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import (
    ConfigDocument,
    EventStored,
    JobRequest,
    MeasureNow,
    Signed,
)
from huonevahti_wire.signing import CONFIG, JOB, key_id, signed_bytes
from huonevahti_wire.topics import UP_FILTERS
from tests.fakes.mosquitto import Mosquitto, running
from tests.house import tree
from tests.waiting import wait_until

KEY = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
MOST_RSS_BYTES = 38_000_000


class Office:
    """Listens to all terminals and speaks as the server does."""

    def __init__(self, folder: Path, port: int) -> None:
        self._broker = MqttBroker(Settings(terminal="office", state=folder, broker_port=port))
        self._heard: list[tuple[str, Any]] = []
        self._broker.open(Call("office/will", b"", UP_FILTERS, 60), lambda: None)
        wait_until(lambda: isinstance(self._broker.incoming(), Connected), "the office to connect")

    def heard(self, kind: str) -> list[Any]:
        while (incoming := self._broker.incoming()) is not None:
            if isinstance(incoming, Arrived):
                topic, message = decode(incoming.topic, incoming.payload)
                self._heard.append((topic.kind, message))
        return [message for found, message in self._heard if found == kind]

    def wait(self, kind: str, count: int) -> list[Any]:
        """Waits until so many messages of a kind have come, and gives all of them."""
        wait_until(lambda: len(self.heard(kind)) >= count, f"{count} messages of kind {kind}", 30)
        return self.heard(kind)

    def acknowledge(self, stream: str, up_to: int) -> None:
        self._broker.publish(
            "hv/1/imatra/event/stored", encode(EventStored(stream=stream, up_to=up_to)), retain=False
        )

    def sign(self, purpose: str, topic: str, document: msgspec.Struct) -> None:
        payload = msgspec.json.encode(document)
        signature = KEY.sign(signed_bytes(purpose, topic, payload))
        signed = Signed(key_id=key_id(PUBLIC), payload=payload, signature=signature)
        self._broker.publish(topic, encode(signed), retain=purpose == CONFIG)

    def close(self) -> None:
        self._broker.close()


class Terminal:
    """The agent's process."""

    def __init__(self, folder: Path, port: int) -> None:
        self._command = [
            sys.executable,
            "-m",
            "huonevahti_agent",
            "run",
            "--settings",
            str(folder / "agent.toml"),
        ]
        (folder / "agent.toml").write_text(
            f'terminal = "imatra"\nstate = "{folder}/state"\nprofile = "{folder}/room.yaml"\n'
            f'broker_port = {port}\nserver_public_key = "{PUBLIC.hex()}"\n',
            encoding="utf-8",
        )
        (folder / "room.yaml").write_text(
            "name: room\nplatform: linux\nheartbeat_seconds: 2\n", encoding="utf-8"
        )
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        self.process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True)
        return self.process

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        assert "Traceback" not in said, said
        return self.process.returncode

    def status(self) -> str:
        return Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A Mosquitto of this test's own."""
    with running(tmp_path) as mosquitto:
        yield mosquitto


@pytest.fixture
def office(tmp_path: Path, broker: Mosquitto) -> Iterator[Office]:
    """Whoever listens in the office."""
    office = Office(tmp_path, broker.port)
    yield office
    office.close()


@pytest.fixture
def terminal(tmp_path: Path, office: Office, broker: Mosquitto) -> Iterator[Terminal]:
    """A running agent, for which the office listens already."""
    del office  # it must listen before the agent speaks
    terminal = Terminal(tmp_path, broker.port)
    yield terminal
    if terminal.process.poll() is None:
        terminal.end(signal.SIGKILL)


def test_the_agent_says_everything_and_leaves_with_a_goodbye(terminal: Terminal, office: Office) -> None:
    assert office.wait("presence", 1)[0].kind == "birth"
    (full, *_) = office.wait("report", 2)
    assert full.full
    assert {"boot.uptime", "machine.memory", "agent.memory", "probe.machine.ran"} <= {
        s.name for s in full.signals
    }
    assert [event.number for event in office.wait("event", 2)] == [1, 2]
    assert terminal.end(signal.SIGTERM) == 0
    assert [presence.kind for presence in office.wait("presence", 2)] == ["birth", "goodbye"]


def test_after_a_kill_the_will_speaks_the_connection_grows_and_events_go_on_without_a_gap(
    terminal: Terminal, office: Office
) -> None:
    office.wait("event", 2)
    for round_ in range(3):
        terminal.end(signal.SIGKILL)
        office.wait("presence", 2 * round_ + 2)
        terminal.start()
        office.wait("presence", 2 * round_ + 3)
    wait_until(lambda: 5 in {event.number for event in office.heard("event")}, "event 5")
    assert {event.number for event in office.heard("event")} == {1, 2, 3, 4, 5}
    assert len({event.stream for event in office.heard("event")}) == 1
    kinds = [(presence.kind, presence.connection) for presence in office.heard("presence")]
    assert kinds == [(kind, n) for n in (1, 2, 3) for kind in ("birth", "will")] + [("birth", 4)]


def test_a_signed_config_and_a_signed_job_are_obeyed_through_the_verifying_child(
    terminal: Terminal, office: Office
) -> None:
    stream = office.wait("presence", 1)[0].stream
    now = datetime.now(UTC)  # noqa: TID251  # the agent's process has the real clock
    document = ConfigDocument(terminal="imatra", version=3, issued_at=now, accept_by=now + timedelta(hours=1))
    office.sign(CONFIG, "hv/1/imatra/config/desired", document)
    wait_until(lambda: office.heard("config/reported")[-1].version == 3, "version 3 to rule")
    request = JobRequest(
        job="job0000000001",
        terminal="imatra",
        stream=stream,
        issuer="operations",
        reason="a_test",
        not_before=now,
        expires_at=now + timedelta(hours=1),
        action=MeasureNow(),
    )
    office.sign(JOB, "hv/1/imatra/job/job0000000001/request", request)
    assert [state.state for state in office.wait("job/state", 2)] == ["in_progress", "succeeded"]
    assert terminal.end(signal.SIGTERM) == 0


def test_the_agent_outlives_its_broker(
    terminal: Terminal, office: Office, broker: Mosquitto, tmp_path: Path
) -> None:
    office.wait("report", 1)
    broker.kill()
    broker.start()
    later = Office(tmp_path, broker.port)
    assert later.wait("presence", 1)[0].connection >= 2
    assert later.wait("report", 1)[0].full
    later.close()
    assert terminal.end(signal.SIGTERM) == 0


def test_the_resident_process_stays_small(terminal: Terminal, office: Office) -> None:
    office.wait("report", 3)
    found = re.search(r"VmRSS:\s+(\d+) kB", terminal.status())
    assert found is not None
    assert int(found[1]) * 1024 <= MOST_RSS_BYTES


def test_two_agents_never_share_a_state_folder(terminal: Terminal, office: Office) -> None:
    office.wait("presence", 1)
    second = subprocess.run(terminal._command, capture_output=True, text=True, check=False, timeout=20)
    assert second.returncode == 2
    assert re.fullmatch(
        r"huonevahti-agent: settings: state is '.*': another agent runs on it, .*\n", second.stderr
    )


WRONG = [["--terminal", "Imatra"], ["--broker", "127.0.0.1:none"], ["--profile", "no.yaml"]]


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    rest = ["--terminal", "imatra", "--state", str(tmp_path)]
    command = [sys.executable, "-m", "huonevahti_agent", "run", *rest, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert run.returncode == 2
    assert re.fullmatch(r"huonevahti-agent: settings: .*\n", run.stderr), run.stderr


def test_probe_prints_every_signal_of_this_machine(capfd: pytest.CaptureFixture[str]) -> None:
    subprocess.run([sys.executable, "-m", "huonevahti_agent", "probe", "--json"], check=True, timeout=60)
    names = [json.loads(line)["name"] for line in capfd.readouterr().out.splitlines()]
    assert "machine.memory" in names
    assert names == sorted(names)


def test_the_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((tree.ROOT / "agent/pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == AGENT_VERSION
