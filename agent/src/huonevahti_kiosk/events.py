"""What the browser tells of itself, read only as far as the launcher must know: no title, no text, no header."""

from __future__ import annotations

import msgspec
from msgspec import Raw, Struct, field


class Message(Struct, frozen=True):
    """One message of the browser: an answer when it has an id, else an event."""

    id: int = 0
    method: str = ""
    session: str = field(default="", name="sessionId")
    params: Raw = Raw(b"{}")
    result: Raw = Raw(b"{}")
    error: Raw = Raw(b"")


class Listing(Struct, frozen=True, rename="camel"):
    """A page or a frame as the browser lists it."""

    target_id: str
    type: str
    url: str
    parent_id: str = ""
    opener_id: str = ""


class Listed(Struct, frozen=True, rename="camel"):
    """Target.targetCreated, Target.targetInfoChanged."""

    target: Listing = field(name="targetInfo")


class Attached(Struct, frozen=True, rename="camel"):
    """Target.attachedToTarget."""

    session_id: str
    target: Listing = field(name="targetInfo")


class OfSession(Struct, frozen=True, rename="camel"):
    """Target.detachedFromTarget."""

    session_id: str


class OfTarget(Struct, frozen=True, rename="camel"):
    """Target.targetDestroyed, Target.targetCrashed."""

    target_id: str


class Requested(Struct, frozen=True):
    """The request inside a paused one."""

    url: str


class Paused(Struct, frozen=True, rename="camel"):
    """Fetch.requestPaused: a page or a frame is about to load another one."""

    request_id: str
    frame_id: str
    request: Requested


class OfContext(Struct, frozen=True, rename="camel"):
    """What the browser adds to a context: of which frame, and whether it is the page's own world."""

    frame_id: str = ""
    is_default: bool = False


class Context(Struct, frozen=True, rename="camel"):
    """A world of scripts."""

    origin: str
    unique_id: str
    frame: OfContext = field(name="auxData", default=OfContext())


class ContextCreated(Struct, frozen=True):
    """Runtime.executionContextCreated."""

    context: Context


class ContextDestroyed(Struct, frozen=True):
    """Runtime.executionContextDestroyed."""

    unique_id: str = field(default="", name="executionContextUniqueId")


class Called(Struct, frozen=True):
    """Runtime.consoleAPICalled, of which only the kind counts."""

    type: str = ""


class Entry(Struct, frozen=True):
    """What stands in the browser's log, of which only the level counts."""

    level: str = ""


class Logged(Struct, frozen=True):
    """Log.entryAdded."""

    entry: Entry


EVENTS: dict[str, type[Struct]] = {
    "Target.targetCreated": Listed,
    "Target.targetInfoChanged": Listed,
    "Target.attachedToTarget": Attached,
    "Target.detachedFromTarget": OfSession,
    "Target.targetDestroyed": OfTarget,
    "Target.targetCrashed": OfTarget,
    "Fetch.requestPaused": Paused,
    "Runtime.executionContextCreated": ContextCreated,
    "Runtime.executionContextDestroyed": ContextDestroyed,
    "Runtime.consoleAPICalled": Called,
    "Log.entryAdded": Logged,
}
"""Every other event is known by its name alone, and mostly dropped."""

_DECODERS = {name: msgspec.json.Decoder(type_) for name, type_ in EVENTS.items()}
_MESSAGES = msgspec.json.Decoder(Message)


def message(line: bytes) -> Message:
    """Return one message of the browser."""
    return _MESSAGES.decode(line)


def body(of: Message) -> Struct | None:
    """Return what an event says, None for one that is known by its name alone."""
    decoder = _DECODERS.get(of.method)
    return decoder.decode(of.params) if decoder else None
