"""Brings along, while huonevahti-fleet is built, two script files of django-htmx and the demo's firmware profiles."""

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
PROFILES = ("demo.yaml", "this-machine.yaml")
"""What the demo reads; in a checkout it reads the repository's own, so an editable install takes no copy."""


class BroughtFiles(BuildHookInterface[Any]):
    """Writes the pinned files beside the pages, where git ignores them, and names the profiles for the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copies the script files, or fails when one is not the pinned one; takes the profiles into what is built."""
        self._copy_scripts()
        if version != "editable":
            target = "src/huonevahti_fleet" if self.target_name == "sdist" else "huonevahti_fleet"
            for name in PROFILES:
                build_data["force_include"][str(self._profile(name))] = (
                    f"{target}/demo/firmware-profiles/{name}"
                )

    def _profile(self, name: str) -> Path:
        """Where a profile stands: in the repository, or in the unpacked source package that is built from."""
        here = Path(self.root)
        in_package = here / "src/huonevahti_fleet/demo/firmware-profiles" / name
        return in_package if in_package.is_file() else here.parent / "firmware-profiles" / name

    def _copy_scripts(self) -> None:
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
