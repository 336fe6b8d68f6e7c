"""The form of a route: what was typed becomes a route, or stays as it was typed with what was expected."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import WEEKDAYS, HoursPlan
from huonevahti_fleet.domain.routes import PILOT_HOURS, Key, Route, wrong

_STRETCH = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])-(([01]?[0-9]|2[0-3])[:.]([0-5][0-9])|24[:.]00)")
_QUIET = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})-([0-9]{1,2})[:.]([0-9]{2})")
TEXTS = ("name", "phone", "email", "webhook", "secret", "language", "time_zone", "outside", "quiet")
PLACES = ("owner", "site", "organisation")


def typed(route: Route | None, key: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the form for a route, or for a new one at a place."""
    blank = route or Route(owner=Owner.ON_SITE, name="", hours=PILOT_HOURS)
    fields = {name: str(getattr(blank, name)) for name in (*TEXTS, *PLACES)}
    if route is None:
        fields |= {name: key[name] for name in PLACES if key.get(name)}
    hours = {day: ", ".join(s.replace(":", ".") for s in blank.hours.weekly.get(day, ())) for day in WEEKDAYS}
    fields |= {f"hours_{day}": text for day, text in hours.items()}
    fields["quiet"] = fields["quiet"].replace(":", ".")
    return fields | {"holidays": "on" if blank.hours.holidays else ""}


def read(
    form: Mapping[str, str], sites: Collection[str], organisations: Collection[str], former: Route | None
) -> tuple[Route | None, dict[str, str]]:
    """Return the route that a form says and no faults, or none and the texts of its faulty fields by name."""
    faults: dict[str, str] = {}
    if form.get("owner") not in list(Owner):
        faults["owner"] = "owner"
    if (site := form.get("site", "")) and site not in sites and not (former and former.site == site):
        faults["site"] = "site"
    known = organisation = form.get("organisation", "")
    if known and known not in organisations and not (former and former.organisation == organisation):
        faults["organisation"] = "organisation"
    if form.get("language") not in ("fi", "sv", "en"):
        faults["language"] = "language"
    weekly = _weekly(form, faults)
    values: dict[str, Any] = {name: form.get(name, "") for name in TEXTS}
    values |= {"quiet": _two_digits(values["quiet"]), "owner": form.get("owner"), "site": site}
    before = former.hours if former else HoursPlan()
    public = (before.holidays or "FI") if form.get("holidays") else ""
    hours = msgspec.structs.replace(before, weekly=weekly, holidays=public)
    if faults.keys() & {"owner", "language"}:
        values |= {"owner": Owner.ON_SITE, "language": "fi"}
    route = Route(**values | {"owner": Owner(values["owner"]), "organisation": organisation, "hours": hours})
    faults |= {field: field for field, _ in wrong(route) if not field.startswith("hours")}
    return (None if faults else route), faults


def _weekly(form: Mapping[str, str], faults: dict[str, str]) -> dict[Any, tuple[str, ...]]:
    found: dict[Any, tuple[str, ...]] = {}
    for day in WEEKDAYS:
        parts = [part.strip() for part in form.get(f"hours_{day}", "").replace(" ", "").split(",")]
        matches = [_STRETCH.fullmatch(part.replace("\N{EN DASH}", "-")) for part in parts if part]
        stretches = [_stretch(match) for match in matches if match]
        if None in matches or any(opens >= closes for opens, closes in (s.split("-") for s in stretches)):
            faults[f"hours_{day}"] = "hours"
        elif stretches:
            found[day] = tuple(stretches)
    return found


def _stretch(match: re.Match[str]) -> str:
    closes = match[3].replace(".", ":")
    return f"{int(match[1]):02}:{match[2]}-{closes if len(closes) == 5 else '0' + closes}"


def _two_digits(text: str) -> str:
    match = _QUIET.fullmatch(text.replace(" ", "").replace("\N{EN DASH}", "-"))
    return f"{int(match[1]):02}:{match[2]}-{int(match[3]):02}:{match[4]}" if match else text


def key_in(query: Mapping[str, str], prefix: str = "") -> Key | None:
    """Return the key that an address or a form names, None when it names no owner."""
    owner = query.get(f"{prefix}owner", "")
    if owner not in list(Owner):
        return None
    return Owner(owner), query.get(f"{prefix}site", ""), query.get(f"{prefix}organisation", "")


def mark(route: Route | None) -> str:
    """Return a word that differs when the route differs: a form says by it which one it began from."""
    return blake2b(msgspec.json.encode(route), digest_size=8).hexdigest() if route else ""
