"""One room in one line of the rooms page."""

from __future__ import annotations

from dataclasses import dataclass

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import RoomState
from huonevahti_fleet.pages._moves import now_line
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._strips import Run, Strip


@dataclass(frozen=True, slots=True)
class Row:
    """One room in one line; `known` says since when, when that is short."""

    slug: str
    name: str
    site: str
    verdict: str
    in_session: bool
    now: str
    last_seen: str
    strip: tuple[Run, ...]
    known: str


def row(state: RoomState, strip: Strip, reader: Reader) -> Row:
    """Return the line of a room with its last 24 hours."""
    seen_at, known_at = state.presence.last_seen_at, strip.known_since_at
    return Row(
        slug=state.room.slug,
        name=reader.room(state),
        site=reader.name(state.room.site.name, state.room.site.slug),
        verdict=str(state.verdict),
        in_session=bool(state.in_session),
        now=texts.capital(now_line(state, reader)),
        last_seen=texts.capital(reader.ago(seen_at) if seen_at else reader.t("never")),
        strip=strip.runs,
        known=reader.t("known_since", at=known_at) if known_at else "",
    )
