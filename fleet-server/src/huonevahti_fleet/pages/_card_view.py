"""What a card shows, in words: that all is well, or one thing to do with one's hands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from huonevahti_fleet.domain.cards import After, Face
from huonevahti_fleet.domain.faults import Value
from huonevahti_fleet.domain.hands import Hands, place_of, there
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.domain.routes import Route, answering
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.profile import Profile


@dataclass(frozen=True, slots=True)
class Sketch:
    """The drawing: which parts the room has, the part meant, the movement, and what stands beside it."""

    parts: frozenset[str]
    part: str
    move: str
    name: str
    plug: str
    place: str
    told: str


@dataclass(frozen=True, slots=True)
class View:
    """One card; `steps` and `sketch` are there only when hands can do something."""

    place: str
    need: str
    shape: str
    heading: str
    lead: str
    steps: tuple[str, ...]
    sketch: Sketch | None
    after: After
    said: str
    number: str
    phone: str
    hours: str
    asks: bool

    @property
    def key(self) -> str:
        """What differs when the card has something new to say."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.need} {self.heading} {self.after} {self.number}".lower())[:120]


def view(state: RoomState, shown: Face, said: After, desk: Route | None, reader: Reader) -> View:
    """Return the card of a room; `desk` is the support to call, None when none is known."""
    steps: tuple[str, ...] = ()
    sketch: Sketch | None = None
    if shown.incident and shown.hands:
        fault = shown.incident.fault
        steps, sketch = todo(fault.stem, fault.values, shown.hands, state.room.profile, reader)
    heading, lead = _words(shown, reader)
    return View(
        place=reader.room(state),
        need=shown.need,
        shape=_shape(shown),
        heading=heading,
        lead=lead,
        steps=steps,
        sketch=sketch,
        after=said,
        said=reader.t(f"card.after.{said}") if said else "",
        number=str(shown.incident.number) if shown.incident and shown.incident.number else "",
        phone=desk.phone if desk else "",
        hours=_hours(desk, reader) if desk and desk.phone else "",
        asks=shown.need in ("hands", "others") and said != "measuring",
    )


def todo(
    stem: str, values: Mapping[str, Value], hands: Hands, profile: Profile, reader: Reader
) -> tuple[tuple[str, ...], Sketch]:
    """Return the steps to be taken and their drawing, from the fault's own words and the room's own profile."""
    steps = sentences(reader.t(f"fault.{stem}.next.advisor", **values))
    where, number = place_of(profile, hands.part)
    place = reader.t(f"hands.place.{where}{'_numbered' if number else ''}", number=number)
    sketch = Sketch(
        parts=frozenset(there(profile)) | {hands.part},
        part=hands.part,
        move=hands.move,
        name=reader.t(f"part.{hands.part}"),
        plug=reader.t(f"hands.plug.{hands.move}"),
        place=place if hands.move in ("plug", "move_plug", "put_back", "remove") else "",
        told=" ".join(steps),
    )
    return (*steps, reader.t("card.step.empty")), sketch


def sentences(text: str) -> tuple[str, ...]:
    """Return a text cut behind each full stop."""
    return tuple(part for part in re.split(r"(?<=[.!?])\s+", text) if part)


def _words(shown: Face, reader: Reader) -> tuple[str, str]:
    if shown.incident is None:
        return reader.t(f"card.{shown.need}"), reader.t(f"card.{shown.need}.lead")
    fault = shown.incident.fault
    if shown.need == "hands":
        return reader.fault(fault, "title"), reader.t("card.hands.lead")
    lead = reader.t("card.others.closed" if fault.unfits else "card.others.usable")
    return reader.fault(fault, "title"), f"{reader.fault(fault, 'next.advisor')} {lead}"


def _shape(shown: Face) -> str:
    if shown.incident is None:
        return {"green": "fit", "unseen": "no_data", "not_in_use": "onboarding"}[shown.need]
    if "silent" in shown.incident.fault.slug:
        return "no_data"
    return "unfit" if shown.incident.fault.unfits else "degraded"


def _hours(desk: Route, reader: Reader) -> str:
    now = answering(desk, reader.now)
    if now.is_open:
        return reader.t("card.desk.until", at=now.closes_at) if now.closes_at else ""
    return reader.t("card.desk.opens", at=now.opens_at) if now.opens_at else reader.t("card.desk.closed")


OWNER_OF_DESK = Owner.TERMINAL
"""Whose desk an advisor calls: the first support is the terminal's."""
