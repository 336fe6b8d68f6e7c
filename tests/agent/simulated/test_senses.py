"""What befalls a simulated room's lenses, lamps, air and plugs is what the real probes find in frames and samples."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.host import Unavailable
from huonevahti_agent.probes import hearing, loop, pictures
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_agent.simulated.sound import MICROPHONE, SPEAKERS
from huonevahti_agent.simulated.usb import CUSTOMER_CAMERA, DOCUMENT_CAMERA
from huonevahti_wire import profile_yaml
from huonevahti_wire.profile import Profile
from tests.agent.probes.judged import words
from tests.agent.simulated.worlds import START_AT
from tests.house.tree import ROOT

PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")
TWINS = structs.replace(
    PROFILE,
    roles={
        **PROFILE.roles,
        "document_camera": structs.replace(PROFILE.roles["document_camera"], model=CUSTOMER_CAMERA.model),
    },
)
NIGHTS = [datetime(2026, 11, night, 2, tzinfo=UTC) for night in (20, 21, 22)]
PROBES: tuple[Any, ...] = (pictures, hearing, loop)


class Known:
    """A room whose tests have learnt what is usual there."""

    def __init__(self, seed: int = 1, profile: Profile = PROFILE, *, are_twins: bool = False) -> None:
        self.profile = profile
        self.room = World(seed, VirtualTime(START_AT), PROFILE).room("imatra")
        if are_twins:
            self.room.usb.plug(structs.replace(CUSTOMER_CAMERA, serial=""))
            self.room.usb.plug(structs.replace(CUSTOMER_CAMERA, port=DOCUMENT_CAMERA.port, serial=""))
        self.learnt = Learnt()
        for at in NIGHTS:
            self.learn(at)

    def learn(self, at: datetime) -> None:
        for probe in PROBES:
            self.learnt = probe.learn(self._sample(probe), self.profile, at)

    def turned(self) -> dict[str, str]:
        judged = [one for probe in PROBES for one in probe.signals(self._sample(probe), self.profile)]
        return {name: word for name, word in words(judged).items() if word != "ok"}

    def _sample(self, probe: Any) -> Any:
        sample = probe.sample(SimulatedHost(self.room), self.profile)
        return structs.replace(sample, learnt=self.learnt)


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return Known().learnt


def _befallen(befalls: Callable[[SimulatedRoom], None], learnt: Learnt) -> dict[str, str]:
    known = Known.__new__(Known)
    known.profile, known.learnt = PROFILE, learnt
    known.room = World(1, VirtualTime(START_AT), PROFILE).room("imatra")
    befalls(known.room)
    return known.turned()


def _set(part: str, **changes: Any) -> Callable[[SimulatedRoom], None]:
    def change(room: SimulatedRoom) -> None:
        for name, value in changes.items():
            setattr(getattr(room, part), name, value)

    return change


def _camera(view: str, state: str) -> Callable[[SimulatedRoom], None]:
    def befall(room: SimulatedRoom) -> None:
        room.cameras.states[view] = state  # type: ignore[index,assignment]  # both are words of the table below

    return befall


UNSEEN = {"camera.views": "no_data no_view"}


@pytest.mark.parametrize(
    ("befalls", "turned"),
    [
        (_set("sound"), {}),
        (_camera("customer", "covered"), {"camera.customer.picture": "failed dark", **UNSEEN}),
        (_camera("document", "blinded"), {"camera.document.picture": "failed white", **UNSEEN}),
        (_camera("customer", "frozen"), {"camera.customer.picture": "failed frozen"}),
        (
            _camera("document", "no_frames"),
            {
                "camera.document.frames": "failed no_frames",
                "camera.document.picture": "no_data no_frames",
                **UNSEEN,
            },
        ),
        (
            _set("cameras", is_lit=False),
            {
                "camera.customer.picture": "no_data unlit",
                "camera.document.picture": "no_data unlit",
                "camera.views": "no_data unlit",
            },
        ),
        (_set("sound", clicks_per_second=0.5), {"microphone.crackle": "warning crackles"}),
        (
            _set("sound", clicks_per_second=2.0, click_dbfs=-20.0),
            {"microphone.crackle": "failed crackles", "sound.loop": "warning distorted"},
        ),
        (
            _set("sound", clicks_per_second=20.0),
            {
                "microphone.crackle": "failed crackles",
                "microphone.level": "warning too_high",
            },
        ),
        (_set("sound", hum_dbfs=-50.0), {"microphone.hum": "warning hum"}),
        (_set("sound", gaps_per_minute=20.0), {"microphone.dropouts": "warning dropouts"}),
        (_set("sound", loop_loss_db=6.0), {"sound.loop": "warning quieter"}),
        (_set("sound", loop_loss_db=-6.0), {"sound.loop": "warning louder"}),
        (_set("sound", loop_is_cut=True), {"sound.loop": "failed cut"}),
        (_set("sound", loop_is_distorted=True), {"sound.loop": "warning distorted"}),
        (
            lambda room: room.sound.pull_microphone(),
            {
                "microphone.level": "warning too_low",
                "microphone.noise_floor": "warning too_low",
                "sound.loop": "failed cut",
            },
        ),
        (
            lambda room: room.sound.mute_microphone(),
            {
                "microphone.level": "failed silent",
                "microphone.noise_floor": "no_data silent",
                "sound.loop": "failed cut",
            },
        ),
    ],
    ids=["well", "covered", "blinded", "frozen", "no frames", "lights out", "rare clicks", "clicks", "many clicks",
         "hum", "gaps", "moved away", "moved near", "cut", "torn", "pulled", "muted"],
)  # fmt: skip
def test_what_befalls_a_room_is_found_and_nothing_else(
    befalls: Callable[[SimulatedRoom], None], turned: dict[str, str], learnt: Learnt
) -> None:
    assert _befallen(befalls, learnt) == turned


def test_an_amplifier_driven_too_high_clips_and_is_loud(learnt: Learnt) -> None:
    turned = _befallen(_set("sound", boost_db=60.0), learnt)
    assert turned["microphone.clipping"] == "warning clipping"
    assert turned["microphone.level"] == "warning too_high"


@pytest.mark.parametrize("seed", range(2, 10))
def test_no_room_is_anything_but_well_from_its_first_night_on(seed: int) -> None:
    known = Known(seed)
    assert known.turned() == {}
    known.learn(NIGHTS[-1] + timedelta(days=1))
    assert known.turned() == {}


@pytest.mark.parametrize("seed", range(2, 6))
def test_two_cameras_of_one_model_that_changed_sockets_are_found_by_their_views_alone(seed: int) -> None:
    known = Known(seed, TWINS, are_twins=True)
    assert known.turned() == {}
    known.room.cameras.swap_alike()
    assert known.turned() == {"camera.views": "failed crossed"}
    known.room.cameras.swap_alike()
    assert known.turned() == {}


def test_a_camera_keeps_its_lid_and_its_view_wherever_it_is_plugged_in() -> None:
    known = Known(1, TWINS, are_twins=True)
    known.room.cameras.states["customer"] = "covered"
    known.room.cameras.swap_alike()
    assert known.turned()["camera.document.picture"] == "failed dark"


def test_a_camera_in_use_is_left_alone() -> None:
    room = World(1, VirtualTime(START_AT), PROFILE).room("imatra")
    room.visit.start_visit()
    with pytest.raises(Unavailable, match="in_use"):
        SimulatedHost(room).look(0, lambda luma: luma.frames)
    assert SimulatedHost(room).look(2, lambda luma: luma.frames) == 30


def test_a_device_that_is_not_there_is_neither_seen_nor_heard() -> None:
    host = SimulatedHost(World(1, VirtualTime(START_AT), PROFILE).room("imatra"))
    with pytest.raises(Unavailable, match="no_video"):
        host.look(8, lambda luma: luma.frames)
    for source, sink in (("nobody", SPEAKERS), (MICROPHONE, "nobody")):
        with pytest.raises(Unavailable, match="failed"):
            host.hear_back(source, sink, b"", 1.0, len)


def test_a_year_of_nights_costs_less_than_a_second_once_each_kind_was_heard() -> None:
    known = Known()
    host = SimulatedHost(known.room)
    began = time.process_time()
    for _ in range(4 * 365):
        hearing.sample(host, PROFILE)
        loop.sample(host, PROFILE)
    assert time.process_time() - began < 1.0
