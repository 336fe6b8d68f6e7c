"""Hand-made rooms, incidents and time lines: every verdict, every owner, one bad morning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm, Value
from huonevahti_fleet.domain.history import Presence, Stage
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import (
    Incident,
    IncidentState,
    Numbers,
    Quarantined,
    Room,
    RoomDetail,
    RoomState,
    Site,
    Span,
    Timeline,
    Verdict,
)
from huonevahti_wire.messages import BootCause, Booted, Event, HotPlug
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import Signal, State
from tests.fleet.pages.sample_caring import SampleCards, SampleComplaints
from tests.fleet.pages.sample_post import SamplePackets, SamplePost, SampleRatings, SampleRoutes
from tests.fleet.pages.sample_restarts import SampleOpenings, SampleRestarts

NOW = datetime(2026, 11, 24, 8, 32, 10, tzinfo=UTC)
PROFILE = Profile("yeti-tablet-1", "simulated")


def ago(**lengths: float) -> datetime:
    """Return an instant before `NOW`."""
    return NOW - timedelta(**lengths)


def site(slug: str, **names: str) -> Site:
    return Site(slug, names or {"fi": slug.capitalize()}, "Lupa- ja valvontavirasto")


IMATRA = site("imatra", fi="Imatra, kaupungintalo", sv="Imatra stadshus", en="Imatra city hall")
NURMES = site("nurmes", fi="Nurmes, Valtimo", sv="Nurmes, Valtimo", en="Nurmes, Valtimo")
PORVOO = site("porvoo", fi="Porvoo-info", sv="Borgå-info", en="Porvoo-info")
JOENSUU = site("joensuu", fi="Joensuu", sv="Joensuu", en="Joensuu")
SALO = site("salo", fi="Salo", sv="Salo", en="Salo")
VAASA = site("vaasa", fi="Vaasa", sv="Vasa", en="Vaasa")


def fault(slug: str, owner: Owner, **changed: object) -> Fault:
    """Return a fault with evidence both ways; anything can be changed."""
    made = Fault(
        slug=slug,
        owner=owner,
        confidence=Confidence.CERTAIN,
        since=ago(minutes=78),
        unfits=True,
        rests_on=(),
        watching_seconds=10,
        harm=Harm.CLOSED_NOW,
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # the test says what it changes


def evidence(code: str, **values: Value) -> Evidence:
    return Evidence(code, values)


UNPLUGGED = fault(
    "microphone_gone",
    Owner.ON_SITE,
    variant="unplugged",
    points_to=(evidence("microphone_unplugged", at=ago(minutes=78)),),
    speaks_against=(evidence("good.speakers.present"), evidence("good.network.loss", percent=0)),
    not_seen=(evidence("unseen.specialist_sound"),),
)
SILENT = fault(
    "terminal_silent",
    Owner.UNDECIDED,
    confidence=Confidence.SUSPECTED,
    since=ago(minutes=51),
    question="screen_lit",
    values={"at": ago(minutes=51)},
    points_to=(evidence("last_heard", at=ago(minutes=51)), evidence("connection_lost", at=ago(minutes=50))),
    speaks_against=(evidence("neighbours_answer", count=1, total=1),),
    not_seen=(evidence("unseen.screen"), evidence("unseen.power")),
)
TOO_LOW = fault(
    "speakers_level",
    Owner.TERMINAL,
    since=ago(minutes=12),
    unfits=False,
    harm=Harm.DEGRADED,
    values={"percent": 12, "min_percent": 30, "max_percent": 100},
    points_to=(
        evidence("speakers_too_low", percent=12, min_percent=30, max_percent=100, at=ago(minutes=12)),
    ),
)
MUTED = fault("microphone_muted", Owner.TERMINAL, since=ago(seconds=6))


def incident(number: int | None, found: Fault, room: str, **changed: object) -> Incident:
    """Return an open incident of one room."""
    made = Incident(
        key=f"{found.slug}-{room}",
        number=number,
        state=IncidentState.OPEN,
        fault=found,
        room=room,
        site=room,
        first_seen_at=found.since,
        last_seen_at=NOW,
        opened_at=found.since + timedelta(seconds=found.watching_seconds),
        rooms=(room,),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # the test says what it changes


def state(slug: str, place: Site, verdict: Verdict = Verdict.FIT, **changed: object) -> RoomState:
    """Return a room as it stands: open until three, heard five seconds ago."""
    number = slug.rpartition("-")[2]
    suffix = f" {number}" if number.isdigit() else ""
    names = {language: name + suffix for language, name in place.name.items()}
    stage: Stage = "onboarding" if verdict is Verdict.ONBOARDING else "in_service"
    made = RoomState(
        room=Room(slug, names, place, stage, f"terminal-{slug}"[:48], PROFILE),
        verdict=verdict,
        since=ago(hours=5, minutes=18),
        in_session=False,
        presence=Presence("online", ago(seconds=5), ago(hours=5), boot_id="3f0c9a52-77aa"),
        is_open=True,
        closes_at=NOW.replace(hour=13, minute=0),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # the test says what it changes


STATES = (
    state("imatra", IMATRA),
    state("joensuu-1", JOENSUU, in_session=True),
    state("joensuu-2", JOENSUU, watching=(incident(None, MUTED, "joensuu-2", state=IncidentState.WATCHING),)),
    state(
        "nurmes",
        NURMES,
        Verdict.DEGRADED,
        since=ago(minutes=12),
        incidents=(incident(1043, TOO_LOW, "nurmes"),),
    ),
    state(
        "porvoo",
        PORVOO,
        Verdict.UNFIT,
        since=ago(minutes=78),
        incidents=(incident(1042, UNPLUGGED, "porvoo"),),
    ),
    state(
        "salo-1",
        SALO,
        Verdict.NO_DATA,
        since=ago(minutes=51),
        in_session=None,
        presence=Presence("offline", ago(minutes=51), ago(minutes=50), "connection_lost"),
        incidents=(incident(1040, SILENT, "salo-1"),),
    ),
    state("vaasa-1", VAASA, Verdict.ONBOARDING, is_open=False, closes_at=None, opens_at=ago(hours=-22)),
)
OVER = incident(
    1038,
    TOO_LOW,
    "imatra",
    state=IncidentState.RESOLVED,
    resolved_at=ago(hours=3),
    first_seen_at=ago(hours=4),
)


def signal(name: str, judged: State = State.OK, value: float | str | None = None, **rest: object) -> Signal:
    return Signal(name, judged, ago(hours=5), value, **rest)  # type: ignore[arg-type]  # the test says what it adds


SIGNALS = (
    *(signal(f"camera.{role}.present") for role in ("customer", "document")),
    signal("camera.order"),
    signal("microphone.present", State.FAILED, reason="unplugged"),
    signal("microphone.muted", State.NO_DATA, reason="missing"),
    signal("microphone.volume", State.NO_DATA, reason="missing"),
    signal("speakers.present"),
    signal("speakers.muted"),
    signal("speakers.volume", value=0.62, unit="ratio"),
    signal("call_button.present"),
    signal("touch.present"),
    signal("usb.hub"),
    signal("usb.disconnects", value=1.0, unit="per_day", expected=6.0),
    signal("network.link"),
    signal("network.round_trip", value=0.011, unit="seconds", expected=0.3),
    signal("network.loss", value=0.0, unit="ratio", expected=0.05),
    signal("network.tls.application", value=0.031, unit="seconds"),
    signal("network.interceptor"),
    signal("clock.offset", value=0.021, unit="seconds", expected=30.0),
    signal("machine.memory", value=0.41, unit="ratio", expected=0.9),
    signal("machine.temperature", value=48.0, unit="celsius", expected=85.0),
    signal("session.live", value="false"),
)


def lane(*turns: tuple[str, float]) -> tuple[Span, ...]:
    """Return spans from (state, hours ago that it began), until now."""
    ends = [hours for _, hours in turns[1:]] + [0.0]
    return tuple(Span(word, ago(hours=h), ago(hours=end)) for (word, h), end in zip(turns, ends, strict=True))


EVENTS = (
    Event(
        stream="0f1e2d3c4b5a",
        number=7,
        at=ago(minutes=78),
        body=HotPlug("removed", "1-1.2", "", "microphone"),
    ),
    Event(
        stream="0f1e2d3c4b5a",
        number=6,
        at=ago(hours=5.3),
        body=Booted("3f0c9a52", BootCause.OURS, ago(hours=5.3)),
    ),
)


def timeline(start_at: datetime, end_at: datetime = NOW) -> Timeline:
    """Return a day in which the microphone was pulled 78 minutes ago and the room restarted in the night."""
    whole = (end_at - start_at).total_seconds() / 3600
    mended = lane(("ok", whole), ("no_data", 5.35), ("ok", 5.3))
    return Timeline(
        start_at,
        end_at,
        verdicts=lane(("fit", whole), ("no_data", 5.35), ("fit", 5.3), ("unfit", 1.3)),
        lanes={
            "microphone.present": lane(("ok", whole), ("no_data", 5.35), ("ok", 5.3), ("failed", 1.3)),
            "camera.order": lane(("ok", whole), ("no_data", 5.35), ("failed", 5.3), ("ok", 5.2)),
            "speakers.volume": mended,
            "network.round_trip": lane(("ok", whole), ("warning", 15), ("ok", 14.5)),
        },
        sessions=(Span("live", ago(hours=22), ago(hours=21.4)), Span("live", ago(hours=19), ago(hours=18.3))),
        events=EVENTS,
        incidents=(incident(1042, UNPLUGGED, "porvoo"),),
    )


def walk(name: str, since_at: datetime) -> list[tuple[datetime, float]]:
    """Return a day of samples that wander around the signal's value, the same at each call."""
    rng = Random(name)
    value = next((s.value for s in SIGNALS if s.name == name and isinstance(s.value, float)), 0.5)
    step = timedelta(minutes=15)
    return [(since_at + step * at, round(value * (1 + rng.uniform(-0.08, 0.08)), 4)) for at in range(96)]


