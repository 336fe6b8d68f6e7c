"""Orders to terminals as the server remembers them: jobs, and what a terminal shall be like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huonevahti_wire.messages import ConfigReported, JobStatus


@dataclass(frozen=True, slots=True)
class Job:
    """A job and where it stands; `request` is its signed envelope as it travels."""

    job: str
    terminal: str
    stream: str
    kind: str
    issuer: str
    reason: str
    request: bytes
    created_at: datetime
    expires_at: datetime
    state: JobStatus
    state_at: datetime
    state_reason: str = ""


@dataclass(frozen=True, slots=True)
class DesiredConfig:
    """The signed document a terminal shall follow; `content` is what it is about, to tell whether it changed."""

    terminal: str
    version: int
    content: str
    envelope: bytes
    issued_at: datetime
    reported: ConfigReported | None = None
    reported_at: datetime | None = None
