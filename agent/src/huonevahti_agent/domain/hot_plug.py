"""Hot-plug as events: which role a device has, a flapping one as counts, and disconnections of a day."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from msgspec.structs import replace

from huonevahti_wire.messages import HotPlug

if TYPE_CHECKING:
    from huonevahti_wire.profile import Profile

CALM_SECONDS = 10.0
LONGEST_SECONDS = 640.0
DAY_SECONDS = 86_400.0


def role_of(port: str, model: str, profile: Profile) -> str:
    """Return the role a device has by its port (or a model without a port), empty when it has none."""
    for role, match in profile.roles.items():
        if match.port is not None and match.port == port and match.model in (None, "", model or match.model):
            return role
    for role, match in profile.roles.items():
        if match.model is not None and match.port is None and match.model == model:
            return role
    return ""


class _Flapping:
    """One port and action: how long repeats are gathered, and the gathered ones."""

    def __init__(self, until: float) -> None:
        self.window_seconds = CALM_SECONDS
        self.until = until
        self.gathered: HotPlug | None = None


class Flaps:
    """Lets the first happening through at once and gathers repeats, for longer the longer it goes on."""

    def __init__(self) -> None:
        """Begin with no device flapping."""
        self._ports: dict[tuple[str, str, str], _Flapping] = {}

    def take(self, event: HotPlug, now: float) -> HotPlug | None:
        """Return the event when it is to be told now, None when it is gathered (`now`: monotonic seconds)."""
        key = (event.port, event.model, event.action)
        flapping = self._ports.get(key)
        if flapping is None:
            self._ports[key] = _Flapping(now + CALM_SECONDS)
            return event
        count = event.count + (flapping.gathered.count if flapping.gathered else 0)
        flapping.gathered = replace(event, count=count)
        return None

    def due(self, now: float) -> list[HotPlug]:
        """Return what was gathered and is to be told now."""
        told = []
        for key, flapping in [each for each in self._ports.items() if each[1].until <= now]:
            if flapping.gathered is None:
                del self._ports[key]
                continue
            told.append(flapping.gathered)
            flapping.gathered = None
            flapping.window_seconds = min(2 * flapping.window_seconds, LONGEST_SECONDS)
            flapping.until = now + flapping.window_seconds
        return told

    def rest(self) -> list[HotPlug]:
        """Return all that is gathered, because the agent stops."""
        told = [flapping.gathered for flapping in self._ports.values() if flapping.gathered is not None]
        self._ports.clear()
        return told

    def next_due(self) -> float:
        """Return when `due` has something to do, infinity for never."""
        return min((flapping.until for flapping in self._ports.values()), default=float("inf"))


class Disconnections:
    """How often a USB device went in the last day."""

    def __init__(self) -> None:
        """Begin with none; what was before the agent started is not known."""
        self._at: deque[float] = deque(maxlen=1000)

    def add(self, now: float) -> None:
        """Count one."""
        self._at.append(now)

    def count(self, now: float) -> int:
        """Return how many happened within a day."""
        while self._at and self._at[0] < now - DAY_SECONDS:
            self._at.popleft()
        return len(self._at)
