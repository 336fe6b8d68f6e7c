"""A small Debian with systemd, logind and polkit, as a terminal has them: built once, kept outside the repository."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

PACKAGES = ("systemd", "systemd-sysv", "dbus", "libpam-systemd", "polkitd", "python3")
BUILD_SECONDS = 900.0


def root() -> Path:
    """Return the folder of the root, of this machine's own release; built where there is none, in half a minute.

    Raises AssertionError with the last that was said when it cannot be built.
    """
    suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
    named = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:8]
    folder = _cache() / f"{suite}-{named}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two runs at once the second finds what the first has built
        if not folder.is_dir():
            _build(suite, folder)
    return folder


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huonevahti" / "terminal-roots"


def _build(suite: str, folder: Path) -> None:
    """Build beside it and rename: half a root is never taken for one."""
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    words = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", suite]
    run = subprocess.run(
        [*words, str(unfinished), _mirror(suite)],
        env=os.environ | _proxy(),
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    assert run.returncode == 0, f"no root: {(run.stdout + run.stderr)[-2000:]}"
    shutil.rmtree(unfinished / "var/cache/apt", ignore_errors=True)
    unfinished.rename(folder)


def _mirror(suite: str) -> str:
    """Return the mirror that apt itself takes this release from."""
    fields = ["--format", "$(CODENAME) $(COMPONENT) $(SITE)", "Created-By: Packages"]
    listed = subprocess.run(
        ["apt-get", "indextargets", *fields], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split()[2] for line in listed.splitlines() if line.split()[:2] == [suite, "main"]]
    assert found, f"apt has no source of {suite} main, expected one to build a root from; it has\n{listed}"
    return found[0]


def _proxy() -> dict[str, str]:
    """Return the proxy that apt is told of, which debootstrap does not read."""
    asked = ["apt-config", "shell", "http_proxy", "Acquire::http::Proxy"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return {"http_proxy": told.partition("=")[2].strip("';")} if told else {}
