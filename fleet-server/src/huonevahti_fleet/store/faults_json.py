"""Faults as JSON text and back; an instant among their values keeps its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.owners import Owner

_INSTANT = "@"
"""The one key of an object that stands for an instant, since JSON cannot tell it from a text."""
_SIDES = ("points_to", "speaks_against", "not_seen")


def to_text(fault: Fault) -> str:
    """Return a fault as JSON text."""
    plain = msgspec.to_builtins(fault, builtin_types=(datetime,))
    for holder in (plain, *(evidence for side in _SIDES for evidence in plain[side])):
        holder["values"] = {
            k: {_INSTANT: v} if isinstance(v, datetime) else v for k, v in holder["values"].items()
        }
    return msgspec.json.encode(plain).decode()


@lru_cache(maxsize=4096)
def from_text(text: str) -> Fault:
    """Return a fault from JSON text; what an older release did not write takes its default."""
    plain = msgspec.json.decode(text)
    return Fault(**{name: _READ[name](value) if name in _READ else value for name, value in plain.items()})


def _values(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {k: datetime.fromisoformat(v[_INSTANT]) if isinstance(v, dict) else v for k, v in plain.items()}


def _side(plain: list[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(e["code"], _values(e["values"])) for e in plain)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "owner": Owner,
    "confidence": Confidence,
    "harm": Harm,
    "since": datetime.fromisoformat,
    "rests_on": tuple,
    "explains": tuple,
    "values": _values,
    **dict.fromkeys(_SIDES, _side),
}
