"""Domain values in the shapes the API answers with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from huonevahti_fleet import texts
from huonevahti_fleet.api import shapes
from huonevahti_fleet.domain.faults import Evidence, Fault
from huonevahti_fleet.domain.orders import Job
from huonevahti_fleet.domain.rooms import Incident, Quarantined, RoomState, Span
from huonevahti_wire.messages import Event


def named(names: Mapping[str, str], language: str, slug: str) -> str:
    """Return a name in a language, else in Finnish, else any."""
    return names.get(language) or names.get("fi") or next(iter(names.values()), slug)


def told(language: str, fault: Fault, part: str) -> str:
    """Return a fault's `title` or `sentence`."""
    return texts.say(language, f"fault.{fault.stem}.{part}", **fault.values)


def room(state: RoomState, language: str) -> shapes.RoomItem:
    """Return a room as it stands."""
    slug, site, main = state.room.slug, state.room.site, state.main or next(iter(state.watching), None)
    return shapes.RoomItem(
        slug=slug,
        name=named(state.room.name, language, slug),
        site=site.slug,
        site_name=named(site.name, language, site.slug),
        stage=state.room.stage,
        verdict=state.verdict,
        in_session=state.in_session,
        reason=told(language, main.fault, "sentence") if main else None,
        owner=main.owner if main else None,
        since=state.since,
        last_seen_at=state.presence.last_seen_at,
        is_open=state.is_open,
        opens_at=state.opens_at,
        closes_at=state.closes_at,
        incidents=briefs(state.incidents, language),
    )


def briefs(incidents: Iterable[Incident], language: str) -> tuple[shapes.Brief, ...]:
    """Return numbered incidents in short."""
    return tuple(
        shapes.Brief(i.number, i.fault.slug, told(language, i.fault, "title"), i.owner, i.harm, i.fault.since)
        for i in incidents
        if i.number is not None
    )


def incident(found: Incident, language: str) -> shapes.IncidentItem:
    """Return an incident with its evidence."""
    fault = found.fault
    return shapes.IncidentItem(
        number=found.number or 0,
        state=found.state,
        fault=fault.slug,
        title=told(language, fault, "title"),
        sentence=told(language, fault, "sentence"),
        owner=found.owner,
        confidence=fault.confidence,
        harm=found.harm,
        scope=fault.scope,
        site=found.site,
        rooms=found.rooms,
        first_seen_at=found.first_seen_at,
        last_seen_at=found.last_seen_at,
        opened_at=found.opened_at,
        resolved_at=found.resolved_at,
        closed_at=found.closed_at,
        reopened=found.reopened,
        mended_by=found.mended_by,
        points_to=_evidence(fault.points_to, language),
        speaks_against=_evidence(fault.speaks_against, language),
        not_seen=_evidence(fault.not_seen, language),
    )


def _evidence(evidence: Iterable[Evidence], language: str) -> tuple[shapes.EvidenceItem, ...]:
    return tuple(
        shapes.EvidenceItem(e.code, texts.say(language, f"evidence.{e.code}", **e.values)) for e in evidence
    )


def spans(found: Iterable[Span]) -> tuple[shapes.SpanItem, ...]:
    """Return stretches of states."""
    return tuple(shapes.SpanItem(span.state, span.start_at, span.end_at) for span in found)


def event(happened: Event) -> shapes.EventItem:
    """Return an event with the values of its kind."""
    values: dict[str, Any] = msgspec.to_builtins(happened.body, builtin_types=(datetime,))
    kind = values.pop("kind")
    plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()}
    return shapes.EventItem(happened.at, kind, happened.stream, happened.number, plain)


def terminal(state: RoomState) -> shapes.TerminalItem:
    """Return a terminal and its connection."""
    said = state.presence
    return shapes.TerminalItem(
        terminal=state.room.terminal or "",
        room=state.room.slug,
        presence=said.status,
        reason=said.reason,
        since=said.since,
        expected_back_by=said.expected_back_by,
        last_seen_at=said.last_seen_at,
        boot_id=said.boot_id,
        profile=state.room.profile.name,
    )


def quarantined(message: Quarantined) -> shapes.QuarantinedItem:
    """Return a message that could not be read or believed."""
    return shapes.QuarantinedItem(
        message.at, message.topic, message.reason, message.detail, message.size_bytes
    )


def job(ordered: Job) -> shapes.JobItem:
    """Return an order and where it stands."""
    return shapes.JobItem(**{name: getattr(ordered, name) for name in shapes.JobItem.__struct_fields__})
