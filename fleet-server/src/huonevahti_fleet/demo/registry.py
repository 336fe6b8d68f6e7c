"""What the demo registers: one organisation, the pilot's sites with a room each, and this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.demo.rooms import PILOT, THIS_MACHINE, THIS_MACHINE_NAME
from huonevahti_fleet.domain.registry import (
    WEEKDAYS,
    HoursPlan,
    Organisation,
    Registry,
    RoomEntry,
    SiteEntry,
    check,
)

if TYPE_CHECKING:
    from huonevahti_wire.profile import Profile

ALWAYS = HoursPlan(weekly=dict.fromkeys(WEEKDAYS, ("00:00-24:00",)), holidays="")
"""Open day and night."""
_OWNER = Organisation("lvv", {"fi": "Lupa- ja valvontavirasto", "sv": "Tillstånds- och tillsynsverket"})


def registry(simulated: Profile, this_machine: Profile, hours: HoursPlan = ALWAYS) -> Registry:
    """Return the registry, the pilot's rooms open at these hours; each terminal bears its room's slug."""
    named = {**PILOT, THIS_MACHINE: THIS_MACHINE_NAME}
    return check(
        Registry(
            organisations=(_OWNER,),
            sites=tuple(
                SiteEntry(slug, _OWNER.slug, name, hours=ALWAYS if slug == THIS_MACHINE else hours)
                for slug, name in named.items()
            ),
            rooms=tuple(
                RoomEntry(
                    slug, slug, name, this_machine if slug == THIS_MACHINE else simulated, terminal=slug
                )
                for slug, name in named.items()
            ),
        )
    )
