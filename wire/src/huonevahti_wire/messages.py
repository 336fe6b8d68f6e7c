"""The messages of the wire, as frozen structs: what a terminal says and what it is told.

Every message has `v`, its wire version. A message without one is of version 1, for ever: the default never moves.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_wire.schedule import RestartPlan
from huonevahti_wire.signals import Code, FamilyName, Instant, RemedyName, ShortText, Signal, SignalName
from huonevahti_wire.topics import JOB_PATTERN, TERMINAL_PATTERN

# `$` alone would let a line break through behind the end
_END = r"$(?!\n)"

Stream = Annotated[str, Meta(pattern=rf"^[0-9a-f]{{12}}{_END}")]
"""Random id born with a terminal's outbox; sequences, connections and the ledger belong to it."""
Count = Annotated[int, Meta(ge=0, le=2**53)]
Number = Annotated[int, Meta(ge=1, le=2**53)]
"""Exact in every reader, those whose only number is a double among them."""
BootId = Annotated[str, Meta(pattern=rf"^[0-9a-f-]{{8,36}}{_END}")]
JobId = Annotated[str, Meta(pattern=rf"^{JOB_PATTERN}{_END}")]
Terminal = Annotated[str, Meta(pattern=rf"^{TERMINAL_PATTERN}{_END}")]
Version = Annotated[str, Meta(pattern=rf"^[0-9A-Za-z.+-]{{1,32}}{_END}")]
Hash = Annotated[str, Meta(pattern=rf"^[0-9a-f]{{16}}{_END}")]


class Status(StrEnum):
    """What a terminal says of its own presence."""

    ONLINE = "online"
    OFFLINE = "offline"
    RESTARTING = "restarting"
    UPDATING = "updating"


class Presence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Birth, goodbye and will of one connection, all retained on one topic; ordered by (stream, connection)."""

    kind: Literal["birth", "goodbye", "will"]
    status: Status
    stream: Stream
    connection: Number
    boot_id: BootId
    since: Instant
    reason: Code = ""
    expected_back_by: Instant | None = None
    agent_version: Version = "0"
    v: int = 1


class Report(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Signals: all of them when `full`, else those that changed; an empty partial report is the heartbeat.

    `state_hash` is over the terminal's whole state after this report (see `signals.state_hash`).
    """

    stream: Stream
    connection: Number
    sequence: Number
    sent_at: Instant
    state_hash: Hash
    full: bool = False
    signals: tuple[Signal, ...] = ()
    v: int = 1


class BootCause(StrEnum):
    """Why a machine booted, as far as can be told from what the last boot left behind."""

    OURS = "ours"
    REMEDY = "remedy"
    FOREIGN_CLEAN = "foreign_clean"
    POWER_CUT = "power_cut"
    PANIC = "panic"
    WATCHDOG = "watchdog"
    HUNG = "hung"
    FIRST = "first"
    UNKNOWN = "unknown"


class Booted(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="booted"):
    """The machine came up; `previous_uptime_seconds` is how long the boot before had lasted at the least."""

    boot_id: BootId
    cause: BootCause
    booted_at: Instant
    previous_uptime_seconds: float | None = None


class AgentStarted(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="agent_started"):
    """The agent's process began, on a boot already told of or just told of."""

    boot_id: BootId
    agent_version: Version


class HotPlug(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="hot_plug"):
    """A device came or went; a flapping one is coalesced into `count` happenings up to this instant."""

    action: Literal["added", "removed"]
    port: Annotated[str, Meta(pattern=rf"^[0-9a-z.:-]{{0,32}}{_END}")]
    model: Annotated[str, Meta(pattern=rf"^([0-9a-f]{{4}}:[0-9a-f]{{4}})?{_END}")] = ""
    role: Code = ""
    name: ShortText = ""
    count: Number = 1


class JobStatus(StrEnum):
    """Where a job stands; the last six are final."""

    QUEUED = "queued"
    OFFERED = "offered"
    DEFERRED = "deferred"
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REJECTED = "rejected"
    TIMED_OUT = "timed_out"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """True once nothing more can happen to the job."""
        return self not in (JobStatus.QUEUED, JobStatus.OFFERED, JobStatus.DEFERRED, JobStatus.IN_PROGRESS)


class JobEnded(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="job_ended"):
    """A job reached its final state."""

    job: JobId
    state: JobStatus
    reason: Code = ""


class ConfigApplied(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="config_applied"):
    """A desired config was applied, or refused with a reason; the former one then still rules."""

    version: Number
    accepted: bool
    reason: Code = ""


class ClockStepped(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="clock_stepped"):
    """The wall clock moved against the monotonic one by `step_seconds` between two turns of the cycle."""

    step_seconds: float


class RemedyTried(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="remedy_tried"):
    """A remedy was tried on what it treats, and looked at after: done, undone because more was wrong, failed, refused.

    `refused` is one that was never begun: by whoever guards what it would have changed, or because it was tried
    often enough that day.
    """

    remedy: Code
    outcome: Literal["done", "undone", "failed", "refused"]
    role: Code = ""
    reason: Code = ""
    treated: Annotated[tuple[SignalName, ...], Meta(max_length=8)] = ()


class RestartTold(
    Struct,
    frozen=True,
    omit_defaults=True,
    tag_field="kind",
    tag="restart_told",
    rename={"kind": "restart"},  # on the wire an event's `kind` is what it tells of
):
    """A restart was ordered, is due and held, or was skipped with its night; told once a change of that.

    `day` is the local day it was due on. It may begin from `due_at` until `latest_at`; `until` is the next attempt.
    """

    what: Literal["deferred", "ordered", "skipped"]
    kind: Literal["planned", "remedy", "job"]
    reasons: Annotated[tuple[Code, ...], Meta(max_length=8)] = ()
    day: date | None = None
    due_at: Instant | None = None
    latest_at: Instant | None = None
    until: Instant | None = None


