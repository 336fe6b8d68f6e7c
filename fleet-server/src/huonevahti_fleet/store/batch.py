"""One turn's worth of writes: collected while messages are taken, committed together, acknowledged after."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from huonevahti_fleet.domain.fleet import Fleet, RoomNow, Tracked
from huonevahti_fleet.domain.history import Change
from huonevahti_fleet.domain.nightly import NightRecord, ReadinessRecord
from huonevahti_fleet.domain.notices import NoticeKind
from huonevahti_fleet.domain.orders import DesiredConfig, Job
from huonevahti_fleet.domain.outgoing import Outgoing
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import Incident, Quarantined
from huonevahti_fleet.domain.terminals import Merge, StreamMark, Terminal
from huonevahti_fleet.store import faults_json, nights
from huonevahti_fleet.store.columns import to_text
from huonevahti_wire.messages import ConfigReported, Event, JobState

BEGINNING_BYTES = 512
"""How much of a quarantined message is kept: enough to see who wrote what, too little to be a channel."""


class Batch:
    """The writes of one turn over a fleet at one instant; nothing is in the database before it is committed."""

    def __init__(self, fleet: Fleet, now: datetime) -> None:
        self.fleet = fleet
        self.now = now
        self.written: dict[str, dict[Any, dict[str, Any]]] = {}
        self.added: dict[str, list[dict[str, Any]]] = {}
        self.removed: dict[str, list[dict[str, Any]]] = {}
        self.counters: Counter[str] = Counter()
        self.tally: Counter[tuple[str, str]] = Counter()
        self.outgoing: dict[tuple[str, str], Outgoing] = {}
        self.dirty: set[str] = set()
        self.looked_at: set[str] = set()
        self.touched: set[str] = set()

    def _write(self, table: str, key: Any, row: dict[str, Any]) -> None:
        self.written.setdefault(table, {})[key] = row

    def _add(self, table: str, row: dict[str, Any]) -> None:
        self.added.setdefault(table, []).append(row)

    def is_empty(self) -> bool:
        """Return whether there is nothing to commit."""
        return not (self.written or self.added or self.removed or self.counters)

    def count(self, kind: str, result: str) -> None:
        """Count a message by what became of it."""
        self.tally[kind, result] += 1

    def changed(self) -> None:
        """Say that a page would now show something else."""
        self.counters["change"] = 1

    def send(self, message: Outgoing, key: str = "") -> None:
        """Publish after the commit; of two for one topic and key only the later goes out."""
        self.outgoing[message.topic, key] = message

    def heard(self, terminal: Terminal) -> None:
        """Save that a terminal was heard now."""
        terminal.last_seen_at = self.now
        self.reports(terminal)

    def reports(self, terminal: Terminal) -> None:
        """Save which report of a terminal was the last one; of one never heard there is nothing to save."""
        if terminal.last_seen_at is None:
            return
        self.touched.add(terminal.terminal)
        row = {
            "terminal": terminal.terminal,
            "connection": terminal.report_connection,
            "sequence": terminal.sequence,
            "last_seen_at": terminal.last_seen_at,
        }
        self._write("heard", terminal.terminal, row)

    def presence(self, terminal: Terminal) -> None:
        """Save what a terminal said of itself."""
        self.touched.add(terminal.terminal)
        said = terminal.presence
        row = {
            "terminal": terminal.terminal,
            "stream": terminal.stream,
            "connection": terminal.connection,
            "said_goodbye": terminal.said_goodbye,
            "status": said.status,
            "since": said.since,
            "reason": said.reason,
            "expected_back_by": said.expected_back_by,
            "boot_id": said.boot_id,
            "boot_cause": terminal.boot_cause.value if terminal.boot_cause else "",
            "booted_at": terminal.booted_at,
        }
        self._write("presence", terminal.terminal, row)
        self.changed()

    def stream(self, terminal: Terminal, stream: str, mark: StreamMark) -> None:
        """Save how far a stream has come."""
        self.touched.add(terminal.terminal)
        key = {"terminal": terminal.terminal, "stream": stream}
        row = {**key, "connection": mark.connection, "up_to": mark.up_to, "beyond": to_text(mark.beyond)}
        self._write("stream", (terminal.terminal, stream), row)

    def signals(self, terminal: Terminal, merge: Merge) -> None:
        """Save what a report changed."""
        self.touched.add(terminal.terminal)
        name = terminal.terminal
        for signal in merge.written:
            self._write(
                "signal_now",
                (name, signal.name),
                {"terminal": name, "name": signal.name, "body": to_text(signal)},
            )
            if isinstance(signal.value, int | float) and not isinstance(signal.value, bool):
                sample = {
                    "room": terminal.room,
                    "name": signal.name,
                    "at": self.now,
                    "value": float(signal.value),
                }
                self._add("number_sample", sample)
        for gone in merge.gone:
            self.written.get("signal_now", {}).pop((name, gone), None)
            self.removed.setdefault("signal_now", []).append({"terminal": name, "name": gone})
        for change in merge.changes:
            self._add("signal_change", _change_row(terminal.room, change))
        if merge.written or merge.gone:
            self.changed()

    def event(self, terminal: Terminal, event: Event) -> None:
        """Save an event."""
        self.touched.add(terminal.terminal)
        row = {
            "terminal": terminal.terminal,
            "stream": event.stream,
            "number": event.number,
            "room": terminal.room,
            "at": min(event.at, self.now),
            "received_at": self.now,
            "body": to_text(event),
        }
        self._write("event", (terminal.terminal, event.stream, event.number), row)
        self.changed()

    def session(self, room: str, start_at: datetime, end_at: datetime | None) -> None:
        """Save that a session began, or that it ended."""
        self._write("session_span", (room, start_at), {"room": room, "start_at": start_at, "end_at": end_at})

    def room(self, state: RoomNow, *, has_turned: bool) -> None:
        """Save how a room was found, and the turn of its verdict if it turned."""
        slug, verdict = state.room.slug, str(state.verdict)
        opening = dict(zip(("is_open", "opens_at", "closes_at"), state.opening, strict=True))
        row = {
            "room": slug,
            "verdict": verdict,
            "since": state.since,
            "in_session": state.in_session,
            **opening,
        }
        self._write("room_now", slug, row)
        if has_turned:
            self._add("verdict_change", {"room": slug, "verdict": verdict, "at": state.since})
        self.changed()

    def night(self, record: NightRecord) -> None:
        """Save what is known of a night's restart."""
        self._write("night", (record.room, record.day), nights.night_row(record))
        self.counters["nights"] = 1
        self.changed()

    def night_gone(self, record: NightRecord) -> None:
        """Forget a night that was planned and is not to be."""
        self.written.get("night", {}).pop((record.room, record.day), None)
        self.removed.setdefault("night", []).append({"room": record.room, "day": record.day})
        self.counters["nights"] = 1
        self.changed()

    def readiness(self, record: ReadinessRecord) -> None:
        """Save the last word on an opening."""
        self._write("readiness", (record.room, record.opens_at), nights.readiness_row(record))
        self.counters["nights"] = 1
        self.changed()

    def incident(self, tracked: Tracked) -> None:
        """Save an incident as it stands."""
        incident = tracked.incident
        row = {
            "row": tracked.row,
            **{name: getattr(incident, name) for name in _INCIDENT_FIELDS},
            "state": incident.state.value,
            "owner": incident.owner.value,
            "fault": faults_json.to_text(incident.fault),
            "rooms": to_text(incident.rooms),
        }
        self._write("incident", tracked.row, row)
        for room in incident.rooms:
            self._write("incident_room", (room, tracked.row), {"room": room, "incident": tracked.row})
        self.changed()

    def notice(self, kind: NoticeKind, incident: Incident, former_owner: Owner | None) -> None:
        """Save that others are to be told of a step in an incident's life, together with the step itself."""
        row = {
            "kind": kind.value,
            "at": self.now,
            "incident": incident.number,
            "fault": faults_json.to_text(incident.fault),
            "room": incident.room,
            "site": incident.site,
            "rooms": to_text(incident.rooms),
            "former_owner": former_owner.value if former_owner else "",
            "routed_at": None,
        }
        self._add("notice", row)

    def incident_gone(self, tracked: Tracked) -> None:
        """Forget an incident that was only watched."""
        self.written.get("incident", {}).pop(tracked.row, None)
        self.removed.setdefault("incident", []).append({"row": tracked.row})
        self.removed.setdefault("incident_room", []).append({"incident": tracked.row})
        self.written["incident_room"] = {
            key: row for key, row in self.written.get("incident_room", {}).items() if key[1] != tracked.row
        }
        self.changed()

    def quarantine(self, message: Quarantined, beginning: bytes) -> None:
        """Keep the beginning of a message that could not be read or believed."""
        row = {name: getattr(message, name) for name in ("at", "topic", "reason", "detail", "size_bytes")}
        self._add("quarantine", {**row, "beginning": beginning[:BEGINNING_BYTES]})
        self.changed()

    def job(self, job: Job) -> None:
        """Save a job."""
        row = {name: getattr(job, name) for name in job.__slots__}
        self._write("job", job.job, {**row, "state": job.state.value})

    def job_state(self, terminal: Terminal, state: JobState) -> None:
        """Save where a job stands on its terminal."""
        row = {"terminal": terminal.terminal, "job": state.job, "state": state.state.value}
        self._add("job_state", {**row, "state_at": self.now, "state_reason": state.reason, "until": state.until})

    def config(self, desired: DesiredConfig) -> None:
        """Save what a terminal shall be like."""
        row = {
            name: getattr(desired, name)
            for name in ("terminal", "version", "content", "envelope", "issued_at")
        }
        self._write("config", desired.terminal, {**row, "reported": ""})

    def config_reported(self, terminal: Terminal, said: ConfigReported) -> None:
        """Save which config a terminal says it follows."""
        row = {"terminal": terminal.terminal, "reported": to_text(said), "reported_at": self.now}
        self._add("config_reported", row)


_INCIDENT_FIELDS = (
    *("key", "number", "room", "site", "first_seen_at", "last_seen_at"),
    *("opened_at", "resolved_at", "closed_at", "reopened", "mended_by"),
)


def _change_row(room: str, change: Change) -> dict[str, Any]:
    was = change.was.value if change.was else None
    row = {"room": room, "name": change.name, "was": was, "state": change.state.value}
    return {**row, "reason": change.reason, "at": change.at}
