"""The rooms of the demo: the pilot's three, and the machine it runs on."""

from __future__ import annotations

from collections.abc import Mapping

from huonevahti_fleet.domain.registry import Names

PILOT: Mapping[str, Names] = {
    "imatra": {"fi": "Imatra, kaupungintalo", "sv": "Imatra, stadshuset", "en": "Imatra, city hall"},
    "nurmes": {
        "fi": "Nurmes, Valtimon Kuntalaisten talo",
        "sv": "Nurmes, Kuntalaisten talo i Valtimo",
        "en": "Nurmes, Kuntalaisten talo in Valtimo",
    },
    "porvoo": {"fi": "Porvoo, Porvoo-info", "sv": "Borgå, Porvoo-info", "en": "Porvoo, Porvoo-info"},
}
"""Slug to name by language; each stands at a site of the same slug and name."""

THIS_MACHINE = "tama-kone"
THIS_MACHINE_NAME: Names = {"fi": "Tämä kone", "sv": "Den här datorn", "en": "This machine"}
