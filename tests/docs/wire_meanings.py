"""What each field of the wire means, whether it can point to a person, and how long it is kept: one line each."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from huonevahti_fleet.settings import Settings

_KEPT = {field.name: field.default for field in structs.fields(Settings)}
HISTORY = f"{_KEPT['history_kept_days']} days"
SAMPLES = f"numbers {_KEPT['samples_kept_days']} days, changes {_KEPT['history_kept_days']} days"
LATEST = "the latest alone"
NOT_KEPT = "not kept"
EVENTS = f"terminal: 7 days after it is stored; server: {HISTORY}"
TERMINAL = "terminal: until the next version"
LEDGER = "terminal: in the ledger, beyond its expiry"


@dataclass(frozen=True)
class Meaning:
    """One field: its meaning, how long it is kept, and how it can point to a person (empty: it cannot)."""

    text: str
    kept: str
    personal: str = ""


_VISITS = "indirectly: `session.live` and what users touch tell when somebody was there, never who"
_HELD = "indirectly: what holds a restart tells that somebody was there, never who"
_VERSION = Meaning("Version of the wire this message is written in", NOT_KEPT)

MEANINGS: dict[str, Meaning] = {
    "Presence.kind": Meaning(
        "Said at connecting, at leaving, or by the broker when the terminal fell silent", LATEST
    ),
    "Presence.status": Meaning("What the terminal says of itself", LATEST),
    "Presence.stream": Meaning("Random id of the terminal's outbox", LATEST),
    "Presence.connection": Meaning("Counts the terminal's connections; a lower one is older", LATEST),
    "Presence.boot_id": Meaning("The kernel's random id of this boot", LATEST),
    "Presence.since": Meaning("When this presence began", LATEST),
    "Presence.reason": Meaning("Code for why it left", LATEST),
    "Presence.expected_back_by": Meaning("Until when a restart or an update may take", LATEST),
    "Presence.agent_version": Meaning("Version of the agent", LATEST),
    "Presence.v": _VERSION,
    "Report.stream": Meaning("Random id of the terminal's outbox", LATEST),
    "Report.connection": Meaning("Counts the terminal's connections", LATEST),
    "Report.sequence": Meaning("Counts reports within the stream; older never overwrites newer", LATEST),
    "Report.sent_at": Meaning("When the terminal sent it, by its own clock", LATEST),
    "Report.state_hash": Meaning("Hash over names, states and reasons of all signals", LATEST),
    "Report.full": Meaning("Whether all signals are in it, or the changed ones only", NOT_KEPT),
    "Report.signals": Meaning("The signals", SAMPLES, _VISITS),
    "Report.v": _VERSION,
    "Signal.name": Meaning("Which condition; see [signals](signals.md)", SAMPLES),
    "Signal.state": Meaning("How it was judged", SAMPLES, _VISITS),
    "Signal.since": Meaning("When this state began", SAMPLES, _VISITS),
    "Signal.value": Meaning(
        "The number, the truth or the device's or certificate's name behind it", SAMPLES, _VISITS
    ),
    "Signal.unit": Meaning("Unit of the number", SAMPLES),
    "Signal.expected": Meaning("Bound or name it was judged against", SAMPLES),
    "Signal.reason": Meaning("Code for why it is not ok, or cannot be told", SAMPLES),
    "Event.stream": Meaning("Random id of the terminal's outbox", EVENTS),
    "Event.number": Meaning("Counts events within the stream, without a gap", EVENTS),
    "Event.at": Meaning("When it happened, by the terminal's clock", EVENTS),
    "Event.body": Meaning("What happened", EVENTS),
    "Event.v": _VERSION,
    "Booted.boot_id": Meaning("The kernel's random id of this boot", EVENTS),
    "Booted.cause": Meaning("Why the machine booted, as far as can be told", EVENTS),
    "Booted.booted_at": Meaning("When this boot began", EVENTS),
    "Booted.previous_uptime_seconds": Meaning("How long the boot before had lasted at the least", EVENTS),
    "AgentStarted.boot_id": Meaning("The boot on which the agent started", EVENTS),
    "AgentStarted.agent_version": Meaning("Version of the agent", EVENTS),
    "HotPlug.action": Meaning("Whether a device came or went", EVENTS),
    "HotPlug.port": Meaning("Port path of the device", EVENTS),
    "HotPlug.model": Meaning("Vendor and product number of the device", EVENTS),
    "HotPlug.role": Meaning("Role of the device in the profile; empty when it has none", EVENTS),
    "HotPlug.name": Meaning(
        "Product name in the device's firmware",
        EVENTS,
        "as a rule no; a device that a visitor plugs in may bear a name of its owner's choice",
    ),
    "HotPlug.count": Meaning("How often it came or went, when it flaps", EVENTS),
    "JobEnded.job": Meaning("Random id of the job", EVENTS),
    "JobEnded.state": Meaning("How the job ended", EVENTS),
    "JobEnded.reason": Meaning("Code for why", EVENTS),
    "ConfigApplied.version": Meaning("Version of the config", EVENTS),
    "ConfigApplied.accepted": Meaning("Whether it rules now", EVENTS),
    "ConfigApplied.reason": Meaning("Code for why it was refused", EVENTS),
    "ClockStepped.step_seconds": Meaning("How far the wall clock jumped", EVENTS),
    "RemedyTried.remedy": Meaning("Which remedy the terminal tried by itself", EVENTS),
    "RemedyTried.outcome": Meaning("What came of it", EVENTS),
    "RemedyTried.role": Meaning("Role of the device it was tried on; empty when it has none", EVENTS),
    "RemedyTried.reason": Meaning("Code for why nothing came of it", EVENTS),
    "RemedyTried.treated": Meaning("Names of the signals it was to mend", EVENTS),
    "RestartTold.what": Meaning("Whether a restart was ordered, is held, or was left out that night", EVENTS, _HELD),
    "RestartTold.restart": Meaning("Whether plan, remedy or job asked for it", EVENTS),
    "RestartTold.reasons": Meaning("Codes of what held it", EVENTS, _HELD),
    "RestartTold.day": Meaning("Local day it was due on", EVENTS),
    "RestartTold.due_at": Meaning("When it was due", EVENTS),
    "RestartTold.latest_at": Meaning("Until when it may begin", EVENTS),
    "RestartTold.until": Meaning("When it is tried next", EVENTS, _HELD),
    "ReadinessJudged.opens_at": Meaning("Opening that the room is to be ready for", EVENTS),
    "ReadinessJudged.is_ready": Meaning("Whether it is", EVENTS),
    "ReadinessJudged.reasons": Meaning("Codes of why it is not", EVENTS),
    "ReadinessJudged.untested": Meaning("Signals that were not measured on this boot", EVENTS),
    "Dropped.first": Meaning("Number of the first event given up", EVENTS),
    "Dropped.reason": Meaning("Code for why events were given up", EVENTS),
    "EventStored.stream": Meaning("Stream the word is about", NOT_KEPT),
    "EventStored.up_to": Meaning("Highest event below which all are committed", NOT_KEPT),
    "EventStored.resend_from": Meaning("First event that a restored server wants again", NOT_KEPT),
    "EventStored.v": _VERSION,
    "Signed.key_id": Meaning("Name of the key that signed", TERMINAL),
    "Signed.payload": Meaning("The signed document: ConfigDocument or JobRequest, nothing else", TERMINAL),
    "Signed.signature": Meaning("Ed25519 signature over purpose, topic and document", TERMINAL),
    "Signed.v": _VERSION,
    "ConfigReported.stream": Meaning("Random id of the terminal's outbox", LATEST),
    "ConfigReported.version": Meaning("Version that rules; 0 when none ever came", LATEST),
    "ConfigReported.config_hash": Meaning("Hash of the settings that rule", LATEST),
    "ConfigReported.floor": Meaning("Lowest version that would still be accepted", LATEST),
    "ConfigReported.refused": Meaning("Code of the reason by refused key", LATEST),
    "ConfigReported.v": _VERSION,
    "JobState.stream": Meaning("Random id of the terminal's outbox", HISTORY),
    "JobState.job": Meaning("Random id of the job", HISTORY),
    "JobState.state": Meaning("Where the job stands", HISTORY),
    "JobState.at": Meaning("Since when", HISTORY),
    "JobState.reason": Meaning("Code for why", HISTORY),
    "JobState.step": Meaning("Code of the step in progress", HISTORY),
    "JobState.until": Meaning("Until when it is deferred", HISTORY),
    "JobState.v": _VERSION,
    "ServerStatus.status": Meaning("Whether the fleet server reads what is sent", LATEST),
    "ServerStatus.since": Meaning("Since when", LATEST),
    "ServerStatus.v": _VERSION,
    "ConfigDocument.terminal": Meaning("Terminal it is meant for", TERMINAL),
    "ConfigDocument.version": Meaning(
        "Rises with every change, a return to older content included", TERMINAL
    ),
    "ConfigDocument.issued_at": Meaning("When the server wrote it", TERMINAL),
    "ConfigDocument.accept_by": Meaning("Until when it may be accepted; once accepted it stays", TERMINAL),
    "ConfigDocument.time_zone": Meaning("Zone whose civil time the site lives by", TERMINAL),
    "ConfigDocument.heartbeat_seconds": Meaning("Time between two heartbeats", TERMINAL),
    "ConfigDocument.full_report_seconds": Meaning("Time between two full reports", TERMINAL),
    "ConfigDocument.poll_seconds": Meaning(
        "How often signals are polled, by family, or `*` for all others", TERMINAL
    ),
    "ConfigDocument.restart_due_seconds": Meaning(
        "Uptime after which the daily restart is overdue", TERMINAL
    ),
    "ConfigDocument.open_periods": Meaning(
        "Opening hours of the room for 400 days, holidays taken out", TERMINAL
    ),
    "ConfigDocument.resend_from": Meaning("First event that a restored server wants again", TERMINAL),
    "ConfigDocument.remedies_off": Meaning("Remedies that shall not be tried, or `*` for all", TERMINAL),
    "ConfigDocument.restart": Meaning("When the terminal restarts each day; none when left out", TERMINAL),
    "ConfigDocument.bookings": Meaning(
        "When the room is booked within 8 days, without for whom or what",
        TERMINAL,
        "indirectly: who has the server's or an authority's calendar knows whose time it is",
    ),
    "ConfigDocument.ready_before_opening_seconds": Meaning("How long before an opening readiness is told", TERMINAL),
    "ConfigDocument.released_at": Meaning("When a person last set a loop of restarts right", TERMINAL),
    "RestartPlan.at": Meaning("Local time of the restart", TERMINAL),
    "RestartPlan.weekdays": Meaning("On which days, Monday being 0", TERMINAL),
    "RestartPlan.offset_seconds": Meaning("How long after that time this site begins", TERMINAL),
    "RestartPlan.latest_before_opening_seconds": Meaning(
        "How long before an opening a restart begins at the latest", TERMINAL
    ),
    "RestartPlan.exceptions": Meaning("Days with a time of their own, or `off`", TERMINAL),
    "OpenPeriod.opens_at": Meaning("When the room opens, or is booked", TERMINAL),
    "OpenPeriod.closes_at": Meaning("When it closes, or the booking ends", TERMINAL),
    "JobRequest.job": Meaning("Random id of the job; a cancel bears that of the job it takes back", LEDGER),
    "JobRequest.terminal": Meaning("Terminal it is meant for", LEDGER),
    "JobRequest.stream": Meaning("Stream it is meant for; another one rejects it", LEDGER),
    "JobRequest.issuer": Meaning(
        "Code of the account or the rule that ordered it",
        LEDGER,
        "indirectly: the server's audit log knows whose code it is",
    ),
    "JobRequest.reason": Meaning("Code for why it was ordered", LEDGER),
    "JobRequest.not_before": Meaning("When it may begin", LEDGER),
    "JobRequest.expires_at": Meaning("After this it is never begun", LEDGER),
    "JobRequest.when": Meaning("At once, when no customer is there, or in the maintenance window", LEDGER),
    "JobRequest.action": Meaning("What to do", LEDGER),
    "JobRequest.cancel": Meaning("Whether it takes back the job of the same id", LEDGER),
    "MeasureNow.probes": Meaning("Names of the probes to run; all when empty", LEDGER),
    "MeasureNow.room_is_empty": Meaning(
        "Whether a person said that nobody is in the room, so that picture and sound may be tested", LEDGER
    ),
}
