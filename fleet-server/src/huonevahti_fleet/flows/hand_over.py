"""An incident is handed over: what is known of it is put into one signed packet behind a link."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import msgspec

from huonevahti_fleet.domain.clear import WORST_FIRST
from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.packets import (
    PURPOSE,
    Decision,
    Handover,
    Measurement,
    Packet,
    Place,
    SignedPacket,
    Wording,
    canonical,
    is_handed_out,
)
from huonevahti_fleet.domain.rooms import Incident, RoomDetail
from huonevahti_fleet.domain.routes import choose
from huonevahti_fleet.flows import _wording
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.store import Store
from huonevahti_fleet.texts import LANGUAGES
from huonevahti_wire.signals import Signal, State

LINK_LASTS = timedelta(days=90)
ROOMS_MEASURED = 10
"""Of an incident that takes in more rooms, the measurements of the first ones are enough to judge it by."""


def hand_over(store: Store, number: int, seal: Seal, now: datetime) -> Handover | None:
    """Make, sign and save the packet of an incident; None when there is no such incident."""
    incident = store.incident(number)
    if incident is None:
        return None
    details = [d for slug in incident.rooms[:ROOMS_MEASURED] if (d := store.room(slug)) is not None]
    packet = packet_of(incident, details, _receiver(store, incident, details), now)
    handover = Handover(
        packet=packet.packet,
        token=secrets.token_urlsafe(32),
        incident=number,
        owner=packet.owner,
        handed_to=packet.handed_to,
        made_at=now,
        expires_at=now + LINK_LASTS,
        document=signed(packet, seal),
    )
    store.packets.add(handover)
    return handover


def signed(packet: Packet, seal: Seal) -> bytes:
    """Return the packet with its signature as JSON."""
    payload = canonical(msgspec.to_builtins(packet))
    signature = seal.sign(PURPOSE, packet.packet, payload).hex()
    return msgspec.json.format(msgspec.json.encode(SignedPacket(packet, seal.key_id, signature)), indent=1)


def packet_of(incident: Incident, details: list[RoomDetail], handed_to: str, now: datetime) -> Packet:
    """Return what is known of an incident, with the measurements of its rooms."""
    fault = incident.fault
    site = details[0].state.room.site if details else None
    zone = site.time_zone if site else "UTC"
    return Packet(
        packet=secrets.token_hex(8),
        made_at=now,
        handed_to=handed_to,
        incident=incident.number or 0,
        state=incident.state,
        fault=fault.stem,
        owner=incident.owner,
        confidence=fault.confidence,
        harm=incident.harm,
        scope=fault.scope,
        first_seen_at=incident.first_seen_at,
        last_seen_at=incident.last_seen_at,
        opened_at=incident.opened_at,
        resolved_at=incident.resolved_at,
        reopened=incident.reopened,
        organisation=site.organisation if site else "",
        site=Place(incident.site, dict(site.name) if site else {}),
        rooms=tuple(Place(d.state.room.slug, dict(d.state.room.name)) for d in details),
        wording={
            language: _worded(incident, _wording.Wording(language, zone, now)) for language in LANGUAGES
        },
        measurements=tuple(m for detail in details for m in _measured(detail, fault)),
        not_measured=tuple(sorted({s.name for d in details for s in _seen(d, fault) if s.state is State.NO_DATA})),
    )


def _receiver(store: Store, incident: Incident, details: list[RoomDetail]) -> str:
    organisation = details[0].state.room.site.organisation if details else ""
    site = "" if incident.fault.scope == "fleet" else incident.site
    route = choose(store.routes.all(), incident.owner, site, organisation if site else "").route
    return route.name if route else ""


def _worded(incident: Incident, words: _wording.Wording) -> Wording:
    fault = incident.fault
    return Wording(
        title=words.fault(fault, "title"),
        sentence=words.fault(fault, "sentence"),
        owner=words.t(f"owner.{fault.owner}"),
        next_step=words.next_step(fault),
        points_to=words.evidence(fault.points_to),
        speaks_against=words.evidence(fault.speaks_against),
        not_seen=words.evidence(fault.not_seen),
    )


def _seen(detail: RoomDetail, fault: Fault) -> list[Signal]:
    """Return a room's signals, the worst first; whether a customer sits there is nobody else's business."""
    handed = [s for s in detail.signals if is_handed_out(s.name, fault.rests_on)]
    return sorted(handed, key=lambda s: (WORST_FIRST.index(s.state), s.name))


def _measured(detail: RoomDetail, fault: Fault) -> list[Measurement]:
    slug = detail.state.room.slug
    return [
        Measurement(slug, s.name, s.state, s.since, s.value, s.unit, s.expected, s.reason)
        for s in _seen(detail, fault)
        if s.state is not State.NO_DATA
    ]


def decide(store: Store, handover: Handover, decision: Decision) -> bool:
    """Save the receiver's answer; False if there were too many already."""
    return store.packets.decide(handover.packet, decision)
