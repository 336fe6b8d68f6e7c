"""The last touch and the last press, from the kernel's input devices; where on the screen and which key stays unread.

Of an event only its kind and whether something went down or up are looked at, and of the keys that are down only
whether there is one. What is kept are instants.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from msgspec import Struct

from huonevahti_agent.domain.hands import Hands
from huonevahti_agent.host import Unavailable
from huonevahti_wire.profile import Role, RoleMatch

_EVENT = struct.Struct("llHHi")
"""`struct input_event` of linux/input.h: seconds, microseconds, type, code, value."""
_EVENTS_AT_ONCE = 64
_EV_SYN, _EV_KEY = 0, 1
"""A touch is a key too: the kernel's protocol has BTN_TOUCH for every touch screen."""
_SYN_DROPPED = 3
KEYS_BYTES = 96
"""Bits of all keys up to KEY_MAX, 0x2ff."""
EVIOCGKEY = 2 << 30 | KEYS_BYTES << 16 | ord("E") << 8 | 0x18
QUIET_SECONDS = 1.0
"""After each hearing a device may speak unheard for so long: a finger that drags gives a hundred events a second."""


SETTLING_SECONDS = 5.0
"""A node stands in the folder before udev has told of its device: for so long it is asked again."""


class Clock(NamedTuple):
    """The wall clock, and seconds that never go back."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]


class InputNode(Struct, frozen=True):
    """One /dev/input/eventN and the USB device it belongs to."""

    path: str
    port: str
    model: str
    serial: str


class Inputs(Protocol):
    """Who lists the input nodes there are now; `Unavailable` where nobody can."""

    def inputs(self) -> tuple[InputNode, ...]:
        """Return them."""
        ...


class _Feeler:
    """One open node: when it was last felt, and since when something on it is down, in monotonic seconds."""

    def __init__(self, path: str, now: float) -> None:
        self.descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self.felt_at: float | None = None
        self.down_since: float | None = None
        try:
            self._look(now)
        except OSError:
            os.close(self.descriptor)
            raise

    def hear(self, now: float) -> None:
        """Take what has come; raise OSError when the device is gone."""
        while True:
            try:
                events = os.read(self.descriptor, _EVENT.size * _EVENTS_AT_ONCE)
            except BlockingIOError:
                break
            if not events:  # no driver says so of a device that is there
                raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
            self._take(events, now)
        self._look(now)

    def _take(self, events: bytes, now: float) -> None:
        whole = len(events) - len(events) % _EVENT.size
        for _, _, kind, code, value in _EVENT.iter_unpack(events[:whole]):
            if kind == _EV_KEY:
                self.felt_at = now
                self.down_since = None if value == 0 else self.down_since
            elif kind == _EV_SYN and code == _SYN_DROPPED:
                self.felt_at, self.down_since = now, None

    def _look(self, now: float) -> None:
        """Ask whether anything is down now, which no event tells of that came before the node was opened."""
        keys = fcntl.ioctl(self.descriptor, EVIOCGKEY, bytes(KEYS_BYTES))
        if not any(keys):
            self.down_since = None
            return
        self.felt_at = now
        self.down_since = now if self.down_since is None else self.down_since


class HandDevices:
    """The open nodes of the touch screen and the call button, found anew when devices come and go."""

    def __init__(self, inputs: Inputs, clock: Clock, folder: str = "/dev/input") -> None:
        """Open nothing yet: which devices they are is told with each question."""
        self._inputs, self._clock, self._folder = inputs, clock, folder
        self._open: dict[Role, dict[str, _Feeler]] = {}
        self._last: dict[Role, float] = {}
        self._listing: list[str] | None = None
        self._seen: tuple[list[str], float] = ([], float("-inf"))
        self._heard_at = float("-inf")

    def read(self, roles: Mapping[Role, RoleMatch]) -> Hands:
        """Return what was felt on the devices of these roles; `Unavailable` when one may not be read."""
        self._find(roles)
        self.serve()
        return Hands(
            touched_at=self._at("touch"),
            touch_held_seconds=self._held_seconds("touch"),
            pressed_at=self._at("call_button"),
            press_held_seconds=self._held_seconds("call_button"),
        )

    def descriptors(self) -> list[int]:
        """Return what to wait on; when one of them is ready, `serve`. None for a moment after each hearing."""
        if self._clock.monotonic() - self._heard_at < QUIET_SECONDS:
            return []
        return [feeler.descriptor for nodes in self._open.values() for feeler in nodes.values()]

    def serve(self) -> None:
        """Hear every node; one that is gone is let go, what was felt on it stays known."""
        self._heard_at = self._clock.monotonic()
        for role, nodes in self._open.items():
            for path, feeler in list(nodes.items()):
                try:
                    feeler.hear(self._heard_at)
                except OSError:
                    os.close(nodes.pop(path).descriptor)
                    self._listing = None
                if feeler.felt_at is not None:
                    self._last[role] = max(feeler.felt_at, self._last.get(role, 0.0))

    def close(self) -> None:
        """Give the nodes back."""
        for nodes in self._open.values():
            for feeler in nodes.values():
                os.close(feeler.descriptor)
        self._open.clear()

    def _at(self, role: Role) -> datetime | None:
        """Told by the wall clock of now, however often that was stepped since."""
        felt_at = self._last.get(role)
        return (
            None
            if felt_at is None
            else self._clock.now() - timedelta(seconds=self._clock.monotonic() - felt_at)
        )

    def _held_seconds(self, role: Role) -> float:
        downs = [feeler.down_since for feeler in self._open.get(role, {}).values()]
        since = min((down for down in downs if down is not None), default=None)
        return 0.0 if since is None else self._clock.monotonic() - since

    def _find(self, roles: Mapping[Role, RoleMatch]) -> None:
        """Open what came since; the listing of the folder, which costs next to nothing, tells that something did."""
        try:
            listing = sorted(os.listdir(self._folder))  # noqa: PTH208  # plain strings, asked every ten seconds
        except FileNotFoundError:
            listing = []  # the kernel makes the folder with the first device
        except PermissionError as error:
            raise Unavailable("not_permitted") from error
        if listing == self._listing and roles.keys() <= self._open.keys():
            return
        if listing != self._seen[0]:
            self._seen = listing, self._clock.monotonic()
        is_settled = self._clock.monotonic() - self._seen[1] >= SETTLING_SECONDS
        nodes = self._inputs.inputs()
        turned = [
            self._turn(role, [node.path for node in nodes if _is_of(match, node)])
            for role, match in roles.items()
        ]
        self._listing = listing if is_settled and all(turned) else None

    def _turn(self, role: Role, paths: Iterable[str]) -> bool:
        """Keep what is still there, close what is not, open what is new; return whether all could be opened."""
        before, now = self._open.get(role, {}), set(paths)
        for path in before.keys() - now:
            os.close(before.pop(path).descriptor)
        self._open[role] = before
        for path in now - before.keys():
            try:
                before[path] = _Feeler(path, self._clock.monotonic())
            except PermissionError as error:
                raise Unavailable("not_permitted") from error
            except OSError:  # gone in this moment, or not quite there yet
                continue
        return now == before.keys()


def _is_of(match: RoleMatch, node: InputNode) -> bool:
    """A device is heard at any port if its model tells it; without a model its port must."""
    if match.serial not in (None, node.serial):
        return False
    return match.model == node.model if match.model is not None else match.port == node.port
