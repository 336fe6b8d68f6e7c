"""Days of one terminal's life in moments: the real agent over a simulated room in virtual time, restarts included.

`live` is all that is needed to hold the real agent against another account of the same days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent import app
from huonevahti_agent.cycle import Cycle
from huonevahti_agent.host import Probe
from huonevahti_agent.host.remedy import Remedy
from huonevahti_agent.probes import boot, kiosk, session
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import PowerLost, SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire import profile_yaml
from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import (
    Booted,
    ConfigDocument,
    Event,
    EventBody,
    EventStored,
    JobRequest,
    JobState,
    Presence,
    ReadinessJudged,
    Restart,
    RestartTold,
    Signed,
)
from huonevahti_wire.plan.calendar import DAYS, Calendar, expand
from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.topics import parse
from tests.agent.rooms import GOOD, verify
from tests.fakes.broker import FakeBroker
from tests.house.tree import ROOT

PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")
HELSINKI = "Europe/Helsinki"
OFFICE_HOURS = Calendar(weekly=dict.fromkeys(DAYS[:5], ("09:00-15:00",)))
FEW_PROBES: tuple[Probe, ...] = (session, boot, kiosk)
"""What a restart looks at; the others would only make the days longer."""
Happening = tuple[datetime, Callable[[SimulatedRoom], None]]


class Lived(Struct, frozen=True):
    """What came of some days: each boot as it was told, each order, and each thing told of a restart."""

    boots: tuple[Booted, ...]
    ordered_at: tuple[datetime, ...]
    told: tuple[RestartTold, ...]
    readiness: tuple[ReadinessJudged, ...]


def live(
    folder: Path, document: ConfigDocument, start_at: datetime, days: float, happenings: Iterable[Happening] = ()
) -> Lived:
    """Let a terminal live by a config for some days; happenings befall its room at their instants."""
    life = Life(folder, start_at)
    for at, befalls in happenings:
        life.at(at, befalls)
    life.desire(document)
    life.run(days * 86_400)
    return life.lived()


def document(start_at: datetime, zone: str = HELSINKI, **more: Any) -> ConfigDocument:
    """A config with a restart at 03.30 and office hours, as the server would issue it at the start."""
    first = start_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    values: dict[str, Any] = {
        "terminal": "imatra",
        "version": 1,
        "issued_at": start_at,
        "accept_by": start_at + timedelta(days=30),
        "time_zone": zone,
        "restart": RestartPlan(at="03:30"),
        "open_periods": expand(OFFICE_HOURS, {}, ZoneInfo(zone), first),
        "heartbeat_seconds": 3600.0,
        "poll_seconds": {"*": 300.0},
    }
    return ConfigDocument(**(values | more))


def local(text: str, zone: str = HELSINKI) -> datetime:
    """An instant by the clock on a wall, the first coming of one that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class Life:
    """One terminal; `run` lets time pass, in which the machine may boot as often as it likes."""

    def __init__(
        self,
        folder: Path,
        start_at: datetime,
        probes: tuple[Probe, ...] = FEW_PROBES,
        prepare: Callable[[SimulatedRoom], None] = lambda _: None,
        may_restart: bool = True,
    ) -> None:
        """Begins its first agent, over a room that `prepare` has had its hand on."""
        self.folder, self._probes = folder, probes
        self._settings = Settings(terminal="imatra", state=folder, may_restart=may_restart)
        self.time = VirtualTime(start_at)
        self.room = World(1, self.time, PROFILE).room("imatra")
        prepare(self.room)
        self.room.power.on_down.append(self._go_down)
        self.room.power.on_boot.append(self.start)
        self.broker = FakeBroker()
        self.agent: Cycle | None = None
        self.remedies: tuple[Remedy, ...] | None = None
        self._heard = 0
        self.start()

    def start(self) -> None:
        """Begins an agent on the boot that is now."""
        self.host = SimulatedHost(self.room)
        choices = app.Choices(profile=PROFILE, verify=verify, probes=self._probes, rng=Random(1))
        choices = replace(choices, remedies=self.remedies)
        self.agent = app.build(self._settings, self.host, self.broker.client("imatra"), choices)
        self.room.bell.ring()  # whoever still waits on the boot before has nothing to wait for

    def _go_down(self, is_clean: bool) -> None:
        agent, self.agent = self.agent, None
        if agent is not None and is_clean:
            agent.end()
        elif agent is not None:
            agent.break_off()

    def at(self, at: datetime, befalls: Callable[[SimulatedRoom], None]) -> None:
        """Lets something befall the room at an instant of the world's time."""
        self.time.arrange((at - self.time.now()).total_seconds(), lambda: befalls(self.room))

    def run(self, seconds: float) -> None:
        """Lets so much time pass."""
        end = self.time.elapsed_seconds() + seconds
        while (left := end - self.time.elapsed_seconds()) > 0:
            if self.agent is None:
                self.time.advance(min(left, 60.0))
                continue
            try:
                self.agent.turn()
                self._acknowledge()
                self.agent.plug(self.host.wait(max(0.05, min(left, self.agent.next_turn_in()))))
            except PowerLost:
                continue

    def _acknowledge(self) -> None:
        """Answers as a server that keeps every event."""
        new = [each for each in self.broker.sent[self._heard :] if each.topic == "hv/1/imatra/event"]
        self._heard = len(self.broker.sent)
        for message in new:
            event: Event = decode(message.topic, message.payload)[1]
            stored = EventStored(stream=event.stream, up_to=event.number)
            self.broker.publish("hv/1/imatra/event/stored", encode(stored))

    def desire(self, config: ConfigDocument) -> None:
        """Publishes a config as the server does."""
        signed = Signed(key_id="0" * 16, payload=msgspec.json.encode(config), signature=GOOD)
        self.broker.publish("hv/1/imatra/config/desired", encode(signed), retain=True)

    def order(self, job: str, **more: Any) -> None:
        """Publishes a restart as the server does."""
        now = self.time.now()
        values: dict[str, Any] = {
            "terminal": "imatra",
            "stream": self.heard("presence")[-1].stream,
            "issuer": "support",
            "reason": "a_test",
            "not_before": now,
            "expires_at": now + timedelta(hours=2),
            "action": Restart(),
        }
        payload = msgspec.json.encode(JobRequest(job=job, **(values | more)))
        signed = Signed(key_id="0" * 16, payload=payload, signature=GOOD)
        self.broker.publish(f"hv/1/imatra/job/{job}/request", encode(signed))

    def heard(self, kind: str) -> list[Any]:
        """Gives every message of a kind that the terminal has sent."""
        parsed = ((parse(each.topic), each) for each in self.broker.sent)
        return [decode(e.topic, e.payload)[1] for t, e in parsed if t is not None and t.kind == kind]

    def events(self) -> list[Event]:
        """Gives every event, each number once, in order."""
        by_number = {event.number: event for event in self.heard("event")}
        return [by_number[number] for number in sorted(by_number)]

    def bodies(self, kind: type[EventBody]) -> list[Any]:
        """Gives the bodies of one kind."""
        return [event.body for event in self.events() if isinstance(event.body, kind)]

    def presences(self) -> list[Presence]:
        """Gives what the terminal said of its presence."""
        return self.heard("presence")

    def job_states(self) -> list[JobState]:
        """Gives where its jobs stood."""
        return self.heard("job/state")

    def lived(self) -> Lived:
        """Gives what came of it all."""
        ordered = (e.at for e in self.events() if isinstance(e.body, RestartTold) and e.body.what == "ordered")
        return Lived(
            tuple(self.bodies(Booted)),
            tuple(ordered),
            tuple(self.bodies(RestartTold)),
            tuple(self.bodies(ReadinessJudged)),
        )


def local_dates(instants: Iterable[datetime], zone: str = HELSINKI) -> list[date]:
    """The local date of each instant."""
    return [at.astimezone(ZoneInfo(zone)).date() for at in instants]
