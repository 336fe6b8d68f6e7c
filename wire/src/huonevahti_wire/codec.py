"""Bytes to messages and back; whatever cannot be read is refused with a reason, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
import msgspec.inspect

from huonevahti_wire import messages, topics
from huonevahti_wire.version import OLDEST_READABLE, WIRE_VERSION

MAX_PAYLOAD_BYTES = 64 * 1024
"""Above this a payload is refused unread; a full report of a room is about 6 kB."""
MAX_EVENT_BYTES = 640
"""What one event may take, so that an outbox can be preallocated in slots."""
MAX_DETAIL_CHARACTERS = 200
REASONS = ("foreign_topic", "too_large", "malformed", "invalid", "version", "speaks_for_another")
"""Why a message was refused; each is a code that pages translate."""
FIRST_INSTANT, LAST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""A clock that lost its battery says 1970; what lies outside can overflow in whoever computes with it."""


class Unreadable(Exception):
    """A message that cannot be read; `reason` is a code, `detail` says where and what was expected.

    `detail` may quote the message: it is one printable ASCII line of at most 200 characters, fit to store and show.
    """

    def __init__(self, reason: str, detail: str) -> None:
        detail = re.sub("[^ -~]", "?", detail[:MAX_DETAIL_CHARACTERS])
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class _Versioned(msgspec.Struct):
    v: int = 1


TYPES: dict[topics.Kind, Any] = {
    "presence": messages.Presence,
    "report": messages.Report,
    "event": messages.Event,
    "event/stored": messages.EventStored,
    "config/desired": messages.Signed,
    "config/reported": messages.ConfigReported,
    "job/request": messages.Signed,
    "job/state": messages.JobState,
}
"""Which message each kind of topic carries."""
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(type_) for kind, type_ in TYPES.items()
}
_SERVER_STATUS = msgspec.json.Decoder(messages.ServerStatus)
_VERSIONED = msgspec.json.Decoder(_Versioned)
_ENCODER = msgspec.json.Encoder()
_FOUND_BAD = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def encode(message: Any) -> bytes:
    """Return the JSON bytes of a message, compact and in field order; a naive instant is a `ValueError`."""
    for instant in _instants(message):
        if instant.tzinfo is None:
            raise ValueError(f"{type(message).__name__} holds {instant.isoformat()} without a time zone")
    return _ENCODER.encode(message)


def decode(topic: str, payload: bytes) -> tuple[topics.Topic, Any]:
    """Return the parsed topic and the message of its kind, or raise `Unreadable`."""
    parsed = topics.parse(topic)
    if parsed is None:
        raise Unreadable("foreign_topic", f"topic {topic[:120]!r} is none of ours")
    message = _read(_DECODERS[parsed.kind], payload)
    if parsed.kind == "job/state" and message.job != parsed.job:
        raise Unreadable("speaks_for_another", f"job {message.job!r} on the topic of job {parsed.job!r}")
    return parsed, message


def decode_server_status(payload: bytes) -> messages.ServerStatus:
    """Return the server's status, or raise `Unreadable`."""
    status: messages.ServerStatus = _read(_SERVER_STATUS, payload)
    return status


def decode_document(type_: type[messages.ConfigDocument | messages.JobRequest], payload: bytes) -> Any:
    """Return the document inside a verified envelope, or raise `Unreadable`."""
    return _checked(msgspec.json.Decoder(type_), payload)


def _read(decoder: msgspec.json.Decoder[Any], payload: bytes) -> Any:
    try:
        message = _checked(decoder, payload)
    except Unreadable as unreadable:
        if unreadable.reason == "invalid":
            _refuse_other_version(_version_of(payload))
        raise
    _refuse_other_version(message.v)
    return message


def _checked(decoder: msgspec.json.Decoder[Any], payload: bytes) -> Any:
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise Unreadable("too_large", f"{len(payload)} bytes, at most {MAX_PAYLOAD_BYTES} expected")
    try:
        message = decoder.decode(payload)
    except msgspec.ValidationError as error:
        raise Unreadable("invalid", _where_first(str(error))) from error
    except _FOUND_BAD as error:
        raise Unreadable("malformed", str(error)) from error
    for instant in _instants(message):
        if not FIRST_INSTANT <= instant < LAST_INSTANT:
            raise Unreadable("invalid", f"instant {instant.isoformat()}, one of 1970 to 2199 expected")
    return message


def _where_first(message: str) -> str:
    """Return msgspec's message with the place in front, where nothing cuts it off."""
    found = re.fullmatch(r"(.*) - at (`key` in )?`\$\.?(.*)`", message, re.DOTALL)
    return f"{'a key of ' if found[2] else ''}{found[3]}: {found[1]}" if found else message


def _version_of(payload: bytes) -> int:
    """Return what a message that is not as this release knows it says of its version."""
    try:
        return _VERSIONED.decode(payload).v
    except _FOUND_BAD:
        return WIRE_VERSION


def _refuse_other_version(version: int) -> None:
    if not OLDEST_READABLE <= version <= WIRE_VERSION:
        raise Unreadable("version", f"v is {version}, {OLDEST_READABLE} to {WIRE_VERSION} expected")


def _instants(value: Any) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _instants(member)
    elif isinstance(value, msgspec.Struct):
        for name in _fields_with_instants(type(value)):
            yield from _instants(getattr(value, name))


@cache
def _fields_with_instants(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that can hold an instant, so that a heartbeat is not searched through for each one."""
    described = msgspec.inspect.type_info(struct)
    assert isinstance(described, msgspec.inspect.StructType)  # noqa: S101  no other type is asked for
    return tuple(field.name for field in described.fields if _can_hold_instant(field.type))


def _can_hold_instant(described: msgspec.inspect.Type) -> bool:
    if isinstance(described, msgspec.inspect.UnionType):
        return any(map(_can_hold_instant, described.types))
    if isinstance(described, msgspec.inspect.VarTupleType):
        return _can_hold_instant(described.item_type)
    if isinstance(described, msgspec.inspect.StructType):
        return any(_can_hold_instant(field.type) for field in described.fields)
    return isinstance(described, msgspec.inspect.DateTimeType)
