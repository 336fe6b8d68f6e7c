"""Changing a simulated room from within."""

from __future__ import annotations

from huonevahti_agent.simulated.living import Living


class SimulatedVerbs(Living):
    """Implements `host.verbs.Verbs`."""
