"""What the fleet server remembers, on SQLite or PostgreSQL; no table leaves this room."""

from __future__ import annotations

from huonevahti_fleet.store.store import Store, open_store

__all__ = ["Store", "open_store"]
