"""Open-source notices: what the product is built of, with each licence, read from the installed packages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.pages._render import render

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Notice:
    """One package: its name, version and licence."""

    name: str
    version: str
    licence: str


SCRIPTS = (Notice("htmx", "2.0.10", "0BSD"), Notice("htmx: Server Sent Events Extension", "2.2", "0BSD"))
"""The two script files that travel inside our own package."""


def view(installed: Iterable[Distribution]) -> tuple[Notice, ...]:
    """Return a notice for each package that is not ours, by name, each once."""
    found = {_name(package).casefold(): _notice(package) for package in installed if _name(package)}
    packages = [notice for key, notice in sorted(found.items()) if not key.startswith("huonevahti")]
    return (*SCRIPTS, *packages)


@cache
def _installed() -> tuple[Notice, ...]:
    return view(distributions())


@router.get("/notices")
def notices(request: Request) -> HTMLResponse:
    """Show the notices."""
    return render(request, "notices.html", "notices", notices=_installed())


def _name(package: Distribution) -> str:
    return str(package.metadata["Name"] or "")


def _notice(package: Distribution) -> Notice:
    meta = package.metadata
    classifiers = [
        line.split(" :: ")[-1] for line in meta.get_all("Classifier") or () if line.startswith("License ::")
    ]
    named = str(meta["License-Expression"] or "") or ", ".join(classifiers) or str(meta["License"] or "")
    return Notice(
        _name(package), package.version, named.strip().splitlines()[0][:60] if named.strip() else ""
    )
