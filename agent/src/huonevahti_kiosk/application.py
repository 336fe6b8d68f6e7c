"""The application contract: what the terminal's native application tells the agent, one line of JSON at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_wire.signals import Code, ShortText

State = Literal["start", "identifying", "waiting", "in_call", "feedback", "error"]
Ratio = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]
Version = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.+_-]{0,48}$(?!\n)")]
MAX_LINE_BYTES = 4096
BEAT_SECONDS = 20.0
"""At the latest after this the application says again what it said."""
FRESH_SECONDS = 60.0
"""A word older than this counts no longer."""


class CallNumbers(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Numbers of the call that is up; leave out what is not known."""

    frames_per_second: Annotated[float, Meta(ge=0, le=240)] | None = None
    """Of the picture that is sent."""
    sent_loss_ratio: Ratio | None = None
    """Share of our packets that the other side missed lately."""
    received_loss_ratio: Ratio | None = None
    """Share of their packets that we missed lately."""
    jitter_seconds: Seconds | None = None
    round_trip_seconds: Seconds | None = None
    microphone_level_ratio: Ratio | None = None
    """Of the sound that is sent, 1 at full scale."""


class Word(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What the application does now. Of the customer, the specialist and the authority it says nothing.

    `camera` is the system's name of the camera in use, empty when none is; `error` is a code of the supplier's own.
    """

    v: Literal[1]
    state: State
    version: Version = ""
    camera: ShortText = ""
    call: CallNumbers | None = None
    error: Code = ""


class Reply(Struct, frozen=True, omit_defaults=True):
    """The agent's answer to each line; `expected` tells a developer what was wrong with it."""

    taken: bool
    expected: str = ""


class ApplicationReading(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The last word of the application, and how old it is."""

    word: Word
    age_seconds: float
    state_seconds: float
    """How long it has been saying this state."""

    @property
    def is_fresh(self) -> bool:
        """Return whether the word still counts."""
        return self.age_seconds <= FRESH_SECONDS
