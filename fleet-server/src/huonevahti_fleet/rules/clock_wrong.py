"""The terminal's clock is wrong, so it may refuse services that are in order."""

# Sample: clock.offset failed offset value=-7200 expected=30 unit=seconds
# Sample: network.tls.application failed clock

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "clock_wrong"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while the clock differs from the endpoints'; it unfits when a handshake fails for it."""
    signal = history.signal("clock.offset")
    if signal is None or not history.failed(signal.name):
        return None
    refused = any(reason(history, n) == "clock" for n in history.signals if n.startswith("network.tls."))
    seconds = round(abs(signal.value)) if isinstance(signal.value, float | int) else 0
    at = since(history, signal.name)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=refused,
        rests_on=(signal.name,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("clock_off", {"seconds": seconds, "at": at}),
            *((Evidence("refused_for_clock"),) if refused else ()),
        ),
        speaks_against=good(history, "network.dns", "network.round_trip"),
        explains=("network.tls.*", "network.media.tls", "network.interceptor", "clock.synchronised"),
        values={"seconds": seconds},
    )
