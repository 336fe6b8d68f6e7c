"""Customers hear nothing and are not heard: the terminal's sound server does not answer."""

# Sample: microphone.present no_data no_sound_server
# Sample: speakers.present no_data no_sound_server

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import since, watching
from huonevahti_wire.signals import State

SLUG = "sound_server_gone"
WATCHING_SECONDS = 10.0
ROLES = ("microphone", "speakers")


def check(history: History) -> Fault | None:
    """Return the fault while the server answers for none of the sound devices that the room has."""
    names = tuple(f"{role}.present" for role in ROLES if role in history.profile.roles)
    if not names or not all(_is_without_server(history, name) for name in names):
        return None
    at = since(history, *names)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=names,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("sound_server_gone", {"at": at}),),
    )


def _is_without_server(history: History, name: str) -> bool:
    signal = history.signal(name)
    return signal is not None and (signal.state, signal.reason) == (State.NO_DATA, "no_sound_server")
