"""A scenario is played from its start to its end, and what was told of incidents is returned."""

from __future__ import annotations

import logging
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from huonevahti_fleet.scenarios.happenings import Wide
from huonevahti_fleet.scenarios.plans import plans
from huonevahti_fleet.scenarios.stage import Setting, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huonevahti_fleet.scenarios.happenings import AnyHappening, Happening
    from huonevahti_fleet.scenarios.stage import Place
    from huonevahti_fleet.scenarios.story import Written
    from huonevahti_fleet.scenarios.telling import Told

MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made below it
"""Where a terminal's state costs no disk, on Linux."""


def play(written: Written) -> list[Told]:
    """Return every change of an incident, in order of time."""
    with state_folder() as folder:
        setting = Setting(start_at=written.start_at, seed=written.scenario.seed, folder=Path(folder))
        stage = Stage(plans(written), setting)
        try:
            stage.open()
            for happening in written.scenario.happens:
                _arrange(stage, happening, (written.at(happening.at) - written.start_at).total_seconds())
            stage.clockwork.run(written.length_seconds())
        finally:
            stage.close()
        return stage.telling.told


def state_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that is deleted at its end, in memory where there is such a place."""
    return tempfile.TemporaryDirectory(prefix="huonevahti-scenario-", dir=MEMORY if MEMORY.is_dir() else None)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the logs of agents and office to themselves for a while: a scenario's trouble is none of this program."""
    loggers = [logging.getLogger(name) for name in ("huonevahti", "huonevahti_fleet")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _arrange(stage: Stage, happening: AnyHappening, at_seconds: float) -> None:
    if isinstance(happening, Wide):
        from_start = at_seconds - stage.clockwork.elapsed
        for offset, act in happening.steps(stage):
            stage.clockwork.after(from_start + offset, act)
        return
    stage.clockwork.after(at_seconds - stage.clockwork.elapsed, partial(_begin, stage, happening))


def _begin(stage: Stage, happening: Happening) -> None:
    for place in _befallen(stage, happening):
        for offset, act in happening.steps(place):
            if offset == 0.0:
                act()
            else:
                stage.clockwork.after(offset, act)


def _befallen(stage: Stage, happening: Happening) -> Iterator[Place]:
    """Yield the rooms that a happening befalls."""
    places = list(stage.places.values())
    if happening.everywhere or happening.site is not None:
        those = [place for place in places if happening.everywhere or place.site == happening.site]
        yield from those[: round(happening.share * len(those))]
    else:
        yield places[0] if happening.room is None else stage.places[happening.room]
