"""What is written to others: an incident in the receiver's language, on the receiver's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Evidence, Fault
from huonevahti_fleet.domain.owners import Owner

_READERS: Mapping[Owner, str] = {
    Owner.ON_SITE: "advisor",
    Owner.TERMINAL: "operations",
    Owner.FLEET_SERVER: "operations",
}
"""Whose next step is written to an owner; to all others that of the support desk."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A language, a time zone and the instant of writing."""

    language: str
    zone: str
    now: datetime

    def t(self, key: str, /, **values: object) -> str:
        """Return a text with its values filled in; instants become clock times of the zone."""
        return texts.say(self.language, key, **{name: self._worded(value) for name, value in values.items()})

    def _worded(self, value: object) -> object:
        return self.when(value) if isinstance(value, datetime) else texts.coded(self.language, value)

    def when(self, at: datetime) -> str:
        """Return the day with its year, and the clock time: a letter is read at another time than it is written."""
        return texts.moment(self.language, at.astimezone(ZoneInfo(self.zone)))

    def lasted(self, start_at: datetime, end_at: datetime) -> str:
        """Return in words how long it lasted."""
        return texts.duration(self.language, (end_at - start_at).total_seconds())

    def fault(self, fault: Fault, part: str) -> str:
        """Return one of a fault's texts."""
        return self.t(f"fault.{fault.stem}.{part}", **fault.values)

    def evidence(self, found: tuple[Evidence, ...]) -> tuple[str, ...]:
        """Return observations in sentences."""
        return tuple(self.t(f"evidence.{e.code}", **e.values) for e in found)

    def next_step(self, fault: Fault) -> str:
        """Return what the fault's owner is to do next, empty when the catalogue has no word for it."""
        readers = (_READERS.get(fault.owner, "support"), "support")
        known = (r for r in readers if texts.knows(self.language, f"fault.{fault.stem}.next.{r}"))
        reader = next(known, "")
        return self.fault(fault, f"next.{reader}") if reader else ""

    def name(self, names: Mapping[str, str], slug: str) -> str:
        """Return a name in the language, else in Finnish, else any, else the slug."""
        return texts.name(self.language, names, slug)
