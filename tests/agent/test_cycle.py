"""The cycle tells all at birth, changes at once, and little else; what breaks becomes data."""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from huonevahti_agent import app
from huonevahti_agent.host import DeviceChange, Host, MachineReading
from huonevahti_agent.settings import Settings
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import AgentStarted, BootCause, Booted, ClockStepped, Dropped, HotPlug, Status
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State, state_hash
from tests.agent.rooms import Dial, Room, verify
from tests.fakes.broker import FakeBroker
from tests.fakes.quiet_host import START_AT, QuietHost
from tests.waiting import wait_until

UNPLUGGED = DeviceChange("removed", "usb", "1-1.2", "1e4e:0110", "USB Document Camera")
PLUGGED = DeviceChange("added", "usb", "1-1.2", "1e4e:0110", "USB Document Camera")


@pytest.fixture
def room() -> Iterator[Room]:
    """A room whose agent has been born and has said everything; its disk is memory, for the sake of long weeks."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        room = Room(Path(folder))
        room.run(3)
        yield room


def test_a_birth_and_a_full_report_open_a_connection(room: Room) -> None:
    birth, full = room.presences()[0], room.reports()[0]
    assert (birth.kind, birth.status, birth.connection) == ("birth", Status.ONLINE, 1)
    assert (full.full, full.sequence, full.connection, full.stream) == (True, 1, 1, birth.stream)
    names = {signal.name for signal in full.signals}
    assert {
        "camera.document.present",
        "probe.dial.ran",
        "agent.outbox",
        "config.drift",
        "network.broker",
    } <= names
    assert full.state_hash == state_hash(full.signals)
    assert room.broker.retained["hv/1/imatra/presence"] == encode(birth)


def test_a_first_start_tells_of_the_boot_and_of_itself(room: Room) -> None:
    assert room.bodies(Booted) == [Booted("0a0a0a0a-0001", BootCause.FIRST, START_AT)]
    assert len(room.bodies(AgentStarted)) == 1


def test_a_restart_on_the_same_boot_tells_of_no_boot(room: Room) -> None:
    room.start()
    room.run(3)
    assert len(room.bodies(Booted)) == 1
    assert len(room.bodies(AgentStarted)) == 2
    assert [p.connection for p in room.presences() if p.kind == "birth"] == [1, 2]


def test_a_new_boot_is_told_with_its_cause_and_how_long_the_one_before_lasted(room: Room) -> None:
    room.run(1300)
    room.host.boot = "0a0a0a0a-0002"
    room.start()
    room.run(3)
    told = room.bodies(Booted)[1]
    assert told.cause is BootCause.POWER_CUT
    assert told.previous_uptime_seconds == pytest.approx(1300, abs=60)


def test_a_change_of_state_is_sent_at_once_and_alone(room: Room) -> None:
    room.dial.set("camera.document.present", State.FAILED, reason="missing")
    before = len(room.reports())
    room.run(61)
    changed = [report for report in room.reports()[before:] if report.signals]
    assert [[s.name for s in report.signals] for report in changed] == [["camera.document.present"]]
    assert changed[0].signals[0].reason == "missing"
    assert not changed[0].full


def test_since_is_when_the_state_began_and_not_when_a_number_moved(room: Room) -> None:
    room.dial.set("camera.document.present", State.FAILED, reason="missing")
    room.run(61)
    room.dial.set("camera.document.present", State.FAILED, reason="wrong_port")
    room.run(61)
    told = [s for report in room.reports() for s in report.signals if s.name == "camera.document.present"]
    assert [each.reason for each in told] == ["", "missing", "wrong_port"]
    assert told[0].since < told[1].since == told[2].since


def test_a_heartbeat_goes_each_minute_without_signals_and_with_the_hash(room: Room) -> None:
    full = room.reports()[0]
    before = len(room.reports())
    room.run(600)
    beats = room.reports()[before:]
    assert 9 <= len(beats) <= 11
    assert all(not beat.signals and beat.state_hash == full.state_hash for beat in beats)
    assert [beat.sequence for beat in beats] == list(range(before + 1, before + len(beats) + 1))


def test_a_number_that_moves_within_its_bounds_is_sampled_at_most_each_five_minutes(room: Room) -> None:
    before = len(room.reports())
    for step in range(20):
        room.dial.set("microphone.volume", State.OK, 0.4 + 0.1 * (step % 5), unit="ratio")
        room.run(60)
    sampled = [s for report in room.reports()[before:] for s in report.signals]
    assert {s.name for s in sampled} == {"microphone.volume"}
    assert 2 <= len(sampled) <= 4


def test_a_full_report_goes_every_six_hours(room: Room) -> None:
    room.run(6 * 3600 + 120)
    assert sum(report.full for report in room.reports()) == 2


def test_a_healthy_idle_day_stays_within_300_kb(room: Room) -> None:
    before = len(room.broker.sent)
    room.run(86_400)
    sizes = [len(each.topic) + len(each.payload) + 7 + 4 for each in room.broker.sent[before:]]
    assert sum(sizes) < 300_000


def test_a_signal_that_is_gone_makes_a_full_report(room: Room) -> None:
    del room.dial.judged["microphone.volume"]
    room.run(61)
    full = [report for report in room.reports() if report.full]
    assert len(full) == 2
    assert "microphone.volume" not in {signal.name for signal in full[-1].signals}


def test_a_broken_probe_leaves_a_signal_and_never_a_hole(room: Room) -> None:
    room.dial.broken = RuntimeError("the driver has gone mad")
    room.run(61)
    changed = {s.name: s for report in room.reports()[1:] for s in report.signals}
    assert changed["camera.document.present"].state is State.NO_DATA
    assert changed["camera.document.present"].reason == "probe_failed"
    assert changed["probe.dial.ran"].state is State.FAILED
    room.dial.broken = None
    room.run(61)
    assert room.cycle._parts.sensing.signals["camera.document.present"].state is State.OK


def test_a_judgement_outside_the_catalogue_breaks_its_own_probe_alone(room: Room) -> None:
    room.dial.set("camera.document.smell", State.OK)
    room.run(61)
    assert room.reports()[-1].signals or room.reports()[-2].signals
    assert room.cycle._parts.sensing.signals["probe.dial.ran"].reason == "probe_failed"


def test_a_hot_plug_is_an_event_with_its_role_and_its_probes_run_at_once(room: Room) -> None:
    room.dial.set("camera.document.present", State.FAILED, reason="missing")
    room.host.changes.append((UNPLUGGED,))
    room.run(2)
    (told,) = room.bodies(HotPlug)
    assert (told.action, told.role, told.count) == ("removed", "document_camera", 1)
    assert room.reports()[-1].signals[0].reason == "missing"


def test_a_hot_plug_asks_anew_what_the_page_sees_of_it(room: Room) -> None:
    room.dial.SIGNALS = ("kiosk.devices",)
    room.dial.set("kiosk.devices", State.FAILED, 1, reason="camera_missing")
    room.host.changes.append((UNPLUGGED,))
    room.run(2)
    assert room.reports()[-1].signals[0].reason == "camera_missing"


def test_a_flapping_device_is_told_once_and_then_counted(room: Room) -> None:
    for _ in range(40):
        room.host.changes.append((UNPLUGGED, PLUGGED))
        room.run(0.1)
    room.run(15)
    told = [event for event in room.bodies(HotPlug) if event.action == "removed"]
    assert [event.count for event in told] == [1, 39]


def test_disconnections_of_a_day_are_counted_and_then_forgotten(room: Room) -> None:
    for _ in range(7):
        room.host.changes.append((UNPLUGGED,))
        room.run(20)
    signal = room.cycle._parts.sensing.signals["usb.disconnects"]
    assert (signal.state, signal.value, signal.reason) == (State.WARNING, 7, "often")
    room.run(86_400)
    assert room.cycle._parts.sensing.signals["usb.disconnects"].state is State.OK


def test_a_stepped_clock_is_told_and_a_slewed_one_is_not(room: Room) -> None:
    room.host.clock_error = timedelta(seconds=1.5)
    room.run(61)
    assert room.bodies(ClockStepped) == []
    room.host.clock_error = timedelta(hours=-1)
    room.run(61)
    assert [told.step_seconds for told in room.bodies(ClockStepped)] == [-3601.5]


def test_a_lost_broker_is_found_again_with_a_new_connection(room: Room) -> None:
    room.broker.go_down()
    room.run(300)
    room.broker.is_up = True
    room.run(130)
    births = [p for p in room.presences() if p.kind == "birth"]
    assert births[-1].connection > births[0].connection
    assert room.reports()[-1].connection == births[-1].connection
    after_birth = [r for r in room.reports() if r.connection == births[-1].connection]
    assert after_birth[0].full
    assert after_birth[0].sequence == 1


def test_events_of_a_week_without_network_arrive_in_order(room: Room) -> None:
    room.acknowledge(2)
    room.run(1)
    room.broker.go_down()
    for port in range(100):
        room.host.changes.append((DeviceChange("added", "usb", f"1-{port}", "", ""),))
        room.run(6048)
    room.broker.is_up = True
    for _ in range(20):
        room.run(130)
        room.acknowledge(max(event.number for event in room.events()))
    room.run(1)
    numbers = [event.number for event in room.events()]
    assert sorted(set(numbers)) == list(range(1, 103))
    assert [body.port for body in room.bodies(HotPlug)] == [f"1-{port}" for port in range(100)]


def test_no_more_than_twenty_events_are_under_way(room: Room) -> None:
    for port in range(50):
        room.host.changes.append((DeviceChange("added", "usb", f"1-{port}", "", ""),))
        room.run(0.1)
    assert {event.number for event in room.events()} == set(range(1, 21))
    room.acknowledge(15)
    room.run(1)
    assert {event.number for event in room.events()} == set(range(1, 36))


def test_unacknowledged_events_are_sent_again_with_growing_patience(room: Room) -> None:
    room.run(4000)
    times = sum(event.number == 1 for event in room.events())
    assert times == 9  # after 30, 60, 120, 240, 480 and then each 900 seconds


def test_a_server_that_came_up_gets_a_full_report_and_the_open_events(room: Room) -> None:
    room.server("online")
    room.run(1)
    room.server("offline")
    room.run(5)
    before = len(room.events())
    room.server("online")
    room.run(12)
    assert sum(report.full for report in room.reports()) == 2
    assert [event.number for event in room.events()[before:]] == [1, 2]


def test_a_server_restored_from_a_copy_gets_acknowledged_events_again(room: Room) -> None:
    room.acknowledge(2)
    room.run(1)
    before = len(room.events())
    room.acknowledge(0, resend_from=1)
    room.run(1)
    assert [event.number for event in room.events()[before:]] == [1, 2]


def test_a_server_that_knows_more_than_the_terminal_makes_it_begin_anew(room: Room) -> None:
    before = room.stream
    room.acknowledge(50)
    room.run(5)
    assert room.stream != before
    first = next(event for event in room.events() if event.stream == room.stream)
    assert first.body == Dropped(1, "outbox_damaged")


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("hv/1/imatra/event/stored", b"{"),
        ("hv/1/imatra/event/stored", b'{"stream":"x","up_to":-1}'),
        ("hv/1/imatra/config/desired", b"\xff\xfe"),
        ("hv/1/imatra/job/abcdefgh/request", b"[" * 100_000),
        ("hv/1/server/status", b"null"),
    ],
)
def test_a_bad_message_hurts_nothing(room: Room, topic: str, payload: bytes) -> None:
    room.broker.publish(topic, payload)
    room.dial.set("camera.document.present", State.FAILED, reason="missing")
    room.run(61)
    assert room.cycle._parts.sensing.signals["camera.document.present"].state is State.FAILED
    assert room.reports()[-1].connection == 1


def test_a_stop_says_goodbye_and_no_will_follows(room: Room) -> None:
    room.cycle.stop()
    room.cycle.run()
    assert [presence.kind for presence in room.presences()] == ["birth", "goodbye"]


def test_whatever_else_ends_the_agent_looks_like_a_crash(room: Room) -> None:
    class Gone(BaseException):
        pass

    def wait(seconds: float) -> tuple[DeviceChange, ...]:
        del seconds
        raise Gone

    room.host.wait = wait  # type: ignore[method-assign]  # the power goes in the next wait
    with pytest.raises(Gone):
        room.cycle.run()
    assert [presence.kind for presence in room.presences()] == ["birth", "will"]


def test_what_the_disk_refuses_waits_in_memory_and_is_a_signal(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = room.cycle._parts.files.outbox

    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(outbox._file, "write", refuse)
        room.host.changes.append((UNPLUGGED,))
        room.run(1)
        signal = room.cycle._parts.sensing.signals["agent.outbox"]
        assert (signal.state, signal.reason) == (State.FAILED, "disk")
    room.run(61)
    assert len(room.bodies(HotPlug)) == 1
    assert room.cycle._parts.sensing.signals["agent.outbox"].state is State.OK


def test_a_pulled_camera_is_told_while_a_probe_still_waits_for_the_network(tmp_path: Path) -> None:
    room = Room(tmp_path)
    answered = threading.Event()

    class Stuck(Dial):
        def sample(self, host: Host, profile: Profile) -> None:
            answered.wait(30)
            super().sample(host, profile)

    stuck = Stuck("stuck")
    stuck.SIGNALS = ("network.dns",)
    stuck.set("network.dns", State.OK)
    choices = app.Choices(
        profile=room.profile, verify=verify, probes=(room.dial, stuck), rng=Random(1), waits_beside=True
    )
    settings = Settings(terminal="imatra", state=tmp_path)
    room.cycle = app.build(settings, room.host, room.broker.client("imatra"), choices)
    room.run(3)
    room.host.changes.append((UNPLUGGED,))
    room.run(1)
    assert len(room.bodies(HotPlug)) == 1
    assert room.reports() == []
    wakes = room.host.wakes
    answered.set()
    wait_until(lambda: room.host.wakes > wakes, "the cycle to be woken")
    room.run(1)
    assert {"network.dns", "probe.stuck.ran", "probe.dial.ran"} <= {s.name for s in room.reports()[0].signals}
    room.order("job0000000001")
    room.run(1)
    assert room.job_states()[-1].state == "succeeded"


def test_the_machine_is_read_once_a_poll_or_its_cpu_would_be_told_over_a_moment(tmp_path: Path) -> None:
    host = QuietHost()
    read, readings = host.machine, list[float]()

    def counted() -> MachineReading:
        readings.append(host.elapsed_seconds)
        return read()

    host.machine = counted  # type: ignore[method-assign]  # the host itself, counting
    cycle = app.build(Settings(terminal="imatra", state=tmp_path), host, FakeBroker().client("imatra"))
    while len(readings) < 5:
        cycle.turn()
        cycle.plug(host.wait(max(0.05, cycle.next_turn_in())))
    gaps = [round(after - before) for before, after in itertools.pairwise(readings)]
    assert gaps == [60, 60, 60, 60]


def test_a_report_says_when_it_was_sent_in_whole_seconds(room: Room) -> None:
    room.run(61.5)
    assert {report.sent_at.microsecond for report in room.reports()} == {0}
