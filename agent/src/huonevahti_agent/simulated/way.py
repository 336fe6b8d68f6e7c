"""The way from a simulated room to its services."""

from __future__ import annotations

from huonevahti_agent.simulated.living import Living


class SimulatedWay(Living):
    """Implements `host.way.Way`."""