class ReadinessJudged(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="readiness_judged"):
    """Whether the room is ready for an opening, told a set time before it, and again when that turns until then.

    `reasons` say why it is not. `untested` names the signals that could not be measured on this boot.
    """

    opens_at: Instant
    is_ready: bool
    reasons: Annotated[tuple[Code, ...], Meta(max_length=16)] = ()
    untested: Annotated[tuple[Code, ...], Meta(max_length=16)] = ()


class Dropped(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="dropped"):
    """Stands for the events `first` up to its own number, given up because the outbox was full."""

    first: Number
    reason: Code = "outbox_full"


EventBody = (
    Booted
    | AgentStarted
    | HotPlug
    | JobEnded
    | ConfigApplied
    | ClockStepped
    | RemedyTried
    | RestartTold
    | ReadinessJudged
    | Dropped
)


class Event(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What happened once; `number` counts from 1 within the stream without a gap."""

    stream: Stream
    number: Number
    at: Instant
    body: EventBody
    v: int = 1


class EventStored(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The server has committed every event of the stream up to `up_to` (0: none); only this empties an outbox.

    `resend_from` asks for events already acknowledged once, by a server restored from a copy.
    """

    stream: Stream
    up_to: Count
    resend_from: Number | None = None
    v: int = 1


class Signed(Struct, frozen=True, kw_only=True):
    """An Ed25519 envelope: `payload` is the JSON of a document, `signature` covers its purpose and topic too."""

    key_id: Hash
    payload: Annotated[bytes, Meta(max_length=45_000)]
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]
    v: int = 1


TimeZone = Annotated[str, Meta(pattern=rf"^[A-Za-z_]+(/[A-Za-z_+-]+)*{_END}", max_length=48)]


class OpenPeriod(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One stretch of opening hours, in UTC; a pair on the wire, since 400 days of them travel in one document."""

    opens_at: Instant
    closes_at: Instant


class ConfigDocument(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """What a terminal shall be like; signed, retained, all or nothing.

    `accept_by` limits accepting, never keeping. Opening hours travel expanded for 400 days.
    `poll_seconds` may change how often signals are polled, by family name, or by "*" for all others.
    `remedies_off` names remedies that shall not be tried, or "*" for all, beside those of the terminal's own profile.
    `restart` is the daily restart, none where it is left out. `bookings` are those of the coming 8 days, by their times
    alone. `released_at` is when a person last set a loop of restarts right.
    What is left out is as the terminal's own profile says.
    """

    terminal: Terminal
    version: Number
    issued_at: Instant
    accept_by: Instant
    time_zone: TimeZone = "Europe/Helsinki"
    heartbeat_seconds: Annotated[float, Meta(ge=1, le=3600)] | None = None
    full_report_seconds: Annotated[float, Meta(ge=60, le=86_400)] = 21_600.0
    poll_seconds: dict[FamilyName, Annotated[float, Meta(ge=1, le=86_400)]] = {}
    restart_due_seconds: Annotated[float, Meta(ge=3600, le=31_622_400)] | None = None
    open_periods: tuple[OpenPeriod, ...] = ()
    resend_from: Number | None = None
    remedies_off: Annotated[tuple[RemedyName, ...], Meta(max_length=32)] = ()
    restart: RestartPlan | None = None
    bookings: tuple[OpenPeriod, ...] = ()
    ready_before_opening_seconds: Annotated[float, Meta(ge=900, le=14_400)] = 2700.0
    released_at: Instant | None = None


class ConfigReported(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The effective config's version and hash; each key that was refused with its reason."""

    stream: Stream
    version: Count
    config_hash: Hash
    floor: Count = 0
    refused: dict[Code, Code] = {}
    v: int = 1


class MeasureNow(
    Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="measure_now", forbid_unknown_fields=True
):
    """Run the named probes at once (all of them when empty) and send a full report.

    `room_is_empty`: a person said at `not_before` that nobody is in the room; what sees or hears may then be tested.
    """

    probes: tuple[Code, ...] = ()
    room_is_empty: bool = False


class Restart(
    Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="restart", forbid_unknown_fields=True
):
    """Restart the terminal once nothing holds it; the next boot tells how that ended."""


class JobRequest(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A signed order for one stream of one terminal; a cancel carries the id of the job it takes back.

    `issuer` and `reason` are codes: who that is and what was written stays in the office's audit log.
    """

    job: JobId
    terminal: Terminal
    stream: Stream
    issuer: Code
    reason: Code
    not_before: Instant
    expires_at: Instant
    when: Literal["now", "when_idle", "in_the_window"] = "now"
    action: MeasureNow | Restart | None = None
    cancel: bool = False


class JobState(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a job stands on the terminal."""

    stream: Stream
    job: JobId
    state: JobStatus
    at: Instant
    reason: Code = ""
    step: Code = ""
    until: Instant | None = None
    v: int = 1


class ServerStatus(Struct, frozen=True, kw_only=True):
    """Whether the fleet server reads what is sent; retained, with a will."""

    status: Literal["online", "offline"]
    since: Instant
    v: int = 1


UpMessage = Presence | Report | Event | ConfigReported | JobState
DownMessage = EventStored | Signed | ServerStatus
