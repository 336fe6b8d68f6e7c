"""What restarts may have been ordered when nobody can tell any more: never one too many follows from a lost file."""

from __future__ import annotations

from datetime import datetime

from huonevahti_wire.plan.boots import Intent
from huonevahti_wire.plan.civil import local_day, zone_named

NO_BOOT = "00000000"
"""Stands for the boot that a lost order ended; no kernel gives this id."""


def may_have_been(booted_at: datetime, time_zone: str) -> tuple[Intent, ...]:
    """Return a planned and a remedy restart as if this boot had come of each.

    Whatever was ordered and came, came at the latest with this boot; so none is ordered again on its local date, and
    from the next date on nothing is left out.
    """
    on = local_day(booted_at, zone_named("time_zone", time_zone))
    return Intent("planned", NO_BOOT, booted_at, on), Intent("remedy", NO_BOOT, booted_at, on)
