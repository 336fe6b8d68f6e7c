"""A fault: what is wrong with a room, whose it is, and the evidence both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner

Value = str | float | int | datetime


class Confidence(StrEnum):
    """How sure the rule is; anything on the far side of the connection is at most suspected."""

    CERTAIN = "certain"
    LIKELY = "likely"
    SUSPECTED = "suspected"


class Harm(StrEnum):
    """What the fault does to customers, worst first; opening hours decide, not the device."""

    CLOSED_NOW = "closed_now"
    CLOSED_AT_OPENING = "closed_at_opening"
    DEGRADED = "degraded"
    COSMETIC = "cosmetic"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation as a text code with its values; the sentence stands in the catalogue (evidence.<code>)."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found. `unfits` says whether the room cannot serve (else it is degraded).

    `explains` names the signals whose trouble this fault is the cause of: other faults that rest on
    those signals alone are consequences and not shown apart (a trailing `*` takes in every signal that begins
    so). `rests_on` names the signals it was seen by. `variant` picks a closer text (`stem`).
    `sums_up`: it only says together what others say one by one, and is not shown where each of its signals has another.
    `scope` widens an incident beyond the room: all rooms of a site, or of the fleet, share one.
    """

    slug: str
    owner: Owner
    confidence: Confidence
    since: datetime
    unfits: bool
    rests_on: tuple[str, ...]
    watching_seconds: float
    points_to: tuple[Evidence, ...] = ()
    speaks_against: tuple[Evidence, ...] = ()
    not_seen: tuple[Evidence, ...] = ()
    explains: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    question: str = ""
    scope: Literal["room", "site", "fleet"] = "room"
    harm: Harm = Harm.DEGRADED
    variant: str = ""
    sums_up: bool = False

    @property
    def stem(self) -> str:
        """What its texts are filed under: `fault.<stem>.title`, and so on."""
        return f"{self.slug}.{self.variant}" if self.variant else self.slug


Rule = Callable[[History], Fault | None]
