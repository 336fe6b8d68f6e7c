"""Why and when the machine booted, and whether its daily restart is overdue."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from huonevahti_agent.domain.judgement import Judgement
from huonevahti_agent.host import BootTraces, Host
from huonevahti_agent.probes import _judging
from huonevahti_wire.messages import BootCause
from huonevahti_wire.plan import boots
from huonevahti_wire.plan.boots import Before
from huonevahti_wire.profile import Profile
from huonevahti_wire.signals import State

NAME = "boot"
SIGNALS: tuple[str, ...] = ("boot.cause", "boot.uptime", "boot.restart_due")
_ROUGH = (BootCause.POWER_CUT, BootCause.PANIC, BootCause.WATCHDOG, BootCause.HUNG)
_SOME_BOOT = Before("")
"""That there was a boot before, of which nothing was written down."""
_NO_TRACES = BootTraces(clean_shutdown=None, panic_files=None, watchdog_fired=None)


class Sample(Struct, frozen=True):
    """What the boot before left behind, and how long this one has lasted.

    `cause` is as it was found with what had been written down before; None where there is no such memory.
    """

    traces: BootTraces
    booted_at: datetime | None
    taken_at: datetime
    reason: str = ""
    cause: BootCause | None = None


def sample(host: Host, profile: Profile) -> Sample:
    """Return the traces and times of this boot."""
    del profile  # a boot is a boot
    traces, _ = _judging.ask(host.boot_traces)
    booted_at, reason = _judging.ask(host.booted_at)
    return Sample(traces or _NO_TRACES, booted_at, host.now(), reason)


def signals(sample: Sample, profile: Profile) -> list[Judgement]:
    """Return cause, uptime, and whether a restart is due."""
    cause = sample.cause or boots.cause(sample.traces, _SOME_BOOT)
    rough = cause in _ROUGH
    told = Judgement(
        "boot.cause", State.WARNING if rough else State.OK, str(cause), reason=str(cause) if rough else ""
    )
    if sample.booted_at is None:
        return [told, *(_judging.no_data(name, sample.reason) for name in SIGNALS[1:])]
    uptime = max(0.0, (sample.taken_at - sample.booted_at).total_seconds())
    due = _judging.within("boot.restart_due", uptime, profile.restart_due_seconds, "seconds", "overdue")
    return [told, Judgement("boot.uptime", State.OK, uptime, "seconds"), due]
