"""The one object through which all else reads and writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huonevahti_fleet.domain.rooms import (
    Incident,
    IncidentState,
    Numbers,
    Quarantined,
    RoomDetail,
    RoomState,
    Site,
    Timeline,
)


def open_store(url: str) -> Store:
    """Return a store on a database URL, its tables brought up to date."""
    return Store(url)


class Store:
    """Reads and writes of one database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rooms(self) -> tuple[RoomState, ...]:
        """Return every room as it stands, by slug."""
        return ()

    def room(self, slug: str) -> RoomDetail | None:
        """Return one room in detail, None when there is none of that slug."""

    def timeline(self, slug: str, start_at: datetime, end_at: datetime) -> Timeline:
        """Return what happened in a room between two instants."""
        return Timeline(start_at, end_at)

    def numbers(self, slug: str, names: Iterable[str], since_at: datetime) -> Numbers:
        """Return samples of numeric signals since an instant, oldest first."""
        return {}

    def incidents(self, states: Iterable[IncidentState], limit: int = 50, before: int | None = None) -> tuple[Incident, ...]:
        """Return numbered incidents in these states, newest number first, below `before`."""
        return ()

    def incident(self, number: int) -> Incident | None:
        """Return an incident by its number, None when there is none."""

    def sites(self) -> tuple[Site, ...]:
        """Return every site, by slug."""
        return ()

    def quarantined(self, limit: int = 100) -> tuple[Quarantined, ...]:
        """Return the newest quarantined messages."""
        return ()

    def change_number(self) -> int:
        """Return a number that grows with every visible change, in this process or another."""
        return 0

    def close(self) -> None:
        """Give the database back."""
