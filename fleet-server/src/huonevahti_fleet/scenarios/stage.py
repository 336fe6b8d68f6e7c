"""The stage a scenario is played on: rooms, terminals, broker and office, joined in one virtual time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from huonevahti_agent.simulated import SimulatedRoom
from huonevahti_fleet.domain.registry import Organisation, Registry, RoomEntry, SiteEntry, check
from huonevahti_fleet.scenarios.clockwork import Clockwork
from huonevahti_fleet.scenarios.office import Office
from huonevahti_fleet.scenarios.post import Post
from huonevahti_fleet.scenarios.telling import Telling
from huonevahti_fleet.scenarios.terminal import Fittings, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from huonevahti_agent.simulated.cameras import Lot
    from huonevahti_agent.simulated.sound import Kind
    from huonevahti_fleet.domain.history import Stage as RoomStage
    from huonevahti_fleet.domain.registry import HoursPlan
    from huonevahti_fleet.domain.symptoms import Symptom
    from huonevahti_fleet.store import Kept
    from huonevahti_wire.profile import Profile

OWNER = Organisation("owner", {"fi": "Omistaja"})


class Plan(Struct, frozen=True, kw_only=True):
    """One room to be built."""

    slug: str
    site: str
    profile: Profile
    hours: HoursPlan
    time_zone: str = "Europe/Helsinki"
    stage: RoomStage = "in_service"
    microphone: Kind = "analogue"
    cameras: Literal["different", "alike"] = "different"
    up_seconds: float = 0.0


class Setting(Struct, frozen=True, kw_only=True):
    """When a world begins, its seed, where its terminals keep their state, and how patient all are."""

    start_at: datetime
    seed: int
    folder: Path
    longest_seconds: float = 60.0
    patience_seconds: float = 0.0
    kept: Kept | None = None


class Place:
    """One room and its terminal; happenings act on it."""

    def __init__(
        self, plan: Plan, room: SimulatedRoom, terminal: Terminal, clockwork: Clockwork, rng: Random
    ) -> None:
        self.slug, self.site, self.profile = plan.slug, plan.site, plan.profile
        self.room = room
        self.terminal = terminal
        self.clockwork = clockwork
        self.rng = rng
        self.complain: Callable[[Symptom, float], None] = lambda _symptom, _ago_seconds: None
        """Tell the office what was noticed here so many seconds ago."""

    def restore_power(self, lot: Lot) -> None:
        """Let the terminal boot, if it is down."""
        self.room.power.restore_power(lot)


class Stage:
    """Everything that is played on; `places` in the order of the plans."""

    def __init__(self, plans: Iterable[Plan], setting: Setting) -> None:
        listed = tuple(plans)
        self.clockwork = Clockwork(setting.start_at)
        self.office = Office(self.clockwork, registry(listed), setting.patience_seconds, setting.kept)
        self.post = Post(self.clockwork, self.office.take)
        self.telling = Telling(self.clockwork.now)
        self.office.send = self._send
        self.office.look = self.telling.look
        self.places = {plan.slug: self._built(plan, setting) for plan in listed}

    def open(self) -> None:
        """Open the office, and let the terminals' agents begin within a few seconds."""
        self.office.open()
        for place in self.places.values():
            self.clockwork.after(place.rng.uniform(0.0, 5.0), place.terminal.start)

    def close(self) -> None:
        """Stop everything and give the files back."""
        for place in self.places.values():
            place.terminal.stop()
        self.office.close()

    def _send(self, topic: str, payload: bytes, is_retained: bool) -> None:
        self.post.send(topic, payload, is_retained=is_retained)

    def _built(self, plan: Plan, setting: Setting) -> Place:
        seed = f"{setting.seed}/{plan.slug}"
        room = SimulatedRoom(self.clockwork.time, Random(seed), plan.profile, plan.microphone)
        if plan.cameras == "alike":
            room.usb.fit_alike_cameras()
        room.power.booted_elapsed_seconds = -plan.up_seconds
        fittings = Fittings(
            terminal=plan.slug,
            profile=plan.profile,
            state=setting.folder / plan.slug,
            public_key=self.office.seal.public_key,
            seed=f"{seed}/agent",
            longest_seconds=setting.longest_seconds,
        )
        terminal = Terminal(self.clockwork, room, self.post.line(plan.slug), fittings)
        place = Place(plan, room, terminal, self.clockwork, Random(f"{seed}/happenings"))
        place.complain = partial(self._complain, plan.slug)
        return place

    def _complain(self, room: str, symptom: Symptom, ago_seconds: float) -> None:
        at = self.clockwork.now() - timedelta(seconds=ago_seconds)
        if complaint := self.office.complain(room, symptom, at):
            self.telling.answer(complaint)


def registry(plans: Iterable[Plan]) -> Registry:
    """Return the checked registry of planned rooms, each with a terminal of its own slug, or raise `BadRegistry`."""
    plans = tuple(plans)
    sites = {plan.site: plan for plan in plans}
    return check(
        Registry(
            organisations=(OWNER,),
            sites=tuple(
                SiteEntry(slug, OWNER.slug, {"fi": slug}, plan.time_zone) for slug, plan in sites.items()
            ),
            rooms=tuple(
                RoomEntry(p.slug, p.site, {"fi": p.slug}, p.profile, p.stage, terminal=p.slug, hours=p.hours)
                for p in plans
            ),
        )
    )
