"""What a host can change of itself; each verb is fixed, small and undone by another."""

from __future__ import annotations

from typing import Protocol


class Verbs(Protocol):
    """Every call may raise `Unavailable`; what is refused changes nothing."""
