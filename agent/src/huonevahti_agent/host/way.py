"""What a host can ask of the way to its services beyond names and handshakes."""

from __future__ import annotations

from typing import Protocol


class Way(Protocol):
    """Every call may raise `Unavailable`."""
