"""What a registry file says of the daily restart, and whether each room can keep it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from huonevahti_fleet.domain.nightly import Place, Scheduled, SetSchedule, scheduled_at
from huonevahti_fleet.domain.registry import Registry, as_bad_registry, expand
from huonevahti_wire.plan.layers import LAYERS, Schedule, check_in_time

SILENT = Schedule()
"""The word of a layer that says nothing."""


def filed(registry: Registry) -> tuple[SetSchedule, ...]:
    """Return each layer that a registry says something of."""
    said = (
        SetSchedule("all", "", registry.restart),
        *(SetSchedule("site", site.slug, site.restart) for site in registry.sites),
        *(SetSchedule("room", room.slug, room.restart) for room in registry.rooms),
    )
    return tuple(each for each in said if each.schedule != SILENT)


def check_restarts(registry: Registry, by_people: Mapping[Place, Schedule], now: datetime) -> None:
    """Raise `BadRegistry` of the first restart that was set and is not in time on a day of the coming 400.

    What people have set rules over the file. What is only shipped is not held against a room that never closes.
    """
    layers = {each.place: each.schedule for each in filed(registry)} | dict(by_people)
    sites = {site.slug: site for site in registry.sites}
    seen: set[bytes] = set()
    for index, room in enumerate(registry.rooms):
        site = sites[room.site]
        found, hours = scheduled_at(room.slug, room.site, layers), room.hours or site.hours
        key = msgspec.json.encode((found.plan, hours, site.time_zone))
        if found.plan is None or not is_said(found) or key in seen:
            continue
        seen.add(key)
        periods = expand(hours, site.time_zone, now).periods
        with as_bad_registry():
            check_in_time(_where(registry, found, index), found.plan, periods, ZoneInfo(site.time_zone))


def is_said(found: Scheduled) -> bool:
    """Return whether anybody said anything of a room's restart."""
    return any(layer in LAYERS for layer in found.won_by.values())


def _where(registry: Registry, found: Scheduled, index: int) -> str:
    """The place of the layer that set the time, or of the narrowest that said anything."""
    layer = found.won_by["at"]
    if layer not in LAYERS:
        layer = max((name for name in found.won_by.values() if name in LAYERS), key=LAYERS.index)
    site = next(i for i, site in enumerate(registry.sites) if site.slug == registry.rooms[index].site)
    return {"all": "restart", "site": f"sites.{site}.restart", "room": f"rooms.{index}.restart"}[layer]
