"""A terminal says which config it follows."""

from __future__ import annotations

from huonevahti_fleet.domain.terminals import Terminal
from huonevahti_fleet.store import Batch
from huonevahti_wire.messages import ConfigReported


def take_config_reported(batch: Batch, terminal: Terminal, said: ConfigReported) -> None:
    """Save the version and hash in effect, and each key that was refused."""
    batch.count("config_reported", "taken")
    batch.config_reported(terminal, said)
