"""Samples spoilt by lot: bytes flipped, cut and doubled, and the words that are known to hurt readers put in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

HURTFUL = (
    *(b"NaN", b"-Infinity", b"1e999", b"-0", b"9" * 400, b"0.1e-400", b"null", b"true", b"[]", b"{}", b'""'),
    *(
        b'"\\ud800"',
        b'"\\udfff\\ud800"',
        b'"\\u0000"',
        b'"a\\nb"',
        b'"%s"' % (b"x" * 5000),
        b"[" * 3000,
        b'{"x":' * 3000,
    ),
    *(
        b'"0001-01-01T00:00:00+23:59"',
        b'"9999-12-31T23:59:59-23:59"',
        b'"2026-11-24T06:00:00"',
        b'"2026-02-30T00:00:00Z"',
    ),
    *(
        b"18446744073709551616",
        b"-9223372036854775809",
        b"9007199254740993",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
    ),
)
TOPIC_PARTS = (
    *("", "+", "#", "server", "hv", "1", "2", "..", "%2e", "job", "state", "report"),
    *("\x00", "\n", "Ä", "\ud800", "x" * 300),
)


def mutate(payload: bytes, rng: random.Random) -> bytes:
    """One to four changes, of bytes or of whole JSON words."""
    for _ in range(rng.randint(1, 4)):
        payload = rng.choice(_CHANGES)(payload, rng)
    return payload


def mutate_topic(topic: str, rng: random.Random) -> str:
    """The same topic four times in five, else one with a part replaced, added or dropped."""
    parts = topic.split("/")
    at = rng.randrange(len(parts))
    change = rng.randrange(15)
    if change == 0:
        parts[at] = rng.choice(TOPIC_PARTS)
    elif change == 1:
        parts.insert(at, rng.choice(TOPIC_PARTS))
    elif change == 2:
        del parts[at]
    return "/".join(parts)


def _flip(payload: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(payload) + 1)
    return payload[:at] + rng.randbytes(1) + payload[at + 1 :]


def _cut(payload: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(payload) + 1) for _ in range(2))
    return payload[:start] + payload[end:]


def _double(payload: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(payload) + 1) for _ in range(2))
    return payload[:end] + payload[start:]


def _replace_word(payload: bytes, rng: random.Random) -> bytes:
    words = list(re.finditer(rb'"(?:[^"\\]|\\.)*"|[0-9.]+|true|false', payload))
    if not words:
        return payload + rng.choice(HURTFUL)
    word = rng.choice(words)
    return payload[: word.start()] + rng.choice(HURTFUL) + payload[word.end() :]


def _repeat_key(payload: bytes, rng: random.Random) -> bytes:
    keys: list[bytes] = re.findall(rb'"[a-z_]+":', payload) or [b'"v":']
    return payload[:-1] + b"," + rng.choice(keys) + rng.choice(HURTFUL) + b"}"


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _double,
    _replace_word,
    _repeat_key,
)
