"""Whose move it is: the parties that can mend a fault."""

from __future__ import annotations

from enum import StrEnum


class Owner(StrEnum):
    """Who can mend it; `undecided` comes with the question that would decide."""

    ON_SITE = "on_site"
    TERMINAL = "terminal"
    ROOM_NETWORK = "room_network"
    REMOTE_ACCESS = "remote_access"
    AUTHORITY = "authority"
    APPLICATION = "application"
    OTHER_CHANNEL = "other_channel"
    PREMISES = "premises"
    FLEET_SERVER = "fleet_server"
    UNDECIDED = "undecided"


FAR_SIDE = frozenset({Owner.REMOTE_ACCESS, Owner.AUTHORITY, Owner.OTHER_CHANNEL})
"""Those whose trouble lies elsewhere: at the other end of the call, or at another service's page."""
