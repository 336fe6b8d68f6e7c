"""Somebody says what they saw or heard in a room: the record of that time answers at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from huonevahti_fleet.domain.clear import AFTER, BEFORE, WORST_FIRST, Measurement, Record, answer, fault_at
from huonevahti_fleet.domain.complaints import Complaint, Source
from huonevahti_fleet.domain.history import Change
from huonevahti_fleet.domain.rooms import Incident, Numbers, RoomDetail, Span, Verdict
from huonevahti_fleet.domain.symptoms import MEANINGS, Symptom, speaks
from huonevahti_fleet.store import Store
from huonevahti_wire.signals import State, family_of

SAME_WITHIN = timedelta(minutes=2)
"""A form sent twice is one complaint."""
EARLIER = timedelta(hours=24)
SAMPLE_OLD = timedelta(minutes=30)
"""A number older than this is not of that time."""
_SEEN = (Verdict.FIT, Verdict.DEGRADED, Verdict.UNFIT)


def take_complaint(
    store: Store, about: tuple[str, Symptom], at: datetime, source: Source, now: datetime
) -> Complaint | None:
    """Save a complaint about a room with the record's answer and return it; None when there is no such room."""
    slug, symptom = about
    detail = store.room(slug)
    if detail is None:
        return None
    same = store.complaints.alike(slug, symptom, now - SAME_WITHIN)
    if same is not None and abs(same.at - at) < SAME_WITHIN:
        return same
    record = record_of(store, detail, symptom, at, now)
    incident = fault_at(record, symptom)
    made = Complaint(
        number=0,
        room=slug,
        symptom=symptom,
        at=at,
        made_at=now,
        source=source,
        answer=answer(record, symptom),
        fault=incident.fault if incident else None,
    )
    return replace(made, number=store.complaints.add(made))


def record_of(store: Store, detail: RoomDetail, symptom: Symptom, at: datetime, now: datetime) -> Record:
    """Return what is known of a room around an instant, as far as it speaks to a symptom."""
    slug, (start_at, end_at) = detail.state.room.slug, (at - BEFORE, min(at + AFTER, now))
    line = store.timeline(slug, start_at - EARLIER, now)
    lanes = {name: lane for name, lane in line.lanes.items() if speaks(MEANINGS[symptom], name)}
    numbers = store.numbers(slug, _numeric(lanes), start_at - SAMPLE_OLD)
    signals = {}
    for name, lane in lanes.items():
        found = _measurement(name, lane, (start_at, end_at))
        if found is not None:
            signals[name] = _numbered(_reasoned(found, line.changes, detail), numbers, end_at)
    live = any(_overlaps(span, at, at + timedelta(minutes=1)) for span in line.sessions)
    return Record(
        room=slug,
        start_at=start_at,
        end_at=end_at,
        signals=signals,
        incidents=tuple(_of_then((*line.incidents, *detail.state.watching), start_at, end_at)),
        is_heard=any(s.state in _SEEN for s in line.verdicts if s.start_at <= end_at and at <= s.end_at),
        in_session=live,
        same_elsewhere=store.complaints.elsewhere(slug, symptom, at - EARLIER),
    )


def _numeric(names: Iterable[str]) -> list[str]:
    found = ((name, family_of(name)) for name in names)
    return [name for name, family in found if family is not None and family.unit]


def _overlaps(span: Span, start_at: datetime, end_at: datetime) -> bool:
    return span.start_at <= end_at and span.end_at >= start_at


def _of_then(incidents: Iterable[Incident], start_at: datetime, end_at: datetime) -> Iterable[Incident]:
    for incident in incidents:
        if incident.first_seen_at <= end_at and (
            incident.resolved_at is None or incident.resolved_at >= start_at
        ):
            yield incident


def _measurement(
    name: str, lane: tuple[Span, ...], window: tuple[datetime, datetime]
) -> Measurement | None:
    """Return the worst state of a lane within a window, and when it was last good if it was not measured then."""
    then = [span for span in lane if _overlaps(span, *window)]
    if not then:
        return None
    worst = min(then, key=lambda span: WORST_FIRST.index(State(span.state)))
    good = [span.end_at for span in lane if span.state == State.OK and span.end_at <= window[0]]
    is_missing = worst.state == State.NO_DATA
    return Measurement(
        name, State(worst.state), worst.start_at, good_until=max(good) if good and is_missing else None
    )


def _reasoned(found: Measurement, changes: Iterable[Change], detail: RoomDetail) -> Measurement:
    """Return a measurement with the reason its signal gave then."""
    turned = [c for c in changes if c.name == found.name and c.at == found.since and c.state is found.state]
    now = next((s for s in detail.signals if s.name == found.name and s.state is found.state), None)
    reason = turned[-1].reason if turned else now.reason if now and now.since <= found.since else ""
    return Measurement(found.name, found.state, found.since, reason, good_until=found.good_until)


def _numbered(found: Measurement, numbers: Numbers, end_at: datetime) -> Measurement:
    samples = [sample for sample in numbers.get(found.name, ()) if sample[0] <= end_at]
    if not samples or found.state is State.NO_DATA:
        return found
    at, value = samples[-1]
    return Measurement(found.name, found.state, found.since, found.reason, value, at, found.good_until)
