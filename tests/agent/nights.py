"""One night of a terminal in real child processes: each is an agent that may be killed at any write of its orders.

The machine outlives its agents: a killed one begins anew on the same boot, one that restarted it on the next.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from errno import ENOSPC
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.edges.slots import Disk
from huonevahti_agent.host import BootTraces
from huonevahti_agent.simulated import SimulatedRoom
from tests.agent.weeks import Life, document, local

DUSK, DAWN = local("2026-11-24T03:20"), local("2026-11-24T08:10")
BEGAN_AT = local("2026-11-23T12:00")
CLEAN = BootTraces(clean_shutdown=True, panic_files=0, watchdog_fired=False)
CUT = replace(CLEAN, clean_shutdown=False)
AWAY = timedelta(seconds=30)
"""How long it takes until the agent, or the machine, is there again."""
MOST_LIVES = 30


class Machine(Struct, frozen=True):
    """The boot that lasts: its number, when it began, what the one before left behind."""

    boot: int = 1
    booted_at: datetime = BEGAN_AT
    traces: BootTraces = CLEAN

    def prepare(self, room: SimulatedRoom) -> None:
        """Lets a room be on this boot."""
        room.power.boot_id, room.power.traces = f"0a0a0a0a-{self.boot:04}", self.traces
        room.power.booted_elapsed_seconds = (self.booted_at - room.clock.now()).total_seconds()

    def next(self, at: datetime, traces: BootTraces) -> Machine:
        """Gives the boot after this one, which ended at an instant."""
        ended_at = at if traces.clean_shutdown else None
        return Machine(self.boot + 1, at + AWAY, replace(traces, ended_at=ended_at))


class Death(Struct, frozen=True):
    """In which write of the orders (from 0) the agent dies and how.

    `full` lets each write from there on fail; `filled` fills the disk itself before that write.
    """

    how: str
    at_write: int
    is_power_cut: bool = False


class Night(Struct, frozen=True):
    """What came of a night: when the machine was restarted, how often an agent was killed, what was said in the end."""

    restarted_at: tuple[datetime, ...]
    kills: int
    last_word: str


def night(folder: Path, death: Death) -> Night:
    """Let a terminal live through a night, in which one death befalls its agent; `folder/state` may be a disk."""
    folder.mkdir(exist_ok=True)
    machine, at, restarts, kills = Machine(), DUSK, list[datetime](), 0
    doom: Death | None = death
    for life in range(MOST_LIVES):
        status, word = _live(folder / f"notes{life}", folder / "state", (machine, at, doom))
        said_at = datetime.fromisoformat(word.split()[0])
        if os.WIFSIGNALED(status):
            kills, doom = kills + 1, None
            if death.is_power_cut:
                machine = machine.next(said_at, CUT)
        elif "restarted" in word:
            restarts.append(said_at)
            machine = machine.next(said_at, CLEAN)
        else:
            return Night(tuple(restarts), kills, word.partition(" ")[2])
        at = said_at + AWAY
    raise AssertionError(f"found {restarts} after {MOST_LIVES} lives, expected a morning")


def _live(notes: Path, state: Path, fate: tuple[Machine, datetime, Death | None]) -> tuple[int, str]:
    """Run one agent in a process of its own; return how that ended and its last note."""
    child = os.fork()
    if child == 0:
        try:
            _be(notes, state, fate)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    lines = notes.read_text(encoding="utf-8").splitlines()
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"the agent broke: {lines[-3:]}"
    return status, lines[-1]


def _be(notes: Path, state: Path, fate: tuple[Machine, datetime, Death | None]) -> None:
    machine, at, death = fate
    time_of: list[Life] = []

    def note(word: str) -> None:
        now = time_of[0].time.now() if time_of else at
        with notes.open("a", encoding="utf-8") as file:
            file.write(f"{now.isoformat()} {word}\n")

    note("begins")
    _arm(death, note)
    life = Life(state, at, prepare=machine.prepare)
    time_of.append(life)
    life.room.power.on_boot.clear()
    life.room.power.on_boot.append(lambda: _leave(note))
    life.desire(document(BEGAN_AT))
    life.run((DAWN - at).total_seconds())
    assert life.agent is not None
    told = [reason for each in life.lived().told if each.what == "skipped" for reason in each.reasons]
    note(life.agent._parts.sensing.signals["boot.restart"].reason or " ".join(told) or "well")
    os._exit(0)


def _leave(note: Callable[[str], None]) -> None:
    note("restarted")
    os._exit(0)


def _arm(death: Death | None, note: Callable[[str], None]) -> None:
    """Let this process die in a write to the file of orders, or find its disk full from then on."""
    if death is None:
        return
    writes, write, sync = [0], Disk.write, Disk.sync

    def doomed_write(disk: Disk, file: int, content: bytes, offset: int) -> None:
        if Path(f"/proc/self/fd/{file}").readlink().name != "restarts":
            write(disk, file, content, offset)
            return
        is_now, writes[0] = writes[0] == death.at_write, writes[0] + 1
        if death.how == "filled" and is_now:
            fill(Path(f"/proc/self/fd/{file}").readlink().parent)
        if death.how == "full" and writes[0] > death.at_write:
            raise OSError(28, "No space left on device")
        if is_now and death.how in ("before_write", "torn_write"):
            write(disk, file, content[: len(content) // 2 if death.how == "torn_write" else 0], offset)
            _die(note)
        write(disk, file, content, offset)
        if is_now and death.how == "before_sync":
            _die(note)
        if is_now and death.how == "after_sync":
            sync(disk, file)
            _die(note)

    Disk.write = doomed_write  # type: ignore[method-assign, assignment]  # of this process alone, soon to end


def fill(disk: Path) -> None:
    """Write to a disk until nothing more goes onto it; raises AssertionError where it takes 64 MB."""
    with (disk / "filler").open("wb", buffering=0) as file:
        for _ in range(16_384):
            try:
                file.write(bytes(4096))
            except OSError as error:
                if error.errno != ENOSPC:
                    raise
                return
    raise AssertionError(f"{disk} took 64 MB, expected a small disk")


def _die(note: Callable[[str], None]) -> None:
    note("dies")
    os.kill(os.getpid(), signal.SIGKILL)
