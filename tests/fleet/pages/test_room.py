"""The room page: the verdict, the drawn table, the time line, the numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_fleet.pages._lanes import lanes
from huonevahti_fleet.pages._numbers import polyline
from huonevahti_fleet.pages._parts import parts
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.room import View, view
from huonevahti_wire.signals import Signal, State
from tests.fleet.pages.sample import NOW, SIGNALS, SampleStore, ago, signal, timeline

ENGLISH = Reader("en", NOW)
STORE = SampleStore()


def seen(slug: str) -> View:
    detail = STORE.room(slug)
    assert detail is not None
    return view(
        detail, timeline(ago(hours=24)), STORE.numbers(slug, ["network.round_trip"], ago(hours=24)), ENGLISH
    )


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("imatra", "Imatra city hall: fit"),
        ("porvoo", "Porvoo-info: unfit, customers are not heard: the microphone is unplugged"),
        (
            "salo-1",
            "Salo 1: the room\N{RIGHT SINGLE QUOTATION MARK}s state is unknown: nothing is heard from its terminal",
        ),
    ],
)
def test_the_heading_is_the_verdict_in_one_sentence(slug: str, heading: str) -> None:
    assert seen(slug).heading == heading


@pytest.mark.parametrize(
    ("signals", "shape", "line"),
    [
        ((), "absent", "not part of this room"),
        (
            (signal("microphone.present"), signal("microphone.volume", value=0.7, unit="ratio")),
            "fit",
            "70 %, not muted",
        ),
        ((signal("microphone.present", State.FAILED, reason="missing"),), "unfit", "missing"),
        (
            (signal("microphone.volume", State.WARNING, reason="too_low"), signal("microphone.present")),
            "degraded",
            "too low",
        ),
        (
            (signal("microphone.present", State.NO_DATA, reason="no_sound_server"),),
            "no_data",
            "no sound server",
        ),
        (
            (signal("microphone.present", State.NO_DATA, reason="not_in_profile"),),
            "absent",
            "not part of this room",
        ),
    ],
    ids=["no signal", "good", "failed", "warning", "cannot tell", "not in the profile"],
)
def test_a_part_shows_its_worst_signal(signals: tuple[Signal, ...], shape: str, line: str) -> None:
    microphone = next(
        part for part in parts(signals, heard=True, reader=ENGLISH) if part.slug == "microphone"
    )
    assert (microphone.shape, microphone.line.replace("\N{NO-BREAK SPACE}", " ")) == (shape, line)


def test_a_silent_terminal_makes_no_part_green() -> None:
    assert {part.shape for part in seen("salo-1").parts} == {"no_data"}
    assert {part.shape for part in parts(SIGNALS, heard=False, reader=ENGLISH)} == {"no_data"}


def test_the_drawing_is_told_to_those_who_do_not_see_it() -> None:
    assert seen("porvoo").drawing == (
        "The table of the room. Microphone: failed, unplugged. All other parts in order."
    )


def test_lanes_show_the_worst_of_their_signals_and_tell_it_in_words() -> None:
    found = {lane.name: lane for lane in lanes(timeline(ago(hours=24)), ENGLISH)}
    assert [s.shape for s in found["Microphone"].stretches] == ["fit", "no_data", "fit", "unfit"]
    assert found["Microphone"].told.endswith("failed 09:14\N{EN DASH}now")
    assert found["Speakers"].stretches[-1].shape == "fit"
    assert len(found["Customer inside"].stretches) == 2


def test_stretches_stay_within_their_lane() -> None:
    for days in (1, 7):
        for lane in lanes(timeline(NOW - timedelta(days=days)), ENGLISH):
            assert all(s.x >= 0 and s.x + s.width <= 100.02 for s in lane.stretches)


def test_what_happened_is_told_newest_first() -> None:
    said = [found.text for found in seen("porvoo").happenings]
    assert said == [
        "Incident 1042 opened: Customers are not heard: the microphone is unplugged",
        "Microphone pulled out",
        "Machine started: as planned",
    ]


@pytest.mark.parametrize("values", [[], [1.0], [2.0, 2.0], [float(n) for n in range(500)]], ids=len)
def test_a_small_line_stays_in_its_box(values: list[float]) -> None:
    points = [tuple(map(float, point.split(","))) for point in polyline(values).split()]
    assert all(0 <= x <= 120.1 and 0 <= y <= 24 for x, y in points)
    assert bool(points) is (len(values) > 1)
