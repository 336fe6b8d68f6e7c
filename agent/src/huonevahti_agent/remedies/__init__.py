"""The catalogue of remedies: one file a member, each with what it treats, a cap, an `apply` and its `undo`."""

from __future__ import annotations

from huonevahti_agent.host.remedy import Remedy
from huonevahti_agent.remedies import (
    bring_kiosk_home,
    choose_default,
    rank_cameras,
    reenumerate_cameras,
    restart_kiosk,
    restart_sound,
    set_levels,
    unmute,
)

REMEDIES: tuple[Remedy, ...] = (
    unmute,
    set_levels,
    choose_default,
    restart_sound,
    rank_cameras,
    reenumerate_cameras,
    bring_kiosk_home,
    restart_kiosk,
)
"""The gentlest first: of two for one signal the second is tried when the first did not help."""
