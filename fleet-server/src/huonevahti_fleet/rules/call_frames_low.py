"""The specialist sees the customer stand still: the terminal sends few pictures a second."""

# Sample: call.frames warning too_low value=2 expected=5 unit=per_second
# Sample: call.loss ok value=0

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "call_frames_low"
WATCHING_SECONDS = 60.0
SIGNAL = "call.frames"


def check(history: History) -> Fault | None:
    """Return the fault while few pictures are sent; that a line is bad has faults of its own, which explain it."""
    signal = history.signal(SIGNAL)
    if signal is None or not is_off(history, SIGNAL):
        return None
    number = round(signal.value, 1) if isinstance(signal.value, float | int) else 0
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.SUSPECTED,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("frames", {"number": number}),),
        speaks_against=good(history, "call.loss", "call.round_trip", "network.loss", "machine.cpu"),
        not_seen=(Evidence("unseen.specialist_line"), Evidence("unseen.lighting")),
        values={"number": number},
    )
