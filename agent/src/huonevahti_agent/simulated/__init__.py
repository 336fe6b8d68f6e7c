"""A room that is not there: it answers a host's raw calls, so that the real agent can run over it."""

from __future__ import annotations

from huonevahti_agent.simulated.clock import RealTime, VirtualTime
from huonevahti_agent.simulated.host import PowerLost, SimulatedHost
from huonevahti_agent.simulated.levers import LEVERS, Lever
from huonevahti_agent.simulated.room import SimulatedRoom, World

__all__ = [
    "LEVERS",
    "Lever",
    "PowerLost",
    "RealTime",
    "SimulatedHost",
    "SimulatedRoom",
    "VirtualTime",
    "World",
]
