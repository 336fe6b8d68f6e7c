"""The outbox numbers without a gap, survives what a terminal survives, and drops only what may be dropped."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huonevahti_agent.edges.outbox import HEADER_SLOTS, SHAPE, OutboxFull
from huonevahti_wire.codec import MAX_EVENT_BYTES
from huonevahti_wire.messages import Dropped, EventStored, HotPlug, JobEnded, JobStatus
from tests.agent.edges.outboxes import AT as NOW
from tests.agent.edges.outboxes import HEAVY, LIGHT, assert_contiguous, bodies, opened, sent, told
from tests.fakes.crashing_disk import CrashingDisk, PowerCut


def test_events_count_from_one_and_stand_there_after_reopening(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    assert [outbox.append(HEAVY, NOW), outbox.append(LIGHT, NOW)] == [1, 2]
    outbox.close()
    again = opened(tmp_path)
    assert again.stream == outbox.stream
    assert bodies(again) == {1: HEAVY, 2: LIGHT}
    assert again.append(LIGHT, NOW) == 3


def test_two_outboxes_have_different_streams(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert opened(tmp_path).stream != opened(tmp_path / "other").stream


def test_what_the_server_has_committed_is_not_sent_again(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    for _ in range(5):
        outbox.append(LIGHT, NOW)
    assert told(outbox, 3)
    assert list(bodies(outbox)) == [4, 5]
    outbox.close()
    assert list(bodies(opened(tmp_path))) == [4, 5]


def test_an_older_word_of_the_server_takes_nothing_back(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    for _ in range(3):
        outbox.append(LIGHT, NOW)
    assert told(outbox, 3)
    assert told(outbox, 1)
    assert outbox.stored == 3


def test_the_word_for_another_stream_frees_nothing(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(LIGHT, NOW)
    assert not outbox.take_stored(EventStored(stream="0" * 12, up_to=1))
    assert outbox.stored == 0


def test_a_number_that_was_never_given_is_not_believed(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(LIGHT, NOW)
    assert not told(outbox, 2)
    assert list(bodies(outbox)) == [1]


def test_a_restored_server_gets_acknowledged_events_again(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    for _ in range(5):
        outbox.append(LIGHT, NOW)
    told(outbox, 5)
    assert told(outbox, 2, resend_from=3)
    assert list(bodies(outbox)) == [3, 4, 5]


def test_what_is_not_kept_any_more_is_resent_as_a_dropped_range(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    for _ in range(20):
        told(outbox, outbox.append(LIGHT, NOW))
    told(outbox, 0, resend_from=1)
    events = sent(outbox)
    assert_contiguous(events, 0, 20)
    assert isinstance(events[0].body, Dropped)
    assert events[0].body.reason == "not_kept"


def test_when_full_a_dropped_range_stands_for_the_oldest_light_events(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(HEAVY, NOW)
    for _ in range(30):
        outbox.append(LIGHT, NOW)
    events = sent(outbox)
    assert_contiguous(events, 0, 31)
    assert events[0].body == HEAVY
    assert events[1].body == Dropped(first=2, reason="outbox_full")
    assert events[-1].body == LIGHT


def test_boots_and_job_results_are_never_dropped(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    kept = []
    for number in range(3):
        outbox.append(LIGHT, NOW)
        outbox.append(LIGHT, NOW)
        kept.append(outbox.append(JobEnded(f"job00000{number}", JobStatus.SUCCEEDED), NOW))
    found = bodies(outbox)
    assert all(isinstance(found[number], JobEnded) for number in kept)
    assert_contiguous(sent(outbox), 0, 9)


def test_an_outbox_full_of_what_must_be_kept_says_so_and_loses_nothing(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    for _ in range(7):
        outbox.append(HEAVY, NOW)
    with pytest.raises(OutboxFull):
        outbox.append(HEAVY, NOW)
    before = bodies(outbox)
    assert set(before.values()) == {HEAVY}
    told(outbox, 3)
    outbox.append(HEAVY, NOW)
    assert_contiguous(sent(outbox), 3, outbox.last)


def test_the_connection_number_grows_through_reopening(tmp_path: Path) -> None:
    numbers = []
    for _ in range(3):
        outbox = opened(tmp_path)
        numbers += [outbox.next_connection(), outbox.next_connection()]
        outbox.close()
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_an_event_that_would_not_fit_is_refused_before_it_is_written(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    long = HotPlug("added", "1-1", name="\u00e9" * (MAX_EVENT_BYTES // 2))
    with pytest.raises(ValueError, match="at most 640 expected"):
        outbox.append(long, NOW)
    assert outbox.append(LIGHT, NOW) == 1


def test_an_event_of_a_newer_release_is_kept_and_sent_as_it_is(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(LIGHT, NOW)
    newer = '{"stream":"%s","number":2,"at":"2027-01-01T00:00:00Z","body":{"kind":"rang","x":1}}'
    outbox._put(2, (newer % outbox.stream).encode())
    outbox.close()
    again = opened(tmp_path)
    assert [each.number for each in again.pending(0, 9)] == [1, 2]
    assert b'"rang"' in again.pending(1, 9)[0].payload


@pytest.mark.parametrize("kept_bytes", [0, 1, 3, 4, 7, 8, 15, 16, 17, 60, 120])
@pytest.mark.parametrize("at_write", range(12))
def test_a_power_cut_at_any_write_loses_nothing_that_had_returned(
    tmp_path: Path, at_write: int, kept_bytes: int
) -> None:
    returned: dict[int, HotPlug] = {}
    stored = 0
    try:
        outbox = opened(tmp_path, CrashingDisk(at_write, kept_bytes))
        for round_ in range(4):
            outbox.next_connection()
            body = HotPlug("added", f"1-{round_}")
            returned[outbox.append(body, NOW)] = body
            told(outbox, max(outbox.last - 1, 0))
            stored = outbox.stored
    except PowerCut:
        pass
    again = opened(tmp_path)
    assert not again.damage
    found = bodies(again)
    assert_contiguous(sent(again), again.stored, again.last)
    assert again.stored >= stored
    assert all(number <= again.stored or found[number] == body for number, body in returned.items())


def test_the_last_write_torn_or_rotten_at_any_byte_harms_no_other_event(tmp_path: Path) -> None:
    disk = CrashingDisk()
    outbox = opened(tmp_path, disk)
    for port in range(3):
        outbox.append(HotPlug("added", f"1-{port}"), NOW)
    outbox.close()
    path, (offset, length) = tmp_path / "outbox", disk.last_write
    good = path.read_bytes()
    for place in range(offset, offset + length):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        again = opened(tmp_path)
        found = bodies(again)
        assert (found[1], found[2]) == (HotPlug("added", "1-0"), HotPlug("added", "1-1")), place
        assert found[3] == Dropped(first=3, reason="damaged"), place
        assert again.append(LIGHT, NOW) == 4
        again.close()
    path.write_bytes(good)
    assert bodies(opened(tmp_path))[3] == HotPlug("added", "1-2")


def test_a_rotten_event_in_the_middle_becomes_a_dropped_range(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    disk_offsets = []
    for port in range(5):
        outbox.append(HotPlug("added", f"1-{port}"), NOW)
        disk_offsets.append(outbox._contents.slots[port + 1] * 1024)
    with (tmp_path / "outbox").open("r+b") as file:
        file.seek(disk_offsets[2] + 40)
        file.write(b"\xff\xff")
    assert_contiguous(sent(outbox), 0, 5)
    assert bodies(outbox)[3] == Dropped(first=3, reason="not_kept")
    outbox.close()
    again = opened(tmp_path)
    assert_contiguous(sent(again), 0, again.last)
    assert bodies(again)[5] == HotPlug("added", "1-4")


def _without_header(content: bytearray) -> None:
    for slot in HEADER_SLOTS:
        content[slot * 1024 : slot * 1024 + 64] = b"\x33" * 64


def _of_another_program(content: bytearray) -> None:
    content[:] = b"SQLite format 3\0" * (len(content) // 16)


def _cut_short(content: bytearray) -> None:
    del content[5000:]


DAMAGES: dict[str, Callable[[bytearray], None]] = {
    "both headers": _without_header,
    "cut short": _cut_short,
    "of another program": _of_another_program,
    "empty": bytearray.clear,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_cannot_be_trusted_is_set_aside_and_the_new_stream_says_so(
    tmp_path: Path, damage: str
) -> None:
    outbox = opened(tmp_path)
    outbox.append(HEAVY, NOW)
    outbox.close()
    content = bytearray((tmp_path / "outbox").read_bytes())
    DAMAGES[damage](content)
    (tmp_path / "outbox").write_bytes(content)
    again = opened(tmp_path)
    assert again.damage
    assert again.stream != outbox.stream
    assert bodies(again) == {1: Dropped(first=1, reason="outbox_damaged")}
    assert (tmp_path / "outbox.corrupt").exists()


def test_one_damaged_header_falls_back_to_the_other(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(HEAVY, NOW)
    outbox.next_connection()
    outbox.close()
    with (tmp_path / "outbox").open("r+b") as file:
        file.seek(HEADER_SLOTS[0] * 1024)
        file.write(b"\x01" * 40)
    again = opened(tmp_path)
    assert again.stream == outbox.stream
    assert bodies(again)[1] == HEAVY


def test_a_stream_of_which_the_server_knows_more_is_left(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(HEAVY, NOW)
    before = outbox.stream
    outbox.begin_anew("the server knows later events", NOW)
    assert outbox.stream != before
    assert outbox.next_connection() == 1
    assert bodies(outbox) == {1: Dropped(first=1, reason="outbox_damaged")}


def test_a_disk_that_lets_no_file_grow_is_no_harm_once_the_outbox_stands(tmp_path: Path) -> None:
    opened(tmp_path, shape=SHAPE).close()
    program = (
        "import sys; from pathlib import Path; from tests.agent.edges.outboxes import *;"
        "outbox = Outbox(Path(sys.argv[1]) / 'outbox', AT);"
        "[outbox.append(LIGHT, AT) for _ in range(300)]; outbox.next_connection(); print(outbox.last)"
    )

    def forbid_growth() -> None:
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (SHAPE.slots * SHAPE.slot_bytes, SHAPE.slots * SHAPE.slot_bytes)
        )

    command = [sys.executable, "-c", program, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=forbid_growth)
    assert run.stdout.strip() == "300", run.stderr


def test_every_block_of_the_file_is_taken_when_it_is_created(tmp_path: Path) -> None:
    opened(tmp_path, shape=SHAPE).close()
    found = (tmp_path / "outbox").stat()
    assert found.st_size == SHAPE.slots * SHAPE.slot_bytes
    assert found.st_blocks * 512 >= found.st_size


def test_a_job_end_that_was_told_is_found_again(tmp_path: Path) -> None:
    outbox = opened(tmp_path)
    outbox.append(JobEnded("job000001", JobStatus.FAILED, "interrupted"), NOW)
    outbox.close()
    again = opened(tmp_path)
    assert again.tells_end_of("job000001")
    assert not again.tells_end_of("job000002")
