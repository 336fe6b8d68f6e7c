"""Look-up: what a specialist's own check found, for support, under the code that was read out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet.domain.checks import Check, suspected, to_ask
from huonevahti_fleet.flows.keep_check import look_up
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import render, visit_of
from huonevahti_fleet.pages._strangers import allows

router = APIRouter()
_COUNTS = ("cameras", "microphones")
_WORDS = ("picture", "microphone", "speakers", "udp", "tcp", "tls")


@dataclass(frozen=True, slots=True)
class View:
    """One result: what is suspected on the specialist's side, what is worth asking, and each thing that was found."""

    heading: str
    made: str
    suspected: tuple[str, ...]
    to_ask: tuple[str, ...]
    found: tuple[tuple[str, str], ...]


def view(check: Check, reader: Reader) -> View:
    """Return a result in words."""
    doubts = tuple(reader.t(f"check.suspected.{code}") for code in suspected(check.result))
    counts = [(reader.t(f"check.count.{name}"), str(getattr(check.result, name))) for name in _COUNTS]
    words = [(reader.t(f"check.found.{name}"), _word(name, check, reader)) for name in _WORDS]
    return View(
        heading=reader.t("lookup.suspected" if doubts else "lookup.nothing"),
        made=reader.t("lookup.made", at=check.made_at, until=check.expires_at),
        suspected=doubts,
        to_ask=tuple(reader.t(f"check.hint.{code}") for code in to_ask(check.result)),
        found=(*words, *counts),
    )


def _word(name: str, check: Check, reader: Reader) -> str:
    kind = "way" if name in ("udp", "tcp", "tls") else name
    return reader.t(f"check.word.{kind}.{getattr(check.result, name)}")


@router.get("/check/lookup")
def lookup(request: Request) -> HTMLResponse:
    """Show the field for a code."""
    return render(request, "lookup.html", "lookup", view=None, wrong="")


@router.post("/check/lookup")
async def find(request: Request) -> HTMLResponse:
    """Show the result under a code, or that there is none."""
    form, state = await form_of(request), request.app.state
    if not allows(request, "lookup"):
        return render(request, "lookup.html", "lookup", status=429, view=None, wrong="too_often")
    found = look_up(state.store, form.get("code", ""), state.clock())
    if found is None:
        return render(request, "lookup.html", "lookup", status=404, view=None, wrong="none")
    return render(request, "lookup.html", "lookup", view=view(found, visit_of(request).reader), wrong="")