class SampleStore(SampleRestarts):
    """Answers what pages ask for from the values above; a test may exchange them and raise the change number."""

    def __init__(self, states: Sequence[RoomState] = STATES) -> None:
        self.states = tuple(states)
        self.changes = 1
        self.openings = SampleOpenings(state.room.slug for state in self.states)
        self.routes, self.post = SampleRoutes(), SamplePost()
        self.packets, self.ratings = SamplePackets(), SampleRatings()
        self.complaints, self.cards = SampleComplaints(), SampleCards()
        self.messages: tuple[Quarantined, ...] = (
            Quarantined(
                ago(minutes=3), "hv/1/terminal-x/report", "invalid", "Expected `object`, got `str`", 812
            ),
            Quarantined(
                ago(minutes=9),
                "hv/1/terminal-x/report",
                "too_large",
                "70112 bytes, at most 65536 expected",
                70_112,
            ),
        )

    def rooms(self) -> tuple[RoomState, ...]:
        return self.states

    def sites(self) -> tuple[Site, ...]:
        return tuple({state.room.site.slug: state.room.site for state in self.states}.values())

    def organisations(self) -> dict[str, dict[str, str]]:
        return {"lvv": {"fi": "Lupa- ja valvontavirasto"}}

    def room(self, slug: str) -> RoomDetail | None:
        found = next((s for s in self.states if s.room.slug == slug), None)
        return RoomDetail(found, SIGNALS, found.incidents, EVENTS) if found else None

    def timeline(self, slug: str, start_at: datetime, end_at: datetime) -> Timeline:
        return timeline(start_at, end_at) if self.room(slug) else Timeline(start_at, end_at)

    def strips(
        self, slugs: Iterable[str], start_at: datetime, end_at: datetime
    ) -> dict[str, tuple[Span, ...]]:
        known = {s.room.slug: s for s in self.states}
        return {
            slug: tuple(
                span
                for span in lane(
                    ("fit", 24),
                    ("no_data", 5.3),
                    ("fit", 5.1),
                    (str(known[slug].verdict), _hours(known[slug].since)),
                )
                if start_at < span.end_at and span.start_at < end_at
            )
            for slug in slugs
        }

    def numbers(self, slug: str, names: Iterable[str], since_at: datetime) -> Numbers:
        return {name: tuple(walk(name, since_at)) for name in names} if self.room(slug) else {}

    def incidents(
        self, states: Iterable[IncidentState], limit: int = 50, before: int | None = None
    ) -> tuple[Incident, ...]:
        wanted = tuple(states)
        every = {found.key: found for s in self.states for found in s.incidents if found.number}.values()
        found = sorted((*every, OVER), key=lambda one: -(one.number or 0))
        chosen = [
            one for one in found if one.state in wanted and (before is None or (one.number or 0) < before)
        ]
        return tuple(chosen[:limit])

    def incident(self, number: int) -> Incident | None:
        return next((one for one in self.incidents(tuple(IncidentState)) if one.number == number), None)

    def quarantined(self, limit: int = 100) -> tuple[Quarantined, ...]:
        return self.messages[:limit]

    def change_number(self) -> int:
        return self.changes


def _hours(since: datetime) -> float:
    return min(5.0, (NOW - since).total_seconds() / 3600)
