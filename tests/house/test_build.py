"""What the build copies in is what was pinned, and the repository holds none of it."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from tests.house import tree

HOOK = tree.ROOT / "fleet-server/hatch_build.py"
VENDOR = tree.PACKAGES["fleet"] / "pages/static/vendor"


def _pins() -> dict[str, str]:
    """File name to SHA-256, read from the build hook without running it."""
    for node in tree.parsed(HOOK).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SHA256":
            pins: dict[str, str] = ast.literal_eval(node.value)
            return {Path(name).name: pin for name, pin in pins.items()}
    raise AssertionError(f"{HOOK.name}: found no SHA256, expected the pinned files")


def test_each_script_file_of_others_is_the_pinned_one() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert found == _pins()


def test_git_ignores_what_the_build_copies_in() -> None:
    ignored = (tree.ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"{VENDOR.relative_to(tree.ROOT)}/" in ignored


def test_each_locked_requirement_has_its_hash() -> None:
    for name in ("requirements.lock", "build-requirements.lock"):
        locked = (tree.ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        bare = [line.split()[0] for line in locked if line and "--hash=sha256:" not in line]
        assert not bare, f"{name}: found {bare} without a hash, expected one for each"
