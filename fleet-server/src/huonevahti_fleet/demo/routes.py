"""The demo's routes: made-up desks, each with a text to copy, since the demo sends nothing to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_fleet.demo.rooms import PILOT
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

_DESKS = {
    Owner.TERMINAL: ("Laitetoimittajan tuki", "+358 9 000 0001", "Odota aamuun; tila pysyy suljettuna."),
    Owner.APPLICATION: ("Sovellustoimittajan tuki", "+358 9 000 0002", "Odota aamuun."),
    Owner.ROOM_NETWORK: ("Valtion verkkotuki", "+358 9 000 0003", "Soita valvomoon +358 9 000 0009."),
    Owner.REMOTE_ACCESS: ("Valtion etäyhteystuki", "+358 9 000 0003", "Soita valvomoon +358 9 000 0009."),
    Owner.PREMISES: ("Kiinteistön huolto", "+358 9 000 0004", "Soita päivystykseen +358 9 000 0008."),
    Owner.FLEET_SERVER: ("Huonevahdin ylläpito", "+358 9 000 0005", "Odota aamuun; tilat toimivat ilman palvelinta."),
}


def routes() -> tuple[Route, ...]:
    """Return a route for most owners everywhere, and one for the hands on site at each site of the pilot."""
    return (*_everywhere(), *_on_site())


def _everywhere() -> Iterator[Route]:
    for owner, (name, phone, outside) in _DESKS.items():
        yield Route(owner=owner, name=name, phone=phone, outside=outside)


def _on_site() -> Iterator[Route]:
    for number, (slug, names) in enumerate(PILOT.items()):
        phone = f"+358 9 000 01{number:02}"
        yield Route(owner=Owner.ON_SITE, site=slug, name=f"{names['fi']}, neuvonta", phone=phone)
