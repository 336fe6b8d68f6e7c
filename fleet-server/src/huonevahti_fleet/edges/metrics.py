"""Numbers for Prometheus at /metrics."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.packets import Standing
from huonevahti_fleet.domain.rooms import IncidentState, Verdict
from huonevahti_fleet.edges.ingest import Condition
from huonevahti_fleet.edges.restart_metrics import restart_gauges
from huonevahti_fleet.store import Store

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LATENCY_BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
FRESH_SECONDS = 1.0
router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer with everything there is to count."""
    state = request.app.state
    if not hasattr(state, "exposition"):
        state.exposition = Exposition(state.store, state.condition, state.clock)
    return Response(state.exposition.text(), media_type=CONTENT_TYPE)


class Exposition:
    """Gathers rooms and incidents from the store, and what the ingest of this process has counted."""

    def __init__(self, store: Store, condition: Condition, clock: Callable[[], datetime]) -> None:
        self._condition = condition
        self._rooms, self._messages = CollectorRegistry(), CollectorRegistry()
        self._rooms.register(_Rooms(store))
        self._rooms.register(_Restarts(store, clock))
        self._messages.register(_Messages(condition))
        self._told: tuple[float, bytes] = (0.0, b"")
        self._latency = Histogram(
            "huonevahti_ingest_latency_seconds",
            "From the start of a batch's turn to its commit.",
            buckets=LATENCY_BUCKETS_SECONDS,
            registry=self._messages,
        )

    def text(self) -> bytes:
        """Return the exposition; its thousands of lines about rooms may be a second old."""
        while self._condition.waits_seconds:
            self._latency.observe(self._condition.waits_seconds.popleft())
        monotonic = time.monotonic()
        if monotonic - self._told[0] > FRESH_SECONDS or not self._told[1]:
            self._told = (monotonic, generate_latest(self._rooms))
        return self._told[1] + generate_latest(self._messages)


class _Rooms(Collector):
    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """Yield how each room stands, and what is open with whom."""
        states = self._store.rooms()
        verdict = GaugeMetricFamily(
            "huonevahti_room_verdict", "1 for the verdict a room has.", labels=("room", "verdict")
        )
        seen = GaugeMetricFamily(
            "huonevahti_terminal_last_seen_timestamp_seconds",
            "When a terminal was last heard.",
            labels=("room",),
        )
        for state in states:
            for each in Verdict:
                verdict.add_metric((state.room.slug, each.value), float(state.verdict is each))
            if state.presence.last_seen_at is not None:
                seen.add_metric((state.room.slug,), state.presence.last_seen_at.timestamp())
        yield from (verdict, seen, self._incidents(), self._notifications(), *self._complaints())
        for name, meaning in (
            ("lost", "Events that terminals had to give up."),
            ("change", "Changes that pages show."),
        ):
            counted = CounterMetricFamily(f"huonevahti_{_PLURALS[name]}", meaning)
            counted.add_metric((), self._store.counter(name))
            yield counted

    def _notifications(self) -> Metric:
        family = GaugeMetricFamily(
            "huonevahti_notifications", "Messages to others by where they are.", labels=("state",)
        )
        for state, count in self._store.post.counts().items():
            family.add_metric((state.value,), count)
        return family

    def _complaints(self) -> Iterator[Metric]:
        asked = GaugeMetricFamily(
            "huonevahti_complaints", "Complaints kept, by what the record said.", labels=("outcome", "state")
        )
        counts = self._store.complaints.counts()
        for outcome in ("fault", "clearance", "unclear"):
            asked.add_metric((outcome, "open"), counts[outcome, False])
            asked.add_metric((outcome, "answered"), counts[outcome, True])
        pressed = GaugeMetricFamily(
            "huonevahti_card_presses", "Presses on cards kept, by what came of them.", labels=("kind", "result")
        )
        for labels, count in sorted(self._store.cards.counts().items()):
            pressed.add_metric(labels, count)
        handed = GaugeMetricFamily(
            "huonevahti_handovers", "Packets handed to others, by what they answered last.", labels=("standing",)
        )
        answered = self._store.packets.counts()
        for standing in get_args(Standing):
            handed.add_metric((standing,), answered[standing])
        kept = GaugeMetricFamily("huonevahti_checks", "Results of specialists' own checks that are kept.")
        kept.add_metric((), self._store.checks.count())
        yield from (asked, pressed, handed, kept)

    def _incidents(self) -> Metric:
        opened = self._store.incidents((IncidentState.OPEN,), 10_000)
        by_owner = Counter(incident.owner for incident in opened)
        family = GaugeMetricFamily(
            "huonevahti_incidents_open", "Open incidents by whose move it is.", labels=("owner",)
        )
        for owner in Owner:
            family.add_metric((owner.value,), by_owner[owner])
        return family


class _Restarts(Collector):
    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers of the daily restart."""
        for gauge in restart_gauges(self._store, self._clock()):
            family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=gauge.labels)
            for labels, value in gauge.rows.items():
                family.add_metric(labels, value)
            yield family


_PLURALS = {"lost": "events_lost", "change": "changes"}
_SEPARATE: dict[str, tuple[str, str, str]] = {
    "quarantined": ("huonevahti_quarantined", "Messages that could not be read or believed.", "reason"),
    "rule": ("huonevahti_rule_failures", "Rules that raised instead of answering.", "rule"),
}


class _Messages(Collector):
    def __init__(self, condition: Condition) -> None:
        self._condition = condition

    def collect(self) -> Iterator[Metric]:
        """Yield what became of the messages taken."""
        messages = CounterMetricFamily(
            "huonevahti_messages", "Messages by what became of them.", labels=("kind", "result")
        )
        separate: dict[str, Any] = {
            kind: CounterMetricFamily(name, meaning, labels=(label,))
            for kind, (name, meaning, label) in _SEPARATE.items()
        }
        remedies = CounterMetricFamily(
            "huonevahti_remedies", "Remedies of terminals by what came of them.", labels=("remedy", "outcome")
        )
        for (kind, result), count in self._condition.tally.copy().items():
            if kind.startswith("remedy:"):
                remedies.add_metric((kind.removeprefix("remedy:"), result), count)
            elif kind in separate:
                separate[kind].add_metric((result,), count)
            else:
                messages.add_metric((kind, result), count)
        connected = GaugeMetricFamily("huonevahti_broker_connected", "1 while this server reads the broker.")
        connected.add_metric((), float(self._condition.is_connected))
        yield from (messages, *separate.values(), remedies, connected)
