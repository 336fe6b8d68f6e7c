"""The watching itself is hurt: a probe fails, the agent grows, or its events are not taken in."""

# Sample: probe.microphone.ran failed failed

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import is_off, since, watching

SLUG = "agent_trouble"
WATCHING_SECONDS = 300.0
OWN = ("agent.outbox", "agent.memory")


def check(history: History) -> Fault | None:
    """Return the fault while a probe fails or the agent's own numbers pass their limits."""
    probes = tuple(name for name in history.signals if name.startswith("probe.") and history.failed(name))
    own = tuple(name for name in OWN if is_off(history, name))
    if not probes and not own:
        return None
    ours = "agent.outbox" in own and _reason(history, "agent.outbox") == "waiting"
    return Fault(
        slug=SLUG,
        owner=Owner.FLEET_SERVER if ours else Owner.TERMINAL,
        confidence=Confidence.LIKELY if ours else Confidence.CERTAIN,
        since=since(history, *probes, *own),
        unfits=False,
        rests_on=(*probes, *own),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            *(Evidence("probe_failed", {"probe": name.split(".")[1]}) for name in probes),
            *(_own(history, name) for name in own),
        ),
        not_seen=tuple(Evidence("unseen.probe", {"probe": name.split(".")[1]}) for name in probes),
        harm=Harm.COSMETIC,
    )


def _own(history: History, name: str) -> Evidence:
    """Tell what is wrong with the agent itself; an outbox waits for the server, is damaged, or has no disk."""
    if name != "agent.outbox":
        return Evidence(f"bad.{name}")
    why = _reason(history, name)
    return Evidence(f"outbox.{why if why in ('waiting', 'damaged') else 'disk'}")


def _reason(history: History, name: str) -> str:
    signal = history.signal(name)
    return signal.reason if signal else ""
