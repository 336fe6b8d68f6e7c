"""The terminal is told to use a proxy that its profile does not know, or lacks the one that it should use."""

# Sample: network.proxy warning proxy value=proxy.building.example:3128
# Sample: network.media.udp failed timeout

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "proxy_in_the_way"
WATCHING_SECONDS = 60.0
SIGNAL = "network.proxy"


def check(history: History) -> Fault | None:
    """Return the fault while the setting differs; it harms when a service or a relay cannot be reached as well."""
    signal = history.signal(SIGNAL)
    if signal is None or signal.reason not in ("proxy", "no_proxy"):
        return None
    lost = [name for name in history.signals if name.startswith("network.tls.") and history.failed(name)]
    closed = _relays.closed(history)
    address = signal.value if signal.reason == "proxy" else signal.expected
    proxy = address if isinstance(address, str) and address else "?"
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("proxy_set" if signal.reason == "proxy" else "proxy_missing", {"proxy": proxy, "at": at}),
            *_relays.unanswered(history, closed),
        ),
        speaks_against=good(history, "network.interceptor", *_relays.names(_relays.answering(history))),
        values={"proxy": proxy},
        harm=Harm.DEGRADED if lost or closed else Harm.COSMETIC,
        variant="" if signal.reason == "proxy" else "missing",
    )
