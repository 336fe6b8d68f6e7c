"""The one place where the parts of the agent are joined."""

from __future__ import annotations

import fcntl
import os
import subprocess
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from huonevahti_agent.cycle import Cycle, Files, Parts
from huonevahti_agent.domain.desired import timings
from huonevahti_agent.edges.beside import Beside
from huonevahti_agent.edges.broker import Broker, MqttBroker
from huonevahti_agent.edges.children import ChildVerifier, read_profile
from huonevahti_agent.edges.configuring import Configuring
from huonevahti_agent.edges.guarding import Guarding
from huonevahti_agent.edges.inbox import Inbox
from huonevahti_agent.edges.intents import Intents
from huonevahti_agent.edges.jobs import Jobs
from huonevahti_agent.edges.keepsakes import Keepsakes
from huonevahti_agent.edges.learnt import Memory
from huonevahti_agent.edges.ledger import Ledger
from huonevahti_agent.edges.lifetimes import Booting, Lifetimes
from huonevahti_agent.edges.line import Line, Who
from huonevahti_agent.edges.mending import Mending, Remit
from huonevahti_agent.edges.outbox import Outbox
from huonevahti_agent.edges.own_look import OwnLook
from huonevahti_agent.edges.plugging import Plugging
from huonevahti_agent.edges.pressing import Pressing
from huonevahti_agent.edges.readying import Readying
from huonevahti_agent.edges.reporting import Reporting
from huonevahti_agent.edges.restarting import Known, Restarting
from huonevahti_agent.edges.ruling import Ruling
from huonevahti_agent.edges.sensing import Aids, Sensing
from huonevahti_agent.edges.telling import Telling
from huonevahti_agent.edges.tries import Tries
from huonevahti_agent.edges.trust import Trust, Verify
from huonevahti_agent.edges.watchdog import Watchdog
from huonevahti_agent.host import Host, Probe
from huonevahti_agent.host.remedy import Remedy
from huonevahti_agent.probes import PROBES, boot, call_button, session
from huonevahti_agent.remedies import REMEDIES
from huonevahti_agent.settings import BadSettings, Settings
from huonevahti_wire.plan.mending import TREATED, unknown
from huonevahti_wire.profile import BadProfile, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from huonevahti_agent.domain.desired import Timings


_locks: list[int] = []
"""Kept open for as long as the process lives; the kernel lets go of them with it."""


class Choices(Struct, frozen=True, kw_only=True):
    """What a room without a machine of its own chooses differently; None takes what a terminal takes."""

    profile: Profile | None = None
    verify: Verify | None = None
    probes: tuple[Probe, ...] | None = None
    remedies: tuple[Remedy, ...] | None = None
    rng: Random | None = None
    waits_beside: bool = False
    """Whether probes that wait for the network do so in a thread; not in virtual time, which only one can drive."""


def build(
    settings: Settings, host: Host, broker: Broker | None = None, choices: Choices | None = None
) -> Cycle:
    """Return the cycle of one terminal, its files opened; raise `BadSettings` when it cannot start."""
    chosen = choices or Choices()
    profile, rng = chosen.profile or _profile(settings.profile), chosen.rng or SystemRandom()
    files = _opened(settings, host)
    ruling = timings(files.keepsakes.document, profile)
    telling = Telling(files.outbox)
    line = Line(Who(settings.terminal, host.boot_id()), broker or MqttBroker(settings), files.outbox, rng)
    configuring = Configuring(settings.terminal, files.keepsakes, telling)
    guarding = Guarding(host, session, profile, configuring)
    lifetimes = Lifetimes(host, files.keepsakes, files.intents, telling)
    probes = _probes(chosen, _memories(guarding, files.keepsakes, lifetimes))
    sensing = Sensing(host, probes, _ruled(profile, ruling), ruling, _aids(host, guarding, files.memory, chosen))
    plugging, reporting = Plugging(profile, telling), Reporting(ruling, rng)
    jobs = Jobs(files.ledger, telling, line, frozenset(sensing.names))
    known = Known(configuring, guarding, lifetimes, files.intents, settings.may_restart)
    restarting = Restarting(host, known, telling, line)
    mending = Mending(host, _remit(chosen, probes, restarting, profile), sensing, telling, files.tries)
    ruled = Ruling(profile, configuring, sensing, reporting, line)
    parts = Parts(
        host=host,
        files=files,
        telling=telling,
        lifetimes=lifetimes,
        plugging=plugging,
        guarding=guarding,
        line=line,
        inbox=Inbox(line, _trust(settings, chosen), ruled, jobs, reporting),
        jobs=jobs,
        restarting=restarting,
        readying=Readying(restarting, sensing, telling, mending),
        sensing=sensing,
        mending=mending,
        own_look=OwnLook(files.outbox, telling, configuring, plugging, line),
        reporting=reporting,
        watchdog=Watchdog(os.environ),
    )
    return Cycle(parts)


