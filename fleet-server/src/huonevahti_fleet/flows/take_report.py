"""A report arrives: a heartbeat, what changed, or everything."""

from __future__ import annotations

from dataclasses import replace

from huonevahti_fleet.domain.terminals import (
    Order,
    StreamMark,
    Terminal,
    merge,
    order_of_report,
    within_a_day,
)
from huonevahti_fleet.flows.order_job import ask_full_report
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Batch
from huonevahti_wire.messages import Report
from huonevahti_wire.signals import state_hash


def take_report(batch: Batch, terminal: Terminal, report: Report, seal: Seal) -> None:
    """Take a report unless it is older than what is known; ask for all signals when the hash says we differ."""
    order = order_of_report(terminal, report)
    batch.count("report", order.value)
    if order is not Order.NEWER:
        return
    is_current = (report.stream, report.connection) == (terminal.stream, terminal.connection)
    if not is_current or terminal.presence.status != "online":
        _follow(batch, terminal, report)
    terminal.report_connection, terminal.sequence = report.connection, report.sequence
    if terminal.last_seen_at is None or batch.fleet.rooms[terminal.room].is_silent:
        batch.dirty.add(terminal.room)
    batch.heard(terminal)
    if report.signals or report.full:
        _take_signals(batch, terminal, report)
    if report.state_hash != terminal.state_hash:
        ask_full_report(batch, terminal, seal)


def _follow(batch: Batch, terminal: Terminal, report: Report) -> None:
    """Take the report's connection for the current one; who reports is online, whatever was said of it."""
    mark = terminal.streams.setdefault(report.stream, StreamMark())
    if (report.stream, report.connection) != (terminal.stream, terminal.connection):
        terminal.presence = replace(terminal.presence, boot_id="")  # its birth will tell
    mark.connection = max(mark.connection, report.connection)
    terminal.stream, terminal.connection, terminal.said_goodbye = report.stream, report.connection, False
    if terminal.presence.status != "online":
        terminal.presence = replace(
            terminal.presence, status="online", since=batch.now, reason="", expected_back_by=None
        )
    batch.stream(terminal, report.stream, mark)
    batch.presence(terminal)
    batch.dirty.add(terminal.room)


def _take_signals(batch: Batch, terminal: Terminal, report: Report) -> None:
    merged = merge(terminal.signals, report, batch.now)
    terminal.signals = merged.signals
    terminal.state_hash = state_hash(merged.signals.values())
    if merged.changes:
        terminal.changes = within_a_day((*merged.changes, *terminal.changes), batch.now)
    if merged.written or merged.gone:
        batch.signals(terminal, merged)
        batch.dirty.add(terminal.room)
