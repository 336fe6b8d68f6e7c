"""What a remedy is: the signals it treats, how often a day it may be tried, what it changes, and how that is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from huonevahti_wire.signals import Signal, State

if TYPE_CHECKING:
    from huonevahti_agent.host import Host
    from huonevahti_wire.profile import Profile

Treated = tuple[Signal, ...]
"""The signals that one try is for: all of one role, none but those the remedy names."""


class Ailment(Struct, frozen=True):
    """One kind of trouble: a signal's family, the reasons that count (every one when empty), and the state."""

    family: str
    reasons: tuple[str, ...] = ()
    state: State = State.FAILED


class Refused(Exception):
    """Whoever guards what would have been changed said no, and nothing was; `reason` is its code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Remedy(Protocol):
    """A module of the catalogue; what `apply` returns is a struct of its own, None when nothing can be undone."""

    NAME: str
    TREATS: tuple[Ailment, ...]
    CAP_PER_DAY: int
    LOOKS_AFTER_SECONDS: float

    def apply(self, host: Host, treated: Treated, profile: Profile) -> Any:
        """Change the machine and return how it was before; raise `Refused` or `Unavailable` when that cannot be."""
        ...

    def undo(self, host: Host, former: Any, profile: Profile) -> None:
        """Put back what `apply` found."""
        ...
