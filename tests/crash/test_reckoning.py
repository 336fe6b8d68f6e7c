"""The reckoning itself can fail: each way to lose or double an event, or to show a terminal wrongly, is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from huonevahti_wire.codec import encode
from huonevahti_wire.messages import Dropped, Event, HotPlug
from tests.crash.notes import Acknowledged, Began, Connecting, Note, Truth, Writing, Written
from tests.crash.reckoning import Standing, absence, by_stream, reckon, unrest

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STREAM = "0123456789ab"
BOOT = "8d5fce61-5e3b-4b1e-8b58-6e2f0c5b3f10"


def _event(number: int, port: str = "") -> str:
    body = HotPlug("added", port or f"1-{number}")
    return encode(Event(stream=STREAM, number=number, at=NOW, body=body)).decode()


def _gap(first: int, number: int) -> str:
    dropped = Dropped(first=first, reason="damaged")
    return encode(Event(stream=STREAM, number=number, at=NOW, body=dropped)).decode()


def _truth(folder: Path, *more: Note) -> Truth:
    """Two events are written, the first one acknowledged, a third one was begun when a kill came."""
    notes: list[Note] = [
        Began(boot_id=BOOT, heartbeat_seconds=1.0),
        Connecting(stream=STREAM, connection=4),
        Writing(event=_event(1)),
        Written(stream=STREAM, number=1),
        Writing(event=_event(2)),
        Written(stream=STREAM, number=2),
        Acknowledged(stream=STREAM, up_to=1, stored=1),
        Writing(event=_event(3)),
        *more,
    ]
    file = folder / "notes"
    file.write_bytes(b"".join(msgspec.json.encode(note) + b"\n" for note in notes))
    truth = Truth(file)
    truth.read()
    return truth


@pytest.mark.parametrize(
    ("has", "lost", "doubled"),
    [
        pytest.param({1: _event(1), 2: _event(2)}, 0, 0, id="all_that_was_written"),
        pytest.param({1: _event(1), 2: _event(2), 3: _event(3)}, 0, 0, id="and_what_a_kill_cut_short"),
        pytest.param({1: _event(1), 2: _event(2), 3: _gap(3, 3)}, 0, 0, id="and_a_gap_for_it"),
        pytest.param({1: _event(1), 3: _gap(2, 3)}, 1, 0, id="one_lost_in_a_gap"),
        pytest.param({1: _event(1), 2: _gap(2, 2)}, 0, 1, id="a_gap_in_its_place"),
        pytest.param({2: _event(2)}, 1, 0, id="one_lost"),
        pytest.param({}, 2, 0, id="all_lost"),
        pytest.param({1: _event(1), 2: _event(2, "1-9")}, 0, 1, id="another_event_under_its_number"),
        pytest.param({1: _event(1), 2: _event(2), 3: _event(3, "1-9")}, 0, 1, id="another_than_was_begun"),
        pytest.param({1: _event(1), 2: _event(2), 4: _event(4)}, 0, 1, id="one_that_nobody_wrote"),
    ],
)
def test_what_is_lost_or_doubled_is_counted(
    has: dict[int, str], lost: int, doubled: int, tmp_path: Path
) -> None:
    reckoning = reckon("imatra", _truth(tmp_path), {STREAM: has})
    assert (reckoning.lost, reckoning.doubled, bool(reckoning.wrong)) == (lost, doubled, bool(lost + doubled))


def test_one_event_under_two_numbers_is_doubled(tmp_path: Path) -> None:
    again = (Writing(event=_event(3, "1-2")), Written(stream=STREAM, number=3))
    has = {1: _event(1), 2: _event(2), 3: _event(3, "1-2")}
    assert reckon("imatra", _truth(tmp_path, *again), {STREAM: has}).doubled == 1


def test_a_number_that_stands_twice_in_the_table_is_doubled() -> None:
    row = ("imatra", STREAM, 1, _event(1))
    assert by_stream([row, row])[1].doubled == 1


def test_of_a_wiped_outbox_only_what_was_acknowledged_is_owed(tmp_path: Path) -> None:
    truth = _truth(tmp_path)
    truth.wipe()
    assert reckon("imatra", truth, {STREAM: {1: _event(1)}}).lost == 0
    assert reckon("imatra", truth, {STREAM: {2: _event(2)}}).lost == 1


def test_what_a_dead_terminal_still_holds_is_owed_when_it_is_back(tmp_path: Path) -> None:
    truth = _truth(tmp_path)
    truth.stand(is_down=True)
    assert reckon("imatra", truth, {STREAM: {1: _event(1)}}).lost == 0
    truth.stand(is_down=False)
    assert reckon("imatra", truth, {STREAM: {1: _event(1)}}).lost == 1


def test_what_a_server_acknowledged_after_its_copy_is_not_owed_by_the_copy(tmp_path: Path) -> None:
    truth = _truth(tmp_path)
    truth.wipe()
    truth.put_back({STREAM: 0})
    assert reckon("imatra", truth, {}).lost == 0


RIGHT: dict[str, Any] = {
    "presence": (STREAM, 4, False, "online", BOOT),
    "heard": (4, NOW - timedelta(seconds=1)),
    "up_to": {STREAM: (2, "{}")},
    "verdict": "fit",
    "silences": (),
}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"presence": None}, id="never_seen"),
        pytest.param({"presence": (STREAM, 3, False, "online", BOOT)}, id="an_older_connection"),
        pytest.param({"presence": (STREAM, 4, False, "offline", BOOT)}, id="offline"),
        pytest.param({"presence": (STREAM, 4, False, "online", "")}, id="another_boot"),
        pytest.param({"heard": (4, NOW - timedelta(seconds=9))}, id="unheard_for_long"),
        pytest.param({"heard": (3, NOW)}, id="heard_on_an_older_connection"),
        pytest.param({"up_to": {STREAM: (1, "{}")}}, id="events_missing"),
        pytest.param({"up_to": {STREAM: (2, '{"5":5}')}}, id="events_beyond_a_gap"),
        pytest.param({"silences": ("terminal_silent:room:imatra",)}, id="said_to_be_silent"),
    ],
)
def test_a_live_terminal_is_at_rest_only_when_all_is_right(wrong: dict[str, Any], tmp_path: Path) -> None:
    truth = _truth(tmp_path, Acknowledged(stream=STREAM, up_to=2, stored=2))
    assert bool(unrest(truth, Standing(**{**RIGHT, **wrong}), NOW)) is bool(wrong)


def test_an_outbox_that_is_not_empty_is_not_at_rest(tmp_path: Path) -> None:
    assert unrest(_truth(tmp_path), Standing(**RIGHT), NOW)


@pytest.mark.parametrize(
    ("shown", "is_right"),
    [
        pytest.param({}, False, id="online_and_fit"),
        pytest.param({"presence": (STREAM, 4, False, "offline", BOOT)}, True, id="offline_by_its_will"),
        pytest.param(
            {"silences": ("terminal_silent:room:imatra",), "verdict": "unfit"}, True, id="silent_by_its_age"
        ),
        pytest.param({"silences": ("terminal_silent:room:imatra",)}, False, id="silent_yet_fit"),
    ],
)
def test_a_dead_terminal_must_be_shown_so(shown: dict[str, Any], is_right: bool) -> None:
    assert (not absence(Standing(**{**RIGHT, **shown}))) is is_right
