"""Names to addresses through the system's own resolver, in bounded time."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux.bounded import Bounded

Addresses = list[tuple[socket.AddressFamily, tuple[str, int]]]
RESOLVE_SECONDS = 3.0


class Names:
    """Asks the resolver with its usual order of families and its cache, if it has one."""

    def __init__(self) -> None:
        self._bounded = Bounded("names", (OSError, UnicodeError))

    def seconds(self, name: str) -> float:
        """Return the seconds a name took, or raise OSError within `RESOLVE_SECONDS`."""
        started = time.monotonic()
        self.addresses(name, 0, RESOLVE_SECONDS)
        return time.monotonic() - started

    def addresses(self, name: str, port: int, seconds: float) -> Addresses:
        """Return where a name leads, or raise OSError (TimeoutError when the resolver is silent)."""
        if _is_address(name):  # nothing to ask, even while the resolver hangs
            return [(socket.AF_INET6 if ":" in name else socket.AF_INET, (name, port))]
        try:
            found = self._bounded.call(
                seconds, lambda: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            )
        except Unavailable as error:
            raise TimeoutError(f"{name}: no answer of the resolver in {seconds} s") from error
        except UnicodeError as error:
            raise OSError(f"{name!r} is no host name") from error
        return [(family, address[:2]) for family, _, _, _, address in found]  # type: ignore[misc]  # of TCP these are


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
