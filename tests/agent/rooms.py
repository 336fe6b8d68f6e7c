"""An agent over a quiet host and a broker in memory, driven turn by turn in virtual time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from huonevahti_agent import app
from huonevahti_agent.cycle import Cycle
from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.edges.broker import Broker
from huonevahti_agent.host import Host, Probe
from huonevahti_agent.settings import Settings
from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import (
    ConfigDocument,
    Event,
    EventBody,
    EventStored,
    JobRequest,
    JobState,
    MeasureNow,
    Presence,
    Report,
    ServerStatus,
    Signed,
)
from huonevahti_wire.profile import Profile, RoleMatch
from huonevahti_wire.signals import State
from huonevahti_wire.topics import SERVER_STATUS, parse
from tests.fakes.broker import FakeBroker
from tests.fakes.quiet_host import QuietHost

PROFILE = Profile(
    name="tested", platform="simulated", roles={"document_camera": RoleMatch(port="1-1.2", model="1e4e:0110")}
)
GOOD, BAD = b"\1" * 64, b"\0" * 64


class Dial:
    """A probe that judges what the test sets, by name; an exception in it is raised."""

    def __init__(self, name: str = "dial", **judged: Judgement) -> None:
        self.NAME = name
        self.SIGNALS: tuple[str, ...] = ("camera.<role>.present", "microphone.muted")
        self.judged: dict[str, Judgement] = dict(judged)
        self.broken: Exception | None = None
        self.samples = 0

    def set(self, name: str, state: State, value: float | str | bool | None = None, **more: Any) -> None:
        """Judges a signal so from the next sample on."""
        self.judged[name] = Judgement(name, state, value, **more)

    def sample(self, host: Host, profile: Profile) -> None:
        del host, profile
        self.samples += 1
        if self.broken is not None:
            raise self.broken

    def signals(self, sample: None, profile: Profile) -> Iterable[Judgement]:
        del sample, profile
        return self.judged.values()


def verify(purpose: str, topic: str, signed: Signed) -> str:
    """Stands in for the verifying child: the signature of ones is good."""
    del purpose, topic
    return "" if signed.signature == GOOD else "signature"


class Room:
    """The terminal `imatra`, its broker and what went over it; `start` begins an agent over the same folder."""

    def __init__(self, folder: Path, profile: Profile = PROFILE) -> None:
        self.folder, self.profile = folder, profile
        self.host = QuietHost()
        self.broker = FakeBroker()
        self.dial = Dial()
        self.dial.set("camera.document.present", State.OK)
        self.dial.set("microphone.volume", State.OK, 0.7, unit="ratio")
        self.cycle = self.start()

    def start(self) -> Cycle:
        """Begins a new agent, as after a crash when the one before was not stopped."""
        settings = Settings(terminal="imatra", state=self.folder)
        client: Broker = self.broker.client("imatra")
        probes: tuple[Probe, ...] = (self.dial,)
        choices = app.Choices(profile=self.profile, verify=verify, probes=probes, rng=Random(1))
        self.cycle = app.build(settings, self.host, client, choices)
        return self.cycle

    def run(self, seconds: float = 1.0) -> None:
        """Lets the agent turn until so much time has passed."""
        end = self.host.elapsed_seconds + seconds
        self.cycle.turn()
        while self.host.elapsed_seconds < end:
            wait = self.cycle.next_turn_in()
            if self.host.elapsed_seconds + wait >= end:
                self.host.elapsed_seconds = end
                self.cycle.plug(self.host.wait(0.0))
            else:
                self.cycle.plug(self.host.wait(wait))
            self.cycle.turn()

    def heard(self, kind: str) -> list[Any]:
        """Gives every message of a kind that the terminal has sent, decoded as the server would."""
        parsed = [(parse(each.topic), each) for each in self.broker.sent]
        own = [each for topic, each in parsed if topic is not None and topic.kind == kind]
        return [decode(each.topic, each.payload)[1] for each in own]

    def reports(self) -> list[Report]:
        return self.heard("report")

    def presences(self) -> list[Presence]:
        return self.heard("presence")

    def events(self) -> list[Event]:
        return self.heard("event")

    def bodies(self, kind: type[EventBody]) -> list[Any]:
        """Gives the bodies of one kind among the events that were sent, each number once."""
        by_number = {event.number: event.body for event in self.events()}
        return [body for body in by_number.values() if isinstance(body, kind)]

    def job_states(self) -> list[JobState]:
        return self.heard("job/state")

    @property
    def stream(self) -> str:
        return self.presences()[-1].stream

    def acknowledge(self, up_to: int, resend_from: int | None = None) -> None:
        message = EventStored(stream=self.stream, up_to=up_to, resend_from=resend_from)
        self.broker.publish("hv/1/imatra/event/stored", encode(message))

    def server(self, status: str) -> None:
        message = ServerStatus(status=status, since=self.host.now())  # type: ignore[arg-type]  # one of the two
        self.broker.publish(SERVER_STATUS, encode(message), retain=True)

    def desire(self, version: int, signature: bytes = GOOD, **more: Any) -> None:
        """Publishes a desired config as the server does, retained."""
        now = self.host.now()
        fields: dict[str, Any] = {
            "terminal": "imatra",
            "issued_at": now,
            "accept_by": now + timedelta(days=1),
        } | more
        self.desire_bytes(msgspec.json.encode(ConfigDocument(version=version, **fields)), signature)

    def desire_bytes(self, payload: bytes, signature: bytes = GOOD) -> None:
        signed = Signed(key_id="0" * 16, payload=payload, signature=signature)
        self.broker.publish("hv/1/imatra/config/desired", encode(signed), retain=True)

    def order(self, job: str, signature: bytes = GOOD, **more: Any) -> None:
        """Publishes a job request as the server does."""
        now = self.host.now()
        fields: dict[str, Any] = {
            "terminal": "imatra",
            "stream": self.stream,
            "issuer": "operations",
            "reason": "a_test",
            "not_before": now,
            "expires_at": now + timedelta(hours=1),
            "action": MeasureNow(),
        }
        payload = msgspec.json.encode(JobRequest(job=job, **(fields | more)))
        signed = Signed(key_id="0" * 16, payload=payload, signature=signature)
        self.broker.publish(f"hv/1/imatra/job/{job}/request", encode(signed))
