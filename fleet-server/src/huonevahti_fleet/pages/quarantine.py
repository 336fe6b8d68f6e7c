"""Quarantine: messages that could not be read or believed, counted by reason, the newest in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Quarantined
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show

NEWEST = 100
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One message kept aside."""

    time: str
    topic: str
    reason: str
    detail: str
    size: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows."""

    heading: str
    counts: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]


def view(messages: Sequence[Quarantined], reader: Reader) -> View:
    """Return the page of these messages, newest first."""
    counts = Counter(message.reason for message in messages)
    some = (
        reader.t("quarantine.some", n=len(messages), newest=reader.when(messages[0].at)) if messages else ""
    )
    return View(
        heading=some or reader.t("quarantine.none"),
        counts=tuple((reason(code, reader), count) for code, count in counts.most_common()),
        rows=tuple(_row(message, reader) for message in messages),
    )


def reason(code: str, reader: Reader) -> str:
    """Return why a message was kept aside; a code that has no text stands for itself."""
    key = f"quarantine.reason.{code}"
    return reader.t(key) if texts.knows(reader.language, key) else code


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    return {"view": view(visit.store.quarantined(NEWEST), visit.reader)}


@router.get("/quarantine")
def quarantine(request: Request) -> HTMLResponse:
    """Show what was kept aside."""
    return show(request, "quarantine", content)


def _row(message: Quarantined, reader: Reader) -> Row:
    why = reason(message.reason, reader)
    size = f"{reader.number(message.size_bytes)} B"
    return Row(reader.when(message.at), message.topic, why, message.detail, size)
