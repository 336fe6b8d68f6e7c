"""How often one address may do something: a small bucket for each, and a bound on how many are remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `count` at once, and as many again over `seconds`; `total` bounds all addresses together."""

    count: int
    seconds: float
    total: int


QUOTAS: Mapping[str, Quota] = {
    "look": Quota(120, 60, 3000),
    "held": Quota(120, 60, 12_000),
    "press": Quota(10, 60, 200),
    "relay": Quota(6, 600, 300),
    "result": Quota(6, 600, 300),
    "lookup": Quota(10, 60, 60),
}
"""What strangers may do: look at pages, press buttons, ask for relay credentials, leave a result, look one up.

A page behind a link that works counts by the link: the screens of many sites come from one address of their network.
"""


class Limiter:
    """Counts by address; whoever has looked in least lately is forgotten first."""

    def __init__(self, quotas: Mapping[str, Quota] = QUOTAS, remembered: int = REMEMBERED) -> None:
        self._quotas, self._remembered = quotas, remembered
        self._buckets: OrderedDict[tuple[str, str], tuple[float, datetime]] = OrderedDict()

    def allows(self, kind: str, address: str, now: datetime) -> bool:
        """Return whether an address may do this now, and count it if so."""
        quota = self._quotas[kind]
        own = self._taken((kind, who(address)), quota.count, quota.seconds, now)
        return own and self._taken((kind, "*"), quota.total, quota.seconds, now)

    def _taken(self, key: tuple[str, str], count: int, seconds: float, now: datetime) -> bool:
        left, at = self._buckets.get(key, (float(count), now))
        left = min(float(count), left + max(0.0, (now - at).total_seconds()) * count / seconds)
        is_allowed = left >= 1
        self._buckets[key] = (left - is_allowed, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return is_allowed


def who(address: str) -> str:
    """Return what counts as one visitor: an IPv4 address, or the /64 that an IPv6 line is given."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)
