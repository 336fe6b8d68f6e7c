"""A packet for people: as a page, and as a text that can be pasted anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from huonevahti_fleet.domain.packets import Measurement, SignedPacket, Wording
from huonevahti_fleet.pages._reader import SHAPES, Reader
from huonevahti_wire.signals import Signal


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    room: str
    name: str
    shape: str
    word: str
    value: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True)
class View:
    """All that a packet tells, in one language."""

    packet: str
    number: int
    place: str
    wording: Wording
    confidence: str
    harm: str
    when: str
    over: str
    measured_at: str
    rows: tuple[Row, ...]
    not_measured: tuple[str, ...]
    key: str


def view(signed: SignedPacket, reader: Reader) -> View:
    """Return a packet in the reader's language."""
    packet = signed.packet
    names = {place.slug: reader.name(place.name, place.slug) for place in packet.rooms}
    site = reader.name(packet.site.name, packet.site.slug)
    rooms = ", ".join(name for name in names.values() if name != site)
    start, last = reader.moment(packet.first_seen_at), reader.moment(packet.last_seen_at)
    return View(
        packet=packet.packet,
        number=packet.incident,
        place=f"{site}: {rooms}" if rooms else site,
        wording=packet.wording.get(reader.language) or packet.wording["fi"],
        confidence=reader.t(f"confidence.{packet.confidence}"),
        harm=reader.t(f"harm.{packet.harm}"),
        when=reader.t("handover.from_until", start=start, last=last),
        over=reader.t("handover.over", at=reader.moment(packet.resolved_at)) if packet.resolved_at else "",
        measured_at=reader.t("handover.measured_at", at=reader.moment(packet.made_at)),
        rows=tuple(_row(m, names, reader) for m in packet.measurements),
        not_measured=tuple(reader.signal(name) for name in packet.not_measured),
        key=signed.key_id,
    )


def _row(measured: Measurement, names: dict[str, str], reader: Reader) -> Row:
    m = measured
    signal = Signal(m.name, m.state, m.since, m.value, m.unit, m.expected, m.reason)
    return Row(
        room=names.get(m.room, m.room),
        name=reader.signal(m.name),
        shape=SHAPES[m.state],
        word=reader.t(f"state.{SHAPES[m.state]}"),
        value=reader.quantity(signal),
        reason=reader.reason(signal),
        since=reader.moment(m.since),
    )


def text(signed: SignedPacket, reader: Reader) -> str:
    """Return a packet as plain text."""
    shown, t = view(signed, reader), reader.t
    w = shown.wording
    lines = [t("handover.packet", packet=shown.packet), f"#{shown.number} {shown.place}: {w.title}", ""]
    lines += [w.sentence, shown.when, *([shown.over] if shown.over else []), f"{shown.harm}.", ""]
    lines += [f"{t('handover.whose')}: {w.owner} ({shown.confidence})", w.next_step]
    for kind, sentences in (
        ("points_to", w.points_to),
        ("speaks_against", w.speaks_against),
        ("not_seen", w.not_seen),
    ):
        if sentences:
            lines += ["", t(f"evidence_kind.{kind}"), *(f"- {sentence}" for sentence in sentences)]
    lines += ["", t("handover.measurements"), shown.measured_at]
    for row in shown.rows:
        value = " ".join(part for part in (row.word, row.value, row.reason) if part)
        lines.append(f"- {row.room}, {row.name}: {value} ({row.since})")
    if shown.not_measured:
        lines += ["", f"{t('handover.not_measured')}: {', '.join(shown.not_measured)}"]
    lines += ["", t("handover.privacy"), t("handover.check_text", key=shown.key)]
    return "\n".join(lines) + "\n"
