"""The agent as it stands on a terminal: its own Python environment, its units and rules, and its settings."""

from __future__ import annotations

import re
import shutil
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.house import tree

HOME = "opt/huonevahti"
_SCRIPT = "#!/{home}/bin/python3\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n"


def install(layer: Path, root: Path) -> None:
    """Put the agent and all it needs into `layer`, which is laid over `root`; the versions are those under test."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = sorted(path.name for path in (root / "usr/bin").glob("python3.*") if path.name[8:].isdigit())
    assert found == [version], (
        f"{root} has {found}, expected {version}: compiled modules fit one of them alone"
    )
    packages = layer / HOME / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    for each in _needed("huonevahti-agent"):
        _copy(each, packages)
    for name in ("wire", "agent", "kiosk"):
        shutil.copytree(tree.PACKAGES[name], packages / tree.PACKAGES[name].name)
    _environment(layer / HOME, version)
    shutil.copytree(tree.ROOT / "agent/system", layer, dirs_exist_ok=True)


def _needed(name: str) -> list[Distribution]:
    """Return the installed distributions that one stands on, without our own."""
    found: dict[str, Distribution] = {}
    wanted = [name]
    while wanted:
        each = distribution(wanted.pop())
        for text in each.requires or ():
            requirement = Requirement(text)
            is_needed = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            key = re.sub(r"[-_.]+", "-", requirement.name).lower()
            if is_needed and key not in found:
                found[key] = distribution(key)
                wanted.append(key)
    return [each for key, each in found.items() if not key.startswith("huonevahti-")]


def _copy(of: Distribution, packages: Path) -> None:
    for file in of.files or ():
        source = Path(str(of.locate_file(file)))
        if ".." not in file.parts and source.is_file():
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _environment(home: Path, version: str) -> None:
    """Make of it what `python3 -m venv` makes, with the programs that an installation makes."""
    (home / "bin").mkdir()
    (home / "bin/python3").symlink_to(f"/usr/bin/{version}")
    (home / "pyvenv.cfg").write_text(
        "home = /usr/bin\ninclude-system-site-packages = false\n", encoding="ascii"
    )
    for entry in distribution("huonevahti-agent").entry_points:
        program = home / "bin" / entry.name
        program.write_text(
            _SCRIPT.format(home=HOME, module=entry.module, function=entry.attr), encoding="ascii"
        )
        program.chmod(0o755)
