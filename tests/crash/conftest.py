"""Tells what the proof counted at the end of the run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_COUNTED = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """`tell(line)` prints a line in the summary of the run."""
    return request.config.stash.setdefault(_COUNTED, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was told."""
    for line in config.stash.get(_COUNTED, []):
        terminalreporter.write_line(line)
