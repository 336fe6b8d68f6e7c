"""How far a fault reaches, by what the neighbours show: this room, its site, all rooms, or one model of terminal."""

from __future__ import annotations

from typing import Literal

from huonevahti_fleet.domain.faults import Evidence
from huonevahti_fleet.domain.history import History

ENOUGH_OTHERS = 2
"""How many other rooms must be heard before their being well says anything of this one."""


def reach(history: History, slug: str) -> Literal["room", "site", "fleet", "model"]:
    """Return how far a fault of what runs on terminals reaches: as `scope`, or most terminals of one profile."""
    near = history.neighbours
    at_site, of_model = near.site_faults.get(slug, 0), near.model_faults.get(slug, 0)
    far = scope(history, slug)
    is_of_model = of_model > at_site and 2 * (of_model + 1) > near.model_rooms + 1
    return "model" if far != "fleet" and is_of_model else far


def place_of(far: Literal["room", "site", "fleet", "model"]) -> Literal["room", "site", "fleet"]:
    """Return the scope of an incident: terminals of one profile stand anywhere."""
    return "fleet" if far == "model" else far


def scope(history: History, slug: str) -> Literal["room", "site", "fleet"]:
    """Return how far a fault reaches: most rooms of several sites, every room of this site, or this room alone."""
    near = history.neighbours
    at_site, anywhere = near.site_faults.get(slug, 0), near.fleet_faults.get(slug, 0)
    if anywhere > at_site and 2 * (anywhere + 1) > near.fleet_rooms + 1:
        return "fleet"
    return "site" if near.site_rooms and at_site >= near.site_rooms else "room"


def shared(far: str) -> tuple[Evidence, ...]:
    """Return the observation that others show the same, nothing when they do not."""
    return () if far == "room" else (Evidence(f"same_at_{far}"),)


def others_well(history: History, slug: str) -> tuple[Evidence, ...]:
    """Return the observation that the other rooms heard from do not show the same, nothing while they are too few."""
    near = history.neighbours
    heard = near.fleet_rooms - near.fleet_silent
    is_alone = heard >= ENOUGH_OTHERS and not near.fleet_faults.get(slug)
    return (Evidence("others_well", {"count": heard}),) if is_alone else ()
