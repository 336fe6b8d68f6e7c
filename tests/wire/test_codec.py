"""The codec: bytes and topics of any kind are read or refused in its own words, and nothing else comes out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire import codec
from huonevahti_wire.messages import ConfigDocument, Event, HotPlug, OpenPeriod, Report, Signed
from huonevahti_wire.signals import FAMILIES, Signal, State
from tests.wire import mutations, samples

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
GOLDEN = tuple(samples.valid())
TOPICS = tuple(dict.fromkeys(sample.topic for sample in GOLDEN if sample.topic))
HEARTBEAT = Report(stream="5f0c3a9b1d2e", connection=1, sequence=1, sent_at=NOW, state_hash="0" * 16)


def _instants(value: Any) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple | list):
        for member in value:
            yield from _instants(member)
    elif isinstance(value, msgspec.Struct):
        yield from _instants([getattr(value, name) for name in value.__struct_fields__])


def _assert_fit_to_show(refused: codec.Unreadable) -> None:
    assert refused.reason in codec.REASONS
    assert refused.detail.isascii()
    assert refused.detail.isprintable()
    assert len(refused.detail) <= codec.MAX_DETAIL_CHARACTERS


def _assert_read_or_refused(read: Callable[[], Any]) -> bool:
    """Whatever comes in: a sound message that can be written again, or a refusal that can be stored and shown."""
    try:
        message = read()
    except codec.Unreadable as refused:
        _assert_fit_to_show(refused)
        return False
    assert all(1970 <= instant.astimezone(UTC).year < 2200 for instant in _instants(message))
    assert msgspec.json.decode(codec.encode(message), type=type(message)) == message
    return True


@given(st.one_of(st.sampled_from(TOPICS), st.text()), st.binary())
def test_any_bytes_on_any_topic_are_read_or_refused(topic: str, payload: bytes) -> None:
    _assert_read_or_refused(lambda: codec.decode(topic, payload)[1])


@given(
    st.sampled_from(TOPICS),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["v", "kind", "signals"]), inner)
        ),
    ),
)
def test_any_json_on_our_topics_is_read_or_refused(topic: str, value: Any) -> None:
    _assert_read_or_refused(lambda: codec.decode(topic, msgspec.json.encode(value))[1])


@given(st.binary())
def test_any_bytes_as_a_document_or_a_status_are_read_or_refused(payload: bytes) -> None:
    for type_ in samples.DOCUMENTS.values():
        _assert_read_or_refused(lambda type_=type_: codec.decode_document(type_, payload))  # type: ignore[misc]  # bound now
    _assert_read_or_refused(lambda: codec.decode_server_status(payload))


def test_spoilt_samples_are_read_or_refused(scaled: Callable[[int, int], int]) -> None:
    rng = random.Random(20260227)
    read = 0
    rounds = scaled(2_000, 100_000)
    for _ in range(rounds):
        sample = rng.choice(GOLDEN)
        topic = mutations.mutate_topic(sample.topic, rng) if sample.topic else None
        text = mutations.mutate(sample.payload_bytes, rng).decode("latin-1")
        spoilt = samples.Sample(
            topic=topic, payload_encoded=_encoded(text), document_type=sample.document_type
        )
        read += _assert_read_or_refused(spoilt.decode)
    assert 0 < read < rounds / 2, f"{read} of {rounds} spoilt samples were read: the spoiling does not spoil"


def _encoded(text: str) -> str:
    decoded: str = msgspec.to_builtins(text.encode("latin-1"))
    return decoded


def test_a_message_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    payload = codec.encode(HEARTBEAT)
    padded = payload + b" " * (codec.MAX_PAYLOAD_BYTES - len(payload))
    assert codec.decode("hv/1/imatra-1/report", padded)[1] == HEARTBEAT
    with pytest.raises(codec.Unreadable, match="too_large: 65537 bytes, at most 65536 expected"):
        codec.decode("hv/1/imatra-1/report", padded + b" ")


def test_a_naive_instant_is_never_written() -> None:
    naive = msgspec.structs.replace(HEARTBEAT, sent_at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="Report holds 2026-11-24T07:00:00 without a time zone"):
        codec.encode(naive)


def test_a_full_report_of_a_room_with_every_signal_fits_many_times_over() -> None:
    signals = tuple(
        Signal(
            name=family.name.replace("<", "").replace(">", ""),
            state=State.FAILED,
            since=NOW,
            value="x" * 96,
            reason="y" * 48,
        )
        for family in FAMILIES
    )
    report = msgspec.structs.replace(HEARTBEAT, full=True, signals=signals)
    assert len(codec.encode(report)) < codec.MAX_PAYLOAD_BYTES / 3


def test_the_largest_event_fits_its_slot() -> None:
    body = HotPlug("removed", "1-1.1" + ".1" * 13, "046d:0893", "r" * 48, "é" * 96, 2**53)
    event = Event(stream="5f0c3a9b1d2e", number=2**53, at=NOW.replace(microsecond=1), body=body)
    payload = codec.encode(event)
    assert codec.decode("hv/1/imatra-1/event", payload)[1] == event
    assert len(payload) <= codec.MAX_EVENT_BYTES


def test_two_opening_periods_on_each_of_400_days_fit_into_one_signed_document() -> None:
    days = (NOW + timedelta(days=offset) for offset in range(400))
    periods = tuple(
        OpenPeriod(day + timedelta(hours=hour), day + timedelta(hours=hour + 3))
        for day in days
        for hour in (0, 4)
    )
    config = ConfigDocument(
        terminal="imatra-1", version=1, issued_at=NOW, accept_by=NOW, open_periods=periods
    )
    envelope = codec.encode(Signed(key_id="0" * 16, payload=codec.encode(config), signature=b"s" * 64))
    read = codec.decode("hv/1/imatra-1/config/desired", envelope)[1]
    assert codec.decode_document(ConfigDocument, read.payload) == config
