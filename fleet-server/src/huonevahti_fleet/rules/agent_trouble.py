"""The watching is hurt: a probe fails, the agent grows, its events are not taken in, or nothing tells of sound."""

# Sample: probe.microphone.ran failed failed

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import is_off, since, watching
from huonevahti_wire.signals import State

SLUG = "agent_trouble"
WATCHING_SECONDS = 300.0
SOUND_WATCHING_SECONDS = 60.0
"""A sound server that is started anew is back well within this; until then nobody is heard."""
OWN = ("agent.outbox", "agent.memory")
SOUND = ("microphone", "speakers")


def check(history: History) -> Fault | None:
    """Return the fault while a probe fails, the agent's own numbers pass their limits, or the sound server is gone.

    Without its sound server a room is blind for its sound and dumb as well: that one is unfit.
    """
    probes = tuple(name for name in history.signals if name.startswith("probe.") and history.failed(name))
    own = tuple(name for name in OWN if is_off(history, name))
    sound = _without_server(history)
    if not probes and not own:
        return _soundless(history, sound) if sound else None
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


def _soundless(history: History, sound: tuple[str, ...]) -> Fault:
    at = since(history, *sound)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=sound,
        watching_seconds=watching(history, SLUG, SOUND_WATCHING_SECONDS),
        points_to=(Evidence("sound_server_gone", {"at": at}),),
        variant="sound",
    )


def _without_server(history: History) -> tuple[str, ...]:
    """Return the sound devices' signals when the server answers for none of those that the room has."""
    names = tuple(f"{role}.present" for role in SOUND if role in history.profile.roles)
    signals = [history.signal(name) for name in names]
    is_gone = all(
        s is not None and (s.state, s.reason) == (State.NO_DATA, "no_sound_server") for s in signals
    )
    return names if is_gone else ()


def _own(history: History, name: str) -> Evidence:
    """Tell what is wrong with the agent itself; an outbox waits for the server, is damaged, or has no disk."""
    if name != "agent.outbox":
        return Evidence(f"bad.{name}")
    why = _reason(history, name)
    return Evidence(f"outbox.{why if why in ('waiting', 'damaged') else 'disk'}")


def _reason(history: History, name: str) -> str:
    signal = history.signal(name)
    return signal.reason if signal else ""
