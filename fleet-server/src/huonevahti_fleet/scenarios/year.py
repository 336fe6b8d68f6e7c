"""A year of healthy rooms: restarts, customers, holidays, clock changes, small noise; and no incident may open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct, structs

from huonevahti_fleet.scenarios.life import ZONE, Life
from huonevahti_fleet.scenarios.plans import SHIPPED_PROFILES
from huonevahti_fleet.scenarios.run import quiet, state_folder
from huonevahti_fleet.scenarios.stage import Plan, Setting, Stage
from huonevahti_fleet.scenarios.story import PILOT_HOURS
from huonevahti_fleet.scenarios.telling import Line
from huonevahti_fleet.store import Kept
from huonevahti_wire import profile_yaml
from huonevahti_wire.profile import Profile

START_AT = datetime(2026, 1, 5, tzinfo=ZONE).astimezone(UTC)
SPARSE = {"*": 21_600.0, "session.live": 1_800.0, "network.loss": 7_200.0, "network.tls": 7_200.0}
"""How often things are asked in a world that must pass quickly; how long they are watched stays as it is."""
HEARTBEAT_SECONDS, SILENCE_SECONDS = 3600.0, 9_000.0
PATIENCE_SECONDS = 900.0
"""The office looks no more often while nothing is watched."""
ROOMS_A_SITE = 3
KEPT = Kept(samples_days=1, history_days=2)


class Part(Struct, frozen=True):
    """The rooms that one process lets live."""

    first: int
    rooms: int
    days: int
    seed: int


class Passed(Struct, frozen=True):
    """How a year went: each incident that opened, though nothing was wrong.

    `mended` are those that never opened: a boot had drawn the cameras' order anew, and the terminal put it right.
    """

    rooms: int
    days: int
    reports: int
    false_incidents: tuple[Line, ...]
    mended: int = 0

    def summary(self) -> Summary:
        """Return it in short."""
        return Summary(
            self.rooms,
            self.days,
            self.reports,
            len({(x.room, x.incident) for x in self.false_incidents}),
            self.mended,
        )


class Summary(Struct, frozen=True):
    """How many rooms lived for how many days, said how much, were wrongly accused how often, and mended themselves."""

    rooms: int
    days: int
    reports: int
    false_incidents: int
    mended: int


def parts(rooms: int, days: int, seed: int, processes: int) -> list[Part]:
    """Return the rooms in as many parts as there are processes, whole sites together."""
    share = max(ROOMS_A_SITE, -(-rooms // processes))
    share += -share % ROOMS_A_SITE
    return [Part(first, min(share, rooms - first), days, seed) for first in range(0, rooms, share)]


def joined(passed_parts: Iterable[Passed]) -> Passed:
    """Return parts of one year as a whole."""
    listed = list(passed_parts)
    lines = tuple(line for part in listed for line in part.false_incidents)
    reports, mended = sum(p.reports for p in listed), sum(p.mended for p in listed)
    return Passed(sum(p.rooms for p in listed), listed[0].days, reports, lines, mended)


def passed(part: Part) -> Passed:
    """Return how the days passed for some rooms."""
    with quiet(), state_folder() as folder:
        setting = Setting(
            start_at=START_AT,
            seed=part.seed,
            folder=Path(folder),
            longest_seconds=HEARTBEAT_SECONDS,
            patience_seconds=PATIENCE_SECONDS,
            kept=KEPT,
        )
        stage = Stage(_plans(part), setting)
        try:
            _live(stage, part)
        finally:
            stage.close()
        lines = [told.line for told in stage.telling.told]
        opened = {(line.room, line.incident) for line in lines if line.state == "open"}
        false = tuple(line for line in lines if (line.room, line.incident) in opened)
        mended = {(line.room, line.incident) for line in lines if line.mended_by} - opened
        return Passed(part.rooms, part.days, stage.post.passed_on, false, len(mended))


def _live(stage: Stage, part: Part) -> None:
    stage.open()
    until = (START_AT + timedelta(days=part.days)).astimezone(ZONE).date()
    for place in stage.places.values():
        Life(place, Random(f"{part.seed}/{place.slug}/life")).begin(until)
    rng = Random(f"{part.seed}/ours")
    for day in range(20, part.days, 30):
        _restart_ours(stage, day * 86_400.0 + rng.uniform(0.0, 86_400.0), rng)
    stage.clockwork.run(part.days * 86_400.0)


def _restart_ours(stage: Stage, at_seconds: float, rng: Random) -> None:
    """Update the server once a month, and the broker a little later."""
    after = stage.clockwork.after
    after(at_seconds, stage.office.leave)
    after(at_seconds + rng.uniform(10.0, 120.0), stage.office.open)
    broker_at = at_seconds + 3600.0
    after(broker_at, stage.post.go_away)
    after(broker_at, stage.office.lose_broker)
    back_at = broker_at + rng.uniform(5.0, 60.0)
    after(back_at, stage.post.come_back)
    after(back_at, stage.office.hear)


def sparse(profile: Profile) -> Profile:
    """Return a profile under which a terminal says less."""
    changed: dict[str, Any] = {"heartbeat_seconds": HEARTBEAT_SECONDS, "silence_seconds": SILENCE_SECONDS}
    return structs.replace(profile, poll_seconds=SPARSE, **changed)


def _plans(part: Part) -> list[Plan]:
    profile = sparse(profile_yaml.read(SHIPPED_PROFILES / "simulated.yaml"))
    return [
        Plan(
            slug=f"room-{n}",
            site=f"site-{n // ROOMS_A_SITE}",
            profile=profile,
            hours=PILOT_HOURS,
            up_seconds=7200.0,
        )
        for n in range(part.first, part.first + part.rooms)
    ]
