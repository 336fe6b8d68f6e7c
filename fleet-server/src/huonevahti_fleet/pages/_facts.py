"""What a room is, and every signal it sends, as plain tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import RoomDetail
from huonevahti_fleet.pages._parts import WORST_FIRST
from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import Signal


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value; `is_code` asks for letters of one width."""

    name: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal as a row of the table."""

    code: str
    name: str
    shape: str
    word: str
    value: str
    reason: str
    since: str


def facts(detail: RoomDetail, reader: Reader) -> tuple[Fact, ...]:
    """Return what is known of the room and its terminal."""
    state, site, presence = detail.state, detail.state.room.site, detail.state.presence
    seen = f"{reader.second(presence.last_seen_at)}" if presence.last_seen_at else reader.t("never")
    found = [
        Fact(reader.t("fact.site"), reader.name(site.name, site.slug)),
        Fact(
            reader.t("fact.organisation"),
            reader.name(site.organisation_name, site.organisation),
        ),
        Fact(
            reader.t("fact.terminal"), state.room.terminal or reader.t("fact.none"), bool(state.room.terminal)
        ),
        Fact(reader.t("fact.profile"), state.room.profile.name, True),
        Fact(reader.t("fact.presence"), reader.t(f"presence.{presence.status}")),
        Fact(reader.t("fact.last_seen"), seen),
    ]
    if presence.boot_id:
        found.append(Fact(reader.t("fact.boot"), presence.boot_id[:8], True))
    if detail.events:
        found.append(Fact(reader.t("fact.stream"), detail.events[0].stream, True))
    return tuple(found)


def signal_rows(signals: Iterable[Signal], reader: Reader) -> tuple[SignalRow, ...]:
    """Return all signals, the worst first, then by name."""
    ordered = sorted(signals, key=lambda signal: (WORST_FIRST.index(signal.state), signal.name))
    return tuple(
        SignalRow(
            code=signal.name,
            name=reader.signal(signal.name),
            shape=SHAPES[signal.state],
            word=texts.capital(reader.t(f"state.{SHAPES[signal.state]}")),
            value=reader.quantity(signal),
            reason=reader.reason(signal),
            since=reader.when(signal.since),
        )
        for signal in ordered
    )
