"""Orders to terminals as the server remembers them: jobs, and what a terminal shall be like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huonevahti_wire.messages import ConfigReported, JobRequest, JobStatus


@dataclass(frozen=True, slots=True)
class Job:
    """A job and where it stands; `request` is its signed envelope as it travels.

    `until` is when a deferred one is tried again, at the latest when it expires; None while nothing is waited for.
    """

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
    until: datetime | None = None

    @classmethod
    def queued(cls, request: JobRequest, kind: str, envelope: bytes) -> Job:
        """Return the job of a request that is still to be offered."""
        return cls(
            job=request.job,
            terminal=request.terminal,
            stream=request.stream,
            kind=kind,
            issuer=request.issuer,
            reason=request.reason,
            request=envelope,
            created_at=request.not_before,
            expires_at=request.expires_at,
            state=JobStatus.QUEUED,
            state_at=request.not_before,
        )


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
