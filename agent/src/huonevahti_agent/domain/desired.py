"""Whether a desired config may rule, and what the config that rules means for the cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from huonevahti_wire.messages import ConfigDocument
from huonevahti_wire.plan.civil import is_zone
from huonevahti_wire.plan.mending import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from huonevahti_wire.profile import Profile
    from huonevahti_wire.signals import Family

NO_ZONE = "UTC"
"""Where no config has told of one."""


class Floor(Struct, frozen=True, omit_defaults=True):
    """The highest version ever accepted, and the last version whose content failed, with its reason."""

    version: int = 0
    failed_version: int = 0
    failed_reason: str = ""


class Timings(Struct, frozen=True):
    """How often the cycle does what, in seconds."""

    heartbeat_seconds: float
    full_report_seconds: float
    poll_seconds: dict[str, float]
    restart_due_seconds: float

    @property
    def sample_seconds(self) -> float:
        """Return the least time between two samples of a number that moves within its bounds."""
        return 5 * self.heartbeat_seconds

    def poll_of(self, families: Iterable[Family]) -> float:
        """Return the shortest poll interval among families; `*` stands for those not named."""
        return min((self._poll(family) for family in families), default=60.0)

    def _poll(self, family: Family) -> float:
        stem = family.name.split(".<")[0]
        for key in (family.name, stem, "*"):
            if key in self.poll_seconds:
                return self.poll_seconds[key]
        return family.poll_seconds


def refusal(document: ConfigDocument, terminal: str, floor: Floor, now: datetime) -> str:
    """Return why a verified document may not rule, empty when it may."""
    if document.terminal != terminal:
        return "terminal"
    if document.version <= floor.version:
        return "not_newer"
    if document.version <= floor.failed_version:
        return "failed_before"
    if now > document.accept_by:
        return "expired"
    return _impossible(document)


def _impossible(document: ConfigDocument) -> str:
    """Return the code of what this machine cannot do of a document, empty when it can do it all."""
    if unknown(document.remedies_off):
        return "unknown_remedy"
    return "" if is_zone(document.time_zone) else "time_zone"


def ruling_zone(document: ConfigDocument | None) -> str:
    """Return the zone that rules: UTC before the first document, and where this machine no longer knows the zone."""
    return document.time_zone if document is not None and is_zone(document.time_zone) else NO_ZONE


def timings(document: ConfigDocument | None, profile: Profile) -> Timings:
    """Return what rules: the document where it says something, else the profile."""
    poll = {name: float(seconds) for name, seconds in profile.poll_seconds.items()}
    if document is None:
        return Timings(profile.heartbeat_seconds, _FULL_SECONDS, poll, profile.restart_due_seconds)
    return Timings(
        document.heartbeat_seconds or profile.heartbeat_seconds,
        document.full_report_seconds,
        poll | document.poll_seconds,
        document.restart_due_seconds or profile.restart_due_seconds,
    )


_FULL_SECONDS = 21_600.0
"""Between two full reports, until a document says otherwise."""
