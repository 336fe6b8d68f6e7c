"""Short-lived credentials of a media relay, as coturn's `use-auth-secret` expects them, and the addresses to try."""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

VALID_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a relay: the transport it proves, and its address."""

    transport: str
    url: str


def ways(host: str, port: int, tls_port: int) -> tuple[Way, ...]:
    """Return the ways to a relay that are worth trying; without a TLS port that way is left out."""
    if not host:
        return ()
    name = f"[{host}]" if ":" in host else host
    found = [Way("udp", f"turn:{name}:{port}?transport=udp"), Way("tcp", f"turn:{name}:{port}?transport=tcp")]
    if tls_port:
        found.append(Way("tls", f"turns:{name}:{tls_port}?transport=tcp"))
    return tuple(found)


def credentials(secret: str, now: datetime) -> tuple[str, str]:
    """Return a user name that says when it expires, and its password: HMAC-SHA1, which coturn prescribes."""
    name = f"{int((now + VALID_FOR).timestamp())}:{secrets.token_hex(8)}"
    signed = hmac.new(secret.encode(), name.encode(), "sha1").digest()
    return name, base64.b64encode(signed).decode()
