"""The office of a terminal that really boots: it hears what the agent says over Mosquitto, and signs its configs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from huonevahti_agent.edges.broker import Arrived, Call, Connected, MqttBroker
from huonevahti_agent.settings import Settings
from huonevahti_fleet.flows.seal import Seal
from huonevahti_wire.codec import decode
from huonevahti_wire.messages import (
    ConfigDocument,
    Event,
    EventBody,
    JobRequest,
    JobStatus,
    OpenPeriod,
    Restart,
)
from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.signing import CONFIG, JOB
from huonevahti_wire.topics import UP_FILTERS, Topic
from tests.waiting import wait_until

T = TypeVar("T", bound=EventBody)
TERMINAL = "imatra"
SEAL = Seal(bytes(range(32)))
ZONES = ("Europe/Helsinki", "America/Chicago", "Asia/Tokyo", "Pacific/Auckland", "Atlantic/Azores")
HEARD_SECONDS = 30.0


class Office:
    """Listens from before the first boot, so that nothing is missed."""

    def __init__(self, folder: Path, port: int) -> None:
        self._broker = MqttBroker(Settings(terminal="office", state=folder, broker_port=port))
        self._heard: list[tuple[str, Any]] = []
        self._broker.open(Call("office/will", b"", UP_FILTERS, 60), lambda: None)
        wait_until(lambda: isinstance(self._broker.incoming(), Connected), "the office to connect")

    def close(self) -> None:
        """Leave."""
        self._broker.close()

    def heard(self, kind: str) -> list[Any]:
        """Return every message of a kind that has come."""
        while (incoming := self._broker.incoming()) is not None:
            if isinstance(incoming, Arrived):
                topic, message = decode(incoming.topic, incoming.payload)
                self._heard.append((topic.kind, message))
        return [message for found, message in self._heard if found == kind]

    def told(self, kind: type[T]) -> list[T]:
        """Return what was told of one kind of happening, each number once."""
        events: dict[tuple[str, int], Event] = {(e.stream, e.number): e for e in self.heard("event")}
        return [event.body for event in events.values() if isinstance(event.body, kind)]

    def wait(self, kind: type[T], count: int, seconds: float = HEARD_SECONDS) -> T:
        """Wait until something was told so many times, and return the last of them."""
        wait_until(
            lambda: len(self.told(kind)) >= count, f"{kind.__name__} for the time {count}", seconds, 0.1
        )
        return self.told(kind)[count - 1]

    def desire(self, version: int, now: datetime, **more: Any) -> None:
        """Sign a config and leave it with the broker, as the fleet server does; it rules when this returns."""
        topic = str(Topic(TERMINAL, "config/desired"))
        document = ConfigDocument(
            terminal=TERMINAL, version=version, issued_at=now, accept_by=now + timedelta(hours=1), **more
        )
        self._broker.publish(topic, SEAL.envelope(CONFIG, topic, document), retain=True)
        wait_until(
            lambda: [each for each in self.heard("config/reported") if each.version == version],
            f"config {version} to rule",
            HEARD_SECONDS,
            0.1,
        )

    def order(self, request: JobRequest) -> None:
        """Sign a job and send it, as the fleet server does."""
        topic = str(Topic(TERMINAL, "job/request", request.job))
        self._broker.publish(topic, SEAL.envelope(JOB, topic, request), retain=False)

    def states(self) -> list[JobStatus]:
        """Return where jobs stood, in the order in which that was told, each once."""
        return list(dict.fromkeys(state.state for state in self.heard("job/state")))


def restart_now(stream: str, now: datetime) -> JobRequest:
    """Return the order of a person to restart as soon as nothing holds it."""
    return JobRequest(
        job="restart00001",
        terminal=TERMINAL,
        stream=stream,
        issuer="operations",
        reason="a_proof",
        not_before=now,
        expires_at=now + timedelta(hours=1),
        when="when_idle",
        action=Restart(),
    )


def due_now(now: datetime) -> dict[str, Any]:
    """Return what a config says of a room that is closed, and whose daily restart was due three minutes ago.

    The zone is one in which it is neither late nor early, so that the day does not change meanwhile.
    """
    zone = next(name for name in ZONES if 5 <= now.astimezone(ZoneInfo(name)).hour < 20)
    due_at = (now - timedelta(minutes=3)).astimezone(ZoneInfo(zone))
    midnight = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=count) for count in range(-1, 30)]
    return {
        "time_zone": zone,
        "restart": RestartPlan(at=due_at.strftime("%H:%M")),
        "open_periods": tuple(OpenPeriod(d + timedelta(hours=8), d + timedelta(hours=14)) for d in days),
    }
