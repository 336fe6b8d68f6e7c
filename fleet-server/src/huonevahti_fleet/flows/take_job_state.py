"""A terminal says where a job stands."""

from __future__ import annotations

from huonevahti_fleet.domain.terminals import Terminal
from huonevahti_fleet.store import Batch
from huonevahti_wire.messages import JobState


def take_job_state(batch: Batch, terminal: Terminal, said: JobState) -> None:
    """Save where a job stands; a final state stays, and a job of another terminal is left alone."""
    batch.count("job_state", "taken")
    batch.job_state(terminal, said)