def _ruled(profile: Profile, ruling: Timings) -> Profile:
    return replace(profile, restart_due_seconds=ruling.restart_due_seconds)


def _probes(chosen: Choices, memories: dict[object, Probe]) -> list[Probe]:
    return [memories.get(probe, probe) for probe in (PROBES if chosen.probes is None else chosen.probes)]


def _memories(guarding: Guarding, keepsakes: Keepsakes, lifetimes: Lifetimes) -> dict[object, Probe]:
    """Return those probes with a memory that are judged by what was before."""
    pressing = Pressing(call_button, keepsakes, guarding.is_open)
    return {session: guarding, call_button: pressing, boot: Booting(boot, lifetimes)}


def _profile(path: Path | None) -> Profile:
    if path is None:
        return Profile(name="unknown", platform="linux")
    try:
        profile = read_profile(path)
    except (BadProfile, OSError, subprocess.SubprocessError) as error:
        raise BadSettings(f"settings: profile: {error}") from error
    if strangers := unknown(profile.remedies_off):
        found = f"remedies_off: found {strangers[0]}, expected {', '.join(TREATED)} or *"
        raise BadSettings(f"settings: profile: {path}: {found}")
    return profile


def _remit(chosen: Choices, probes: list[Probe], restarting: Restarting, profile: Profile) -> Remit:
    return Remit(
        remedies=REMEDIES if chosen.remedies is None else chosen.remedies,
        probes=probes,
        profile=profile,
        may_act=restarting.may_mend,
        configured=restarting.known.configuring,
    )


def _trust(settings: Settings, chosen: Choices) -> Trust:
    return Trust(chosen.verify or ChildVerifier(settings.public_key))


def _aids(host: Host, guarding: Guarding, memory: Memory, chosen: Choices) -> Aids:
    return Aids(guarding.may_test, memory, Beside(host.wake) if chosen.waits_beside else None)


def _opened(settings: Settings, host: Host) -> Files:
    folder = settings.state
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ledger = Ledger(folder / "ledger")
        outbox = Outbox(folder / "outbox", host.now())
        if ledger.is_new and outbox.stored + outbox.last:
            # without its ledger a stream could act twice on a job: no job is for the next one
            outbox.begin_anew("the ledger is lost", host.now())
        keepsakes = Keepsakes(folder, settings.config_floor)
        return Files(outbox, ledger, keepsakes, Memory(folder), Intents(folder), Tries(folder / "tries"))
    except OSError as error:
        raise BadSettings(
            f"settings: state is '{folder}': {error.strerror}, a writable folder expected"
        ) from error


def lock(folder: Path) -> None:
    """Keep every other agent out of a state folder; raise `BadSettings` when one is in."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        where = f"settings: state is '{folder}'"
        raise BadSettings(f"{where}: another agent runs on it, a folder of its own expected") from error
    _locks.append(file)
