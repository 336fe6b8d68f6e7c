"""Takes htmx and its SSE extension from the django-htmx wheel while huonevahti-fleet is built."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/huonevahti_fleet/pages/static/vendor")
SHA256 = {
    "htmx-2.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    "ext/hx-sse-2.min.js": "98a46496de0c3605fbffdce9167ba427bdd9553184f83f149c261891a92c0136",
}


class ScriptFiles(BuildHookInterface[Any]):
    """Writes the two pinned files beside the pages, where git ignores them and the wheel picks them up."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Copies both files; fails when one of them is not the pinned one."""
        target = Path(self.root) / VENDOR
        target.mkdir(parents=True, exist_ok=True)
        for name, pinned in SHA256.items():
            content = (_origin() / name).read_bytes()
            found = hashlib.sha256(content).hexdigest()
            if found != pinned:
                raise ValueError(f"{name} of django-htmx: SHA-256 is {found}, expected {pinned}")
            (target / Path(name).name).write_bytes(content)


def _origin() -> Path:
    """The folder of django-htmx's script files; the package is found without importing it or Django."""
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise ValueError("django-htmx is not in the build environment, expected django-htmx==1.29.0")
    return Path(spec.submodule_search_locations[0]) / "static" / "django_htmx"
