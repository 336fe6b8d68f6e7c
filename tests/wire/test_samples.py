"""Golden samples: whatever a release once sent is still read; what was refused still is, for the same reason."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huonevahti_wire import codec, messages, signing, topics
from tests.wire import samples

VALID = [pytest.param(path, id=path.stem) for path in samples.paths("valid")]
INVALID = [pytest.param(path, id=path.stem) for path in samples.paths("invalid")]
SIGNED = [pytest.param(path, id=path.stem) for path in samples.paths("valid") if samples.load(path).purpose]
RELEASED = samples.FOLDER / "released.txt"


@pytest.mark.parametrize("path", VALID)
def test_a_sample_once_released_is_still_read_as_it_was(path: Path) -> None:
    sample = samples.load(path)
    written = msgspec.json.decode(codec.encode(sample.decode()))
    assert written == (sample.reads_as or sample.payload)


@pytest.mark.parametrize("path", VALID)
def test_what_was_read_and_written_reads_and_writes_the_same_again(path: Path) -> None:
    sample = samples.load(path)
    message = sample.decode()
    once = codec.encode(message)
    again = msgspec.json.decode(once, type=type(message))
    assert again == message
    assert codec.encode(again) == once


@pytest.mark.parametrize("path", INVALID)
def test_an_invalid_sample_is_refused_for_its_reason(path: Path) -> None:
    sample = samples.load(path)
    with pytest.raises(codec.Unreadable) as refused:
        sample.decode()
    assert refused.value.reason == sample.reason
    assert sample.detail in refused.value.detail


@pytest.mark.parametrize("path", SIGNED)
def test_a_signed_sample_verifies_on_its_own_topic_and_holds_its_document(path: Path) -> None:
    sample = samples.load(path)
    envelope = sample.decode()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sample.public_key))
    assert envelope.key_id == signing.key_id(key.public_bytes_raw())
    key.verify(envelope.signature, signing.signed_bytes(sample.purpose, str(sample.topic), envelope.payload))
    document = codec.decode_document(samples.DOCUMENTS[sample.purpose], envelope.payload)
    assert msgspec.json.decode(codec.encode(document)) == sample.document


def test_every_kind_of_message_and_of_event_has_a_valid_and_an_invalid_sample() -> None:
    bodies = {body.__struct_config__.tag for body in get_args(messages.EventBody)}
    statuses = {status.value for status in messages.JobStatus}
    expected = {*codec.TYPES, "server/status", "config", "job"} | {f"event {tag}" for tag in bodies}
    for verdict in ("valid", "invalid"):
        found = {kind for path in samples.paths(verdict) for kind in _kinds(samples.load(path))}
        assert expected <= found, f"no {verdict} sample of {sorted(expected - found)}"
    told = {s.payload["state"] for s in samples.valid() if s.topic and s.topic.endswith("/state")}
    assert told == statuses


def test_no_released_sample_was_changed_or_taken_away() -> None:
    found = {
        path.relative_to(samples.FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in samples.paths("valid")
    }
    released = dict(line.split("  ")[::-1] for line in RELEASED.read_text(encoding="utf-8").splitlines())
    assert {name: found.get(name) for name in released} == released
    new = sorted(set(found) - set(released))
    assert not new, f"released.txt: found no line for {new}, expected the `sha256sum` of each valid sample"


def _kinds(sample: samples.Sample) -> set[str]:
    parsed = topics.parse(sample.topic or "")
    if sample.document_type or sample.topic == topics.SERVER_STATUS:
        return {sample.document_type or "server/status"}
    body: Any = sample.payload.get("body", {}) if isinstance(sample.payload, dict) else {}
    return ({parsed.kind} if parsed else set()) | {f"event {body.get('kind')}"}
