"""The tour: the pilot's worst week in five minutes, each trouble shown, explained and mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huonevahti_fleet.demo.console import NotNow

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from huonevahti_fleet.demo.console import Action, Console


@dataclass(frozen=True, slots=True)
class Step:
    """At an instant of the tour a caption, and unless `lever` is empty what happens in a room."""

    at_seconds: float
    caption: str
    room: str = ""
    lever: str = ""
    action: Action = "pull"


STEPS = (
    Step(2, "begin"),
    Step(12, "monday_cameras", "imatra", "shuffle_cameras"),
    Step(40, "monday_mended", "imatra", "shuffle_cameras", "mend"),
    Step(50, "tuesday_microphone", "porvoo", "pull_microphone"),
    Step(78, "tuesday_mended", "porvoo", "pull_microphone", "mend"),
    Step(86, "tuesday_visit", "nurmes", "start_visit"),
    Step(92, "tuesday_faint", "nurmes", "drop_level"),
    Step(116, "tuesday_louder", "nurmes", "drop_level", "mend"),
    Step(122, "tuesday_over", "nurmes", "start_visit", "mend"),
    Step(130, "wednesday_interceptor", "imatra", "intercept"),
    Step(160, "wednesday_mended", "imatra", "intercept", "mend"),
    Step(170, "thursday_hub", "nurmes", "lose_hub"),
    Step(198, "thursday_mended", "nurmes", "lose_hub", "mend"),
    Step(206, "thursday_speakers", "porvoo", "mute_speakers"),
    Step(224, "thursday_loud", "porvoo", "mute_speakers", "mend"),
    Step(230, "friday_power", "porvoo", "cut_power"),
    Step(256, "friday_mended", "porvoo", "cut_power", "mend"),
    Step(264, "friday_network", "imatra", "cut_network"),
    Step(288, "friday_back", "imatra", "cut_network", "mend"),
    Step(296, "end"),
)
"""Every trouble is left long enough to be noticed, read and walked through, and each room ends as it began."""


def play(console: Console, ended: threading.Event, speed: float, say: Callable[[str], object]) -> None:
    """Play the steps `speed` times as fast until the last one, or until `ended`; `say` is given each caption."""
    past_seconds = 0.0
    for step in STEPS:
        if ended.wait((step.at_seconds - past_seconds) / speed):
            return
        past_seconds = step.at_seconds
        console.caption = step.caption
        say(step.caption)
        if step.lever:
            _move(console, step)


def _move(console: Console, step: Step) -> None:
    try:
        console.move(step.room, step.lever, step.action)
    except NotNow:
        return  # somebody moved other levers of this room by hand meanwhile: theirs is the room
