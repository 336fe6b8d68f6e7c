"""Where the thing of a role is: at its place, at another, or replaced by something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from huonevahti_wire.profile import Role, RoleMatch

PRESENT, WRONG_PORT, WRONG_MODEL, MISSING = "present", "wrong_port", "wrong_model", "missing"


class Pluggable(Protocol):
    """Whatever hangs on a USB port: a device, or a node of one."""

    @property
    def port(self) -> str:
        """Port path, such as 1-1.2."""
        ...

    @property
    def model(self) -> str:
        """vendor:product."""
        ...

    @property
    def serial(self) -> str:
        """Serial number, empty when it has none."""
        ...


P = TypeVar("P", bound=Pluggable)


def on_usb(match: RoleMatch) -> bool:
    """Return whether a role is recognised by anything of USB."""
    return match.port is not None or match.model is not None or match.serial is not None


def place(role: Role, roles: Mapping[Role, RoleMatch], things: Iterable[P]) -> tuple[str, P | None]:
    """Return the word for where the thing of a role is, and the thing itself where it is at its place.

    Two of one model without serial numbers are told apart by their ports alone, so a thing that sits where another
    role has its own place is that other's and never counts as ours at a wrong port.
    """
    match = roles[role]
    candidates = list(things)
    ours = [thing for thing in candidates if _is_kind(match, thing)]
    at_place = [thing for thing in ours if match.port is None or thing.port == match.port]
    if at_place:
        return PRESENT, at_place[0]
    others = [other for name, other in roles.items() if name != role and on_usb(other)]
    if any(not _belongs(thing, others) for thing in ours):
        return WRONG_PORT, None
    if any(thing.port == match.port for thing in candidates):
        return WRONG_MODEL, None
    return MISSING, None


def _is_kind(match: RoleMatch, thing: Pluggable) -> bool:
    return match.model in (None, thing.model) and match.serial in (None, thing.serial)


def _belongs(thing: Pluggable, matches: Iterable[RoleMatch]) -> bool:
    return any(match.port in (None, thing.port) and _is_kind(match, thing) for match in matches)
