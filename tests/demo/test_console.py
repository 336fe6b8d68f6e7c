"""The console: it moves the levers it offers, states how long each takes, and refuses what cannot be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huonevahti_agent.simulated import LEVERS, VirtualTime, World
from huonevahti_fleet.demo import profiles
from huonevahti_fleet.demo.console import Console, NotNow, UnknownLever
from huonevahti_fleet.demo.levers import BY_SLUG, DEMO_LEVERS, delay
from huonevahti_fleet.rules import RULES
from huonevahti_wire.signals import family_of

PROFILE = profiles.simulated()


class Place:
    """A console over one room in virtual time."""

    def __init__(self) -> None:
        self.time = VirtualTime(datetime(2026, 11, 23, 8, tzinfo=UTC))
        self.room = World(1, self.time, PROFILE).room("imatra")
        self.console = Console({"imatra": self.room}, PROFILE)

    def pulled(self) -> dict[str, float]:
        states = self.console.states("imatra")
        return {
            state.lever.slug: state.pulled_seconds for state in states if state.pulled_seconds is not None
        }


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_lever_says_how_long_it_has_been_pulled_until_it_is_mended(slug: str) -> None:
    place = Place()
    place.console.move("imatra", slug, "pull")
    place.time.advance(7)
    place.console.move("imatra", slug, "pull")
    assert place.pulled() == {slug: 7}
    place.console.move("imatra", slug, "mend")
    assert place.pulled() == {}


@pytest.mark.parametrize(
    "name", [("helsinki", "cut_power"), ("imatra", "cut_everything"), ("imatra", "plug_stranger")]
)
def test_a_lever_that_is_not_offered_is_unknown(name: tuple[str, str]) -> None:
    with pytest.raises(UnknownLever):
        Place().console.move(*name, "pull")


def test_without_power_only_the_power_can_be_mended() -> None:
    place = Place()
    place.console.move("imatra", "cut_power", "pull")
    assert [s.lever.slug for s in place.console.states("imatra") if s.is_movable] == ["cut_power"]
    with pytest.raises(NotNow):
        place.console.move("imatra", "mute_speakers", "pull")
    place.console.move("imatra", "cut_power", "mend")
    assert all(state.is_movable for state in place.console.states("imatra"))


def test_cameras_that_are_not_there_cannot_be_shuffled() -> None:
    place = Place()
    place.console.move("imatra", "lose_hub", "pull")
    with pytest.raises(NotNow):
        place.console.move("imatra", "shuffle_cameras", "pull")


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [("pull_microphone", 3), ("lose_hub", 2), ("shuffle_cameras", 4), ("cut_power", 12), ("start_visit", 1)],
)
def test_the_stated_time_follows_from_the_profile(slug: str, seconds: float) -> None:
    assert delay(BY_SLUG[slug], PROFILE).seconds == seconds


@pytest.mark.parametrize("lever", DEMO_LEVERS, ids=list(BY_SLUG))
def test_a_lever_names_a_signal_and_a_fault_that_exist(lever: object) -> None:
    offered = BY_SLUG[lever.slug]  # type: ignore[attr-defined]  # typed by the table it comes from
    assert offered.slug in LEVERS
    assert family_of(offered.signal)
    modules = {rule.__module__.rpartition(".")[2] for rule in RULES}
    assert offered.fault in modules | {""}


def test_the_notes_tell_the_profiles_own_times() -> None:
    own = profiles.this_machine()
    assert (PROFILE.poll_seconds, PROFILE.watching_seconds, PROFILE.silence_seconds) == (
        {"*": 1},
        {"*": 2},
        10,
    )
    assert (own.watching_seconds["*"], own.silence_seconds, own.platform) == (2, 10, "linux")
