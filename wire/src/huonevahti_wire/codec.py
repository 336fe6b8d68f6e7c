"""Bytes to messages and back; whatever cannot be read is refused with a reason, never guessed at."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from huonevahti_wire import messages, topics
from huonevahti_wire.version import OLDEST_READABLE, WIRE_VERSION

MAX_PAYLOAD_BYTES = 64 * 1024
"""Above this a payload is refused unread; a full report of a room is about 6 kB."""
MAX_EVENT_BYTES = 640
"""What one event may take, so that an outbox can be preallocated in slots."""


class Unreadable(Exception):
    """A message that cannot be read; `reason` is a code, `detail` says where and what was expected."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


_TYPES: dict[str, Any] = {
    "presence": messages.Presence,
    "report": messages.Report,
    "event": messages.Event,
    "event/stored": messages.EventStored,
    "config/desired": messages.Signed,
    "config/reported": messages.ConfigReported,
    "job/request": messages.Signed,
    "job/state": messages.JobState,
}
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {kind: msgspec.json.Decoder(type_) for kind, type_ in _TYPES.items()}
_SERVER_STATUS = msgspec.json.Decoder(messages.ServerStatus)
_T = TypeVar("_T")
_ENCODER = msgspec.json.Encoder()


def encode(message: Any) -> bytes:
    """Return the JSON bytes of a message, compact and in field order."""
    return _ENCODER.encode(message)


def decode(topic: str, payload: bytes) -> tuple[topics.Topic, Any]:
    """Return the parsed topic and the message of its kind, or raise `Unreadable`."""
    parsed = topics.parse(topic)
    if parsed is None:
        raise Unreadable("foreign_topic", f"{topic[:120]!r} is no topic of ours")
    message = _read(_DECODERS[parsed.kind], payload)
    if parsed.kind == "job/state" and message.job != parsed.job:
        raise Unreadable("speaks_for_another", f"job {message.job!r} on the topic of job {parsed.job!r}")
    return parsed, message


def decode_server_status(payload: bytes) -> messages.ServerStatus:
    """Return the server's status, or raise `Unreadable`."""
    return _read(_SERVER_STATUS, payload)


def decode_document(type_: type[messages.ConfigDocument] | type[messages.JobRequest], payload: bytes) -> Any:
    """Return the document inside a verified envelope, or raise `Unreadable`."""
    try:
        return msgspec.json.decode(payload, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable("malformed", str(error)) from error


def _read(decoder: msgspec.json.Decoder[_T], payload: bytes) -> _T:
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise Unreadable("too_large", f"{len(payload)} bytes, at most {MAX_PAYLOAD_BYTES} expected")
    try:
        message = decoder.decode(payload)
    except msgspec.ValidationError as error:
        raise Unreadable("invalid", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("malformed", str(error)) from error
    version = message.v  # type: ignore[attr-defined]  # every message of the wire has it
    if not OLDEST_READABLE <= version <= WIRE_VERSION:
        raise Unreadable("version", f"v is {version}, {OLDEST_READABLE} to {WIRE_VERSION} expected")
    return message
