"""Which of the sound server's devices is the one of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huonevahti_wire.profile import RoleMatch


class Named(Protocol):
    """Whatever the sound server lists."""

    @property
    def name(self) -> str:
        """The server's own name of it."""
        ...

    @property
    def is_default(self) -> bool:
        """Whether programs take it unless they are told otherwise."""
        ...


N = TypeVar("N", bound=Named)


def of_role(match: RoleMatch, devices: Iterable[N]) -> N | None:
    """Return the device of a role: by a part of its name, the default one among several, else the default one."""
    listed = list(devices)
    named = listed if match.sound_name is None else [each for each in listed if match.sound_name in each.name]
    default = next((device for device in named if device.is_default), None)
    return default if default is not None or match.sound_name is None else next(iter(named), None)
