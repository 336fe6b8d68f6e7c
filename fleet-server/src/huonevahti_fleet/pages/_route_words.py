"""A route in words: where it is for, and when it answers."""

from __future__ import annotations

from collections.abc import Mapping

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.registry import WEEKDAYS
from huonevahti_fleet.domain.rooms import Site
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.pages._reader import Reader

Named = Mapping[str, str]


def place(route: Route, sites: Mapping[str, Site], organisations: Mapping[str, Named], reader: Reader) -> str:
    """Return where a route is for; a place that left the registry is said to be gone."""
    parts = []
    if route.site:
        found = sites.get(route.site)
        parts.append(
            reader.name(found.name, route.site) if found else reader.t("routes.gone", slug=route.site)
        )
    if route.organisation:
        names, gone = organisations.get(route.organisation), reader.t("routes.gone", slug=route.organisation)
        parts.append(reader.name(names, route.organisation) if names else gone)
    return ", ".join(parts) or reader.t("routes.anywhere")


def hours(route: Route, reader: Reader) -> str:
    """Return the weekly hours in short: days that follow one another with the same hours are told together."""
    sign = ":" if reader.language == "en" else "."
    runs: list[tuple[str, str, str]] = []
    for day in WEEKDAYS:
        text = ", ".join(route.hours.weekly.get(day, ())).replace(":", ".").replace(".", sign)
        if runs and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], day, text)
        else:
            runs.append((day, day, text))
    told = [(_days(first, last, reader), text) for first, last, text in runs if text]
    return "; ".join(f"{days} {text}" for days, text in told).replace("-", "\N{EN DASH}")


def _days(first: str, last: str, reader: Reader) -> str:
    names = [reader.t(f"day.short.{day}") for day in dict.fromkeys((first, last))]
    return "-".join(names)


def edited(last: Mapping[str, Author], reader: Reader) -> dict[str, str]:
    """Return when each route was changed last and by whom, as far as a name was given, by its key."""
    return {
        key: reader.t("routes.edited_by", at=reader.moment(by.at), who=by.who)
        if by.who
        else reader.t("routes.edited", at=reader.moment(by.at))
        for key, by in last.items()
    }
