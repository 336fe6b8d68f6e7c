"""The browser's own preferences, written before it starts: in which order a page gets cameras and microphones."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from msgspec import Struct

FILE = Path("Default/Preferences")


class Ranking(Struct, frozen=True):
    """Best first; cameras as `name (vendor:product)`, microphones by label. What is not named comes behind."""

    cameras: tuple[str, ...] = ()
    microphones: tuple[str, ...] = ()


def ranked(preferences: dict[str, Any], ranking: Ranking) -> dict[str, Any]:
    """Return the preferences with this order in them; an empty list leaves what stands there.

    The last end of the browser is told as an orderly one, or a bubble would offer the customer to restore pages.
    """
    media = dict(_section(preferences, "media"))
    for key, names in (("video_input", ranking.cameras), ("audio_input", ranking.microphones)):
        if names:
            media[key] = {**_section(media, key), "user_preference_ranking": list(names)}
    profile = {**_section(preferences, "profile"), "exit_type": "Normal", "exited_cleanly": True}
    return {**preferences, "media": media, "profile": profile}


def write(folder: Path, ranking: Ranking) -> None:
    """Write the order into the browser's folder; preferences that cannot be read start anew, as the browser would."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(ranked(_read(path), ranking), separators=(",", ":"))
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _section(parent: dict[str, Any], key: str) -> dict[str, Any]:
    found = parent.get(key)
    return found if isinstance(found, dict) else {}
