"""Hand-over packets: an incident with its evidence, made so that another organisation can read and check it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import IncidentState
from huonevahti_wire.signals import State

SCHEMA: Literal["fi.huonevahti.handover.v1"] = "fi.huonevahti.handover.v1"
PURPOSE = "handover"
Answer = Literal["accepted", "rejected"]
Reason = Literal["", "not_ours", "not_found", "need_more", "wrong_place", "other"]
REASONS: tuple[Reason, ...] = ("not_ours", "not_found", "need_more", "wrong_place", "other")
Standing = Literal["not_yet_accepted", "accepted", "rejected"]
OF_VISITS = ("session.", "call.", "application.", "kiosk.page", "kiosk.start_button", "kiosk.returned")
"""What tells that a customer is there, or what they do."""
OF_OURSELVES = ("probe.", "agent.", "microphone.recording")
"""What is no measurement of the room; how many programs record tells of a customer too."""


class Place(Struct, frozen=True):
    """A site or a room, by slug and by its names."""

    slug: str
    name: dict[str, str]


class Wording(Struct, frozen=True):
    """The case in one language: what is wrong, the evidence both ways, what was not seen, the next step."""

    title: str
    sentence: str
    owner: str
    next_step: str
    points_to: tuple[str, ...]
    speaks_against: tuple[str, ...]
    not_seen: tuple[str, ...]


class Measurement(Struct, frozen=True):
    """A signal as it stood in a room when the packet was made."""

    room: str
    name: str
    state: State
    since: datetime
    value: str | float | bool | None
    unit: str
    expected: str | float | bool | None
    reason: str


class Packet(Struct, frozen=True, kw_only=True):
    """What is handed over; every instant is in UTC."""

    schema: Literal["fi.huonevahti.handover.v1"] = SCHEMA
    packet: str
    made_at: datetime
    handed_to: str
    incident: int
    state: IncidentState
    fault: str
    owner: Owner
    confidence: Confidence
    harm: Harm
    scope: Literal["room", "site", "fleet"]
    first_seen_at: datetime
    last_seen_at: datetime
    opened_at: datetime | None
    resolved_at: datetime | None
    reopened: int
    organisation: str
    site: Place
    rooms: tuple[Place, ...]
    wording: dict[str, Wording]
    measurements: tuple[Measurement, ...]
    not_measured: tuple[str, ...]


def is_handed_out(name: str, rests_on: Collection[str]) -> bool:
    """Return whether another organisation sees a signal: of visits and of ourselves only what the fault rests on."""
    return name in rests_on or not name.startswith((*OF_VISITS, *OF_OURSELVES))


class SignedPacket(Struct, frozen=True):
    """A packet as it is handed out: with the id of the key and the signature over its canonical form, in hex."""

    packet: Packet
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer of the receiver: by which desk or role, never by whom."""

    at: datetime
    answer: Answer
    desk: str
    reason: Reason = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """A packet that was handed out under a link, and what was answered, oldest first."""

    packet: str
    token: str
    incident: int
    owner: Owner
    handed_to: str
    made_at: datetime
    expires_at: datetime
    document: bytes
    revoked_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def standing(self) -> Standing:
        """Where it stands: by the last answer."""
        return self.decisions[-1].answer if self.decisions else "not_yet_accepted"

    def is_open(self, now: datetime) -> bool:
        """Whether its link still works."""
        return self.revoked_at is None and now < self.expires_at


def canonical(packet: Any) -> bytes:
    """Return the form of a packet's plain JSON that is signed: keys in order, no blanks, UTF-8.

    Whoever lays the file out anew does not break the signature; whoever changes a value does.
    """
    return json.dumps(packet, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
