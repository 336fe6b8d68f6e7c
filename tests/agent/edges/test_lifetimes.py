"""Why the machine booted is told from what was written down before, and stays told for as long as the boot lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huonevahti_agent.edges.intents import SHAPE, Intents
from huonevahti_agent.edges.keepsakes import Keepsakes
from huonevahti_agent.edges.lifetimes import Lifetimes
from huonevahti_agent.edges.line import Moment
from huonevahti_agent.edges.outbox import Outbox
from huonevahti_agent.edges.telling import Telling
from huonevahti_agent.simulated import SimulatedHost, VirtualTime, World
from huonevahti_wire.messages import BootCause, Booted, Event
from huonevahti_wire.plan.boots import Intent
from huonevahti_wire.signals import Signal, State
from tests.agent.edges.outboxes import sent
from tests.agent.simulated.worlds import PROFILE

START_AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
HUNG = {"kiosk.running": Signal("kiosk.running", State.FAILED, START_AT, reason="hung")}


class Terminal:
    """The files of one terminal over a simulated room; `boot` begins an agent's lifetimes over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = VirtualTime(START_AT)
        self.room = World(1, self.time, PROFILE).room("imatra")

    def start(self) -> Lifetimes:
        """Begins an agent, as after a crash of the one before."""
        self.host = SimulatedHost(self.room)
        self.outbox = Outbox(self.folder / "outbox", START_AT)
        self.intents, keepsakes = Intents(self.folder), Keepsakes(self.folder)
        lifetimes = Lifetimes(self.host, keepsakes, self.intents, Telling(self.outbox))
        lifetimes.tell(self.moment())
        return lifetimes

    def moment(self) -> Moment:
        return Moment(self.host.now(), self.host.monotonic())

    def order(self, kind: str = "planned", boot_id: str = "") -> None:
        on = date(2026, 11, 24)
        self.intents.write(Intent(kind, boot_id or self.host.boot_id(), self.host.now(), on, on))  # type: ignore[arg-type]  # one of three

    def reboot(self) -> None:
        self.time.advance(60)
        self.room.power.reboot()

    def cut(self) -> None:
        self.room.power.cut_power()
        self.room.power.restore_power()

    def boots(self) -> list[BootCause]:
        events: list[Event] = sent(self.outbox)
        return [event.body.cause for event in events if isinstance(event.body, Booted)]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal whose first boot was told of."""
    terminal = Terminal(tmp_path)
    assert terminal.start().boot.cause is BootCause.FIRST
    return terminal


def _late(terminal: Terminal) -> None:
    terminal.order()
    terminal.time.advance(1800)
    terminal.reboot()


def _forestalled(terminal: Terminal) -> None:
    terminal.order()
    terminal.cut()


def _panic(terminal: Terminal) -> None:
    terminal.room.power.crash()
    terminal.room.power.restore_power()


def _ordered(kind: str) -> Callable[[Terminal], None]:
    def happens(terminal: Terminal) -> None:
        terminal.order(kind)
        terminal.reboot()

    return happens


WAYS: dict[str, tuple[Callable[[Terminal], None], BootCause]] = {
    "ordered by plan": (_ordered("planned"), BootCause.OURS),
    "ordered by a job": (_ordered("job"), BootCause.OURS),
    "ordered as a remedy": (_ordered("remedy"), BootCause.REMEDY),
    "ordered in vain and restarted by somebody half an hour later": (_late, BootCause.FOREIGN_CLEAN),
    "restarted by somebody": (Terminal.reboot, BootCause.FOREIGN_CLEAN),
    "without power": (Terminal.cut, BootCause.POWER_CUT),
    "without power right after the order": (_forestalled, BootCause.POWER_CUT),
    "panic": (_panic, BootCause.PANIC),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_cause_is_told_by_what_was_written_and_by_what_was_left_behind(
    terminal: Terminal, way: str
) -> None:
    happens, cause = WAYS[way]
    happens(terminal)
    lifetimes = terminal.start()
    assert lifetimes.boot.cause is cause
    assert terminal.boots() == [BootCause.FIRST, cause]
    assert lifetimes.is_continuous is (cause in (BootCause.OURS, BootCause.REMEDY))


def test_an_order_is_of_one_boot_and_makes_no_later_one_ours(terminal: Terminal) -> None:
    terminal.order()
    for _ in range(2):
        terminal.reboot()
        terminal.start()
    assert terminal.boots() == [BootCause.FIRST, BootCause.OURS, BootCause.FOREIGN_CLEAN]


def test_a_kiosk_that_hung_when_the_plug_was_pulled_is_why(terminal: Terminal) -> None:
    terminal.start().remember_when_due(terminal.moment(), HUNG)
    terminal.cut()
    assert terminal.start().boot.cause is BootCause.HUNG


def test_a_kiosk_that_answers_again_is_not_why(terminal: Terminal) -> None:
    lifetimes = terminal.start()
    lifetimes.remember_when_due(terminal.moment(), HUNG)
    lifetimes.remember_when_due(terminal.moment(), {})
    terminal.cut()
    assert terminal.start().boot.cause is BootCause.POWER_CUT


def test_an_agent_that_starts_again_on_the_same_boot_keeps_its_cause_and_tells_of_no_boot(
    terminal: Terminal,
) -> None:
    terminal.order()
    terminal.reboot()
    for _ in range(3):
        lifetimes = terminal.start()
        assert lifetimes.boot.cause is BootCause.OURS
        assert lifetimes.is_continuous
    assert terminal.boots() == [BootCause.FIRST, BootCause.OURS]


def test_a_clean_boot_after_the_orders_were_lost_is_of_unknown_cause_and_counts_as_ordered_that_day(
    terminal: Terminal,
) -> None:
    terminal.order()
    terminal.reboot()
    content = bytearray((terminal.folder / "restarts").read_bytes())
    for slot in (0, 4):
        content[slot * SHAPE.slot_bytes + 20] ^= 0xFF
    (terminal.folder / "restarts").write_bytes(content)
    assert terminal.start().boot.cause is BootCause.UNKNOWN
    assert {intent.kind for intent in terminal.intents.intents} == {"planned", "remedy"}
    assert all(intent.on == date(2026, 11, 24) for intent in terminal.intents.intents)


def test_a_boot_that_began_under_a_wrong_clock_is_set_right_once_the_clock_is(terminal: Terminal) -> None:
    terminal.room.clock.shift_clock(-86_400)
    terminal.reboot()
    lifetimes = terminal.start()
    wrong = lifetimes.boot.booted_at
    terminal.room.clock.set_clock()
    lifetimes.set_right()
    assert lifetimes.boot.booted_at - wrong == timedelta(days=1)
    assert Intents(terminal.folder).boots[-1] == lifetimes.boot
