"""What the fleet server remembers, on SQLite or PostgreSQL; no table leaves this room."""

from __future__ import annotations

from huonevahti_fleet.store.batch import Batch
from huonevahti_fleet.store.commit import Kept
from huonevahti_fleet.store.engine import BadDatabase
from huonevahti_fleet.store.store import Locked, Store, open_store

__all__ = ["BadDatabase", "Batch", "Kept", "Locked", "Store", "open_store"]
