"""Whom a page speaks to: a language, a time zone and an instant, and every phrase that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_wire.signals import Signal, family_of

HOME_ZONE = "Europe/Helsinki"


@dataclass(frozen=True, slots=True)
class Reader:
    """A language, the instant of reading, and the zone whose clock is meant."""

    language: str
    now: datetime
    zone: str = HOME_ZONE

    def t(self, key: str, /, **values: object) -> str:
        """Return a text with its values filled in; instants become clock times of the zone."""
        return texts.say(self.language, key, **{name: self._worded(value) for name, value in values.items()})

    def _worded(self, value: object) -> object:
        return self.when(value) if isinstance(value, datetime) else texts.coded(self.language, value)

    def local(self, at: datetime) -> datetime:
        """Return the same instant on the clock of the zone."""
        return at.astimezone(_zone(self.zone))

    def when(self, at: datetime) -> str:
        """Return the clock time, with the day unless it is today's."""
        return texts.when(self.language, self.local(at), self.local(self.now))

    def clock(self, at: datetime) -> str:
        """Return the clock time alone."""
        return texts.clock(self.language, self.local(at))

    def second(self, at: datetime) -> str:
        """Return the clock time with its seconds."""
        sign = ":" if self.language == "en" else "."
        return f"{self.clock(at)}{sign}{self.local(at).second:02}"

    def moment(self, at: datetime) -> str:
        """Return the day with its year, and the clock time."""
        return texts.moment(self.language, self.local(at))

    def lasted(self, start_at: datetime, end_at: datetime | None = None) -> str:
        """Return in words how long it lasted, until now unless ended."""
        return texts.duration(self.language, ((end_at or self.now) - start_at).total_seconds())

    def since(self, at: datetime) -> str:
        """Return since when and for how long: `since 09.41, 51 minutes`."""
        return self.t("since", at=at, lasted=self.lasted(at))

    def ago(self, at: datetime) -> str:
        """Return how long ago it was; `just now` within a minute, so that nothing ticks."""
        age_seconds = (self.now - at).total_seconds()
        return self.t("just_now") if age_seconds < 60 else self.lasted(at)

    def name(self, names: Mapping[str, str], slug: str) -> str:
        """Return a name in the reader's language, else in Finnish, else any, else the slug."""
        return texts.name(self.language, names, slug)

    def room(self, state: RoomState) -> str:
        """Return a room's name."""
        return self.name(state.room.name, state.room.slug)

    def fault(self, fault: Fault, part: str) -> str:
        """Return one of a fault's texts: `title`, `sentence` or `next.<reader>`."""
        return self.t(f"fault.{fault.stem}.{part}", **fault.values)

    def owner(self, fault: Fault) -> str:
        """Return whose move it is, with how sure that is unless certain."""
        owner = self.t(f"owner.{fault.owner}")
        if fault.confidence is Confidence.CERTAIN or fault.owner is Owner.UNDECIDED:
            return owner
        return self.t(
            "owner_with_confidence", owner=owner, confidence=self.t(f"confidence.{fault.confidence}")
        )

    def evidence(self, evidence: Evidence) -> str:
        """Return the sentence of one observation."""
        return self.t(f"evidence.{evidence.code}", **evidence.values)

    def signal(self, name: str) -> str:
        """Return what a signal is called; the word that its family leaves open is named too."""
        family = family_of(name)
        if family is None or "<" not in family.name or texts.knows(self.language, f"signal.{name}"):
            return self.t(f"signal.{name}")
        open_word = next(part for part in family.name.split(".") if "<" in part)
        word = name.split(".")[family.name.split(".").index(open_word)]
        return self.t(f"signal.{family.name}", **{open_word.strip("<>"): word})

    def reason(self, signal: Signal) -> str:
        """Return why a signal is not ok or has no data, empty when nothing more is known."""
        return self.t(f"reason.{signal.reason}") if signal.reason else ""

    def quantity(self, signal: Signal) -> str:
        """Return a signal's value with its unit as people write it, empty when it has none."""
        if isinstance(signal.value, str):
            key = f"{_CODES.get(signal.name, 'reading')}.{signal.value}"
            return self.t(key) if texts.knows(self.language, key) else str(self._worded(signal.value))
        return "" if signal.value is None else self.amount(signal.value, signal.unit)

    def amount(self, value: bool | float | str | datetime, unit: str) -> str:
        """Return a value in its unit: shares as %, short times in ms, large sizes in MB, lengths of time in words."""
        if isinstance(value, bool | str):
            return str(self._worded(value) if isinstance(value, str) else self.t(f"word.{str(value).lower()}"))
        if isinstance(value, datetime):
            return self.when(value)
        if unit == "seconds":
            short, long = f"{self.number(value * 1000, 0)} ms", texts.duration(self.language, abs(value))
            return short if abs(value) < 2 else long
        unit = "few_bytes" if unit == "bytes" and abs(value) < 100_000 else unit
        scale, decimals, suffix = _UNITS.get(unit, (1.0, None, ""))
        decimals = (
            int(0 < abs(value * scale) < 10 and (value * scale) % 1 != 0) if unit == "ratio" else decimals
        )
        return f"{self.number(value * scale, decimals)}{suffix}"

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return a number with the language's comma."""
        return texts.number(self.language, value, decimals)


_UNITS: Mapping[str, tuple[float, int | None, str]] = {
    "ratio": (100, None, "\N{NO-BREAK SPACE}%"),
    "bytes": (1 / 1_000_000, 0, "\N{NO-BREAK SPACE}MB"),
    "few_bytes": (1, 0, "\N{NO-BREAK SPACE}B"),
    "celsius": (1, 0, "\N{NO-BREAK SPACE}\N{DEGREE SIGN}C"),
}
_CODES: Mapping[str, str] = {"boot.cause": "cause"}
"""Where the words of a signal's codes stand, unless with all other readings; names of devices have none."""
SHAPES: Mapping[str, str] = {"ok": "fit", "warning": "degraded", "failed": "unfit", "no_data": "no_data"}
"""Which verdict's shape and colour a signal's state is drawn with."""


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
