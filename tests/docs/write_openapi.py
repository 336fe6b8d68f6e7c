"""Writes docs/reference/openapi.json from the structs that the API answers with."""

from __future__ import annotations

import json
from pathlib import Path

from huonevahti_fleet import api

TARGET = Path(__file__).resolve().parents[2] / "docs/reference/openapi.json"


def text() -> str:
    """The document as the file holds it."""
    return json.dumps(api.document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
