"""Why a machine booted, told from what the boot before left behind."""

from __future__ import annotations

from typing import Protocol

from huonevahti_wire.messages import BootCause


class Traces(Protocol):
    """What the last boot left behind; None where it cannot be read."""

    @property
    def clean_shutdown(self) -> bool | None:
        """Whether a shutdown was written down before this boot."""
        ...

    @property
    def panic_files(self) -> int | None:
        """How many files of a kernel panic were kept."""
        ...

    @property
    def watchdog_fired(self) -> bool | None:
        """Whether a watchdog restarted the machine."""
        ...


def cause(traces: Traces, known_former_boot: bool = True) -> BootCause:
    """Return the cause: a farewell outranks a panic's files, which may be of an older boot and never cleared."""
    if not known_former_boot:
        return BootCause.FIRST
    if traces.clean_shutdown:
        return BootCause.FOREIGN_CLEAN
    if traces.panic_files:
        return BootCause.PANIC
    if traces.watchdog_fired:
        return BootCause.WATCHDOG
    return BootCause.UNKNOWN if traces.clean_shutdown is None else BootCause.POWER_CUT
