"""What turns bad on the way out is looked at again soon, so that one lost packet is gone before it is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_agent import app
from huonevahti_agent.edges.sensing import LOOKS_AGAIN_SECONDS, STANDS_SECONDS
from huonevahti_agent.settings import Settings
from huonevahti_wire.signals import State
from tests.agent.rooms import Dial, Room


class _Line(Dial):
    def __init__(self) -> None:
        super().__init__("network")
        self.SIGNALS = ("network.loss",)
        self.set("network.loss", State.OK, 0.0, unit="ratio")


def _room_of(folder: Path, *dials: Dial) -> Room:
    room = Room(folder)
    settings = Settings(terminal="imatra", state=folder)
    choices = app.Choices(profile=room.profile, probes=dials)
    room.cycle = app.build(settings, room.host, room.broker.client("imatra"), choices)
    return room


def _room(folder: Path) -> tuple[Room, _Line]:
    line = _Line()
    return _room_of(folder, line), line


def _dial(name: str, family: str) -> Dial:
    dial = Dial(name)
    dial.SIGNALS = (family,)
    return dial


def _told(room: Room, name: str = "network.loss") -> list[State]:
    return [s.state for report in room.reports() for s in report.signals if s.name == name]


def test_a_loss_that_passes_is_gone_long_before_the_next_poll(tmp_path: Path) -> None:
    room, line = _room(tmp_path)
    room.run(30)
    line.set("network.loss", State.WARNING, 0.2, unit="ratio", reason="loss")
    room.run(31)  # the poll of a minute falls in here
    line.set("network.loss", State.OK, 0.0, unit="ratio")
    room.run(LOOKS_AGAIN_SECONDS)
    assert _told(room)[-2:] == [State.WARNING, State.OK]


def test_a_loss_that_stays_is_looked_at_until_it_is_gone(tmp_path: Path) -> None:
    room, line = _room(tmp_path)
    room.run(30)
    line.set("network.loss", State.WARNING, 0.2, unit="ratio", reason="loss")
    room.run(60)
    before = line.samples
    room.run(10 * LOOKS_AGAIN_SECONDS)
    assert line.samples - before in (10, 11, 12)
    line.set("network.loss", State.OK, 0.0, unit="ratio")
    room.run(60)
    before = line.samples
    room.run(120)
    assert (line.samples - before, _told(room)[-1]) == (2, State.OK)


def test_when_one_part_of_the_way_out_turns_bad_the_others_are_looked_at_too(tmp_path: Path) -> None:
    line, tls = _Line(), _dial("tls", "network.tls.<endpoint>")
    tls.set("network.tls.video", State.OK)
    room = _room_of(tmp_path, line, tls)
    room.run(65)
    line.set("network.loss", State.FAILED, 1.0, unit="ratio", reason="loss")
    tls.set("network.tls.video", State.FAILED, reason="dns")
    room.run(57)  # the minute's poll of the one, while the other is asked only every two
    told = _told(room, "network.tls.video")
    assert told[-1] is State.FAILED


def test_a_try_that_came_to_nothing_is_made_again_soon_and_at_last_at_the_ordinary_interval(tmp_path: Path) -> None:
    room, line = _room(tmp_path)
    room.run(30)
    line.judged.clear()
    line.set("network.portal", State.NO_DATA, reason="timeout")
    room.run(60)
    before = line.samples
    room.run(5 * LOOKS_AGAIN_SECONDS)
    assert line.samples - before in (4, 5, 6), "it may be a slip"
    room.run(STANDS_SECONDS)
    before = line.samples
    room.run(600)
    assert line.samples - before in (9, 10, 11), "nobody is there"


def test_what_is_not_there_to_be_tried_is_polled_as_ever(tmp_path: Path) -> None:
    room, line = _room(tmp_path)
    line.set("network.portal", State.NO_DATA, reason="not_in_profile")
    room.run(600)
    assert line.samples in (10, 11)


def test_a_call_that_stutters_is_looked_at_soon_and_so_is_the_line_it_runs_over(tmp_path: Path) -> None:
    line, call = _Line(), _dial("call", "call.loss")
    call.set("call.loss", State.OK, 0.0, unit="ratio")
    room = _room_of(tmp_path, line, call)
    room.run(65)
    before = line.samples
    call.set("call.loss", State.WARNING, 0.3, unit="ratio", reason="too_high")
    room.run(31)  # the poll of half a minute falls in here
    assert line.samples - before == 1
    call.set("call.loss", State.OK, 0.0, unit="ratio")
    room.run(LOOKS_AGAIN_SECONDS)
    told = _told(room, "call.loss")
    assert told[-2:] == [State.WARNING, State.OK]


def test_a_setting_and_a_spare_way_that_stay_as_they_are_are_polled_as_ever(tmp_path: Path) -> None:
    relay = _dial("media", "network.media.<way>")
    room = _room_of(tmp_path, relay)
    relay.set("network.media.tcp", State.WARNING, reason="refused")
    room.run(130)
    before = relay.samples
    room.run(10 * LOOKS_AGAIN_SECONDS)
    assert relay.samples - before == 1
    relay.set("network.media.tcp", State.FAILED, reason="refused")
    room.run(130)
    before = relay.samples
    room.run(10 * LOOKS_AGAIN_SECONDS)
    assert relay.samples - before in (10, 11, 12)


def test_an_interceptor_is_looked_at_soon_until_it_stands_and_then_at_the_ordinary_interval(
    tmp_path: Path,
) -> None:
    room, line = _room(tmp_path)
    room.run(30)
    line.judged.clear()
    line.set("network.interceptor", State.FAILED, "Zscaler", reason="interceptor")
    room.run(60)
    before = line.samples
    room.run(5 * LOOKS_AGAIN_SECONDS)
    assert line.samples - before in (4, 5, 6), "it may be a slip"
    room.run(STANDS_SECONDS)
    before = line.samples
    room.run(600)
    assert line.samples - before in (9, 10, 11)
    line.set("network.interceptor", State.OK)
    room.run(61)
    line.set("network.interceptor", State.FAILED, "Zscaler", reason="interceptor")
    room.run(60)
    before = line.samples
    room.run(5 * LOOKS_AGAIN_SECONDS)
    assert line.samples - before in (4, 5, 6), "it is a new one"


@pytest.mark.parametrize("signal", ["microphone.muted", "microphone.present"])
def test_a_mute_or_a_touched_jack_is_gone_before_the_office_counts_it(tmp_path: Path, signal: str) -> None:
    microphone = _dial("microphone", signal)
    microphone.set(signal, State.OK)
    room = _room_of(tmp_path, microphone)
    room.run(15)
    microphone.set(signal, State.FAILED, reason="off")
    room.run(16)  # the poll of half a minute falls in here
    microphone.set(signal, State.OK)
    room.run(9)
    told = _told(room, signal)
    assert told[-2:] == [State.FAILED, State.OK]
