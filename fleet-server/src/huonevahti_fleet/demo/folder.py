"""The demo's own folder: gone when it ends, and what a killed demo left behind is gone at the next start."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "huonevahti-demo-"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that is locked for as long as this process lives, and take it away again."""
    clear_left_behind(Path(gettempdir()))
    with TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        lock = os.open(folder / "locking", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / "locking").rename(folder / "lock")  # nobody finds it before it is locked
            yield folder
        finally:
            os.close(lock)


def clear_left_behind(parent: Path) -> None:
    """Take away our own demos' folders whose process is gone; another's, or one just being made, is left alone."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's, or taken away in this moment
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            lock = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
