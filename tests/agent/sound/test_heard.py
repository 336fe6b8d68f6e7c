"""Clicks in a quiet room, and quiet itself, as a real PulseAudio brings them to the agent: every room at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from huonevahti_agent.domain.sound_findings import judge
from huonevahti_agent.domain.sound_measures import Measures, measure
from huonevahti_wire.signals import State
from tests.agent.hosts.sound_server import SoundServer
from tests.agent.sound.rooms import BESIDE_SECONDS, Room
from tests.agent.sound.sounds import noise, with_clicks

CLICKS = (0.5, 2.0, 20.0)
CLICKS_SECONDS, QUIET_SECONDS = 20.0, 60.0
Heard = dict[float, list[Measures]]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, scaled: Callable[[int, int], int]) -> Iterator[Heard]:
    """Measures by clicks a second: one stretch with clicks each, and one minute of quiet (ten at full count)."""
    server = SoundServer(tmp_path_factory.mktemp("pulse"))
    server.start()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(CLICKS) + 1) as beside:
        patch.setenv("PULSE_SERVER", server.address)
        crackling = {each: Room(server, f"clicks_{number}") for number, each in enumerate(CLICKS)}
        quiet = Room(server, "quiet")
        try:
            found = {each: beside.submit(_crackling, room, each) for each, room in crackling.items()}
            minutes = beside.submit(lambda: [_quiet(quiet, seed) for seed in range(scaled(1, 10))])
            yield {0.0: minutes.result(), **{each: [stretch.result()] for each, stretch in found.items()}}
        finally:
            server.stop()


def _crackling(room: Room, per_second: float) -> Measures:
    sound = with_clicks(noise(CLICKS_SECONDS + BESIDE_SECONDS), per_second)
    return measure(room.hear(sound, CLICKS_SECONDS))


def _quiet(room: Room, seed: int) -> Measures:
    return measure(room.hear(noise(QUIET_SECONDS + BESIDE_SECONDS, seed=seed), QUIET_SECONDS))


@pytest.mark.parametrize("per_second", CLICKS)
def test_clicks_are_found_at_the_rate_at_which_they_were_put_in(heard: Heard, per_second: float) -> None:
    (measured,) = heard[per_second]
    one_more_or_less = 1.5 / CLICKS_SECONDS
    assert measured.clicks_per_second == pytest.approx(per_second, rel=0.05, abs=one_more_or_less)
    judged = {each.name: each for each in judge(measured, None)}["microphone.crackle"]
    assert (judged.state, judged.reason) == (State.FAILED if per_second > 1 else State.WARNING, "crackles")


def test_quiet_holds_no_click_and_turns_no_condition(heard: Heard) -> None:
    for measured in heard[0.0]:
        assert (measured.seconds, measured.clicks_per_second) == (QUIET_SECONDS, 0)
        assert measured.noise_floor_dbfs == pytest.approx(
            -61.5, abs=2
        )  # the server's resampling takes a little
        assert [each for each in judge(measured, None) if each.state != State.OK] == []
