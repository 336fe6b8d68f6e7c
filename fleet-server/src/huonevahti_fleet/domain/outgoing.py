"""What flows hand back to be sent, and what they took."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to publish once everything that led to it is committed."""

    topic: str
    payload: bytes
    is_retained: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as it came from the broker."""

    topic: str
    payload: bytes
    is_retained: bool = False
