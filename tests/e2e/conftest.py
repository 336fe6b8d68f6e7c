"""The whole product as a stranger starts it: the demo on a free port, and a browser that looks at it."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import free_loopback_port
from tests.waiting import wait_until

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    """The address of a running demo whose rooms are all heard."""
    program, port = Path(sys.executable).with_name("huonevahti"), free_loopback_port()
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([program, "demo", "--port", str(port)], stdout=subprocess.DEVNULL) as process:
        wait_until(lambda: _is_up(address), "all rooms of the demo are heard", seconds=60, pause_seconds=0.3)
        yield address
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; of one module, since its event loop occupies the thread while it runs."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/v1/rooms", timeout=5) as answer:  # noqa: S310  # loopback
            return str(answer.read()).count('"verdict":"fit"') >= 3
    except (urllib.error.URLError, OSError):
        return False
