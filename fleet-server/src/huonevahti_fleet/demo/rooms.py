"""The rooms of the demo: the pilot's three, and the machine it runs on."""

from __future__ import annotations

from collections.abc import Mapping

PILOT: Mapping[str, Mapping[str, str]] = {
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
THIS_MACHINE_NAME: Mapping[str, str] = {"fi": "Tämä kone", "sv": "Den här datorn", "en": "This machine"}
