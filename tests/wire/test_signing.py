"""A signature covers purpose, topic and payload, so that no two documents share their signed bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire import signing

TOPICS = st.text(st.characters(codec="ascii", exclude_characters="\0"))
DOCUMENTS = st.tuples(st.sampled_from([signing.CONFIG, signing.JOB]), TOPICS, st.binary())


@given(DOCUMENTS, DOCUMENTS)
def test_other_documents_have_other_signed_bytes(
    one: tuple[str, str, bytes], other: tuple[str, str, bytes]
) -> None:
    assert (signing.signed_bytes(*one) == signing.signed_bytes(*other)) == (one == other)


def test_a_payload_cannot_pass_for_the_end_of_a_topic() -> None:
    assert signing.signed_bytes("job", "hv/1/a", b"b") != signing.signed_bytes("job", "hv/1/a\0", b"b")[:-1]
    assert signing.signed_bytes("job", "t", b"p") == b"huonevahti/1\0job\0t\0p"


def test_a_keys_name_stays_what_it_was_in_the_first_release() -> None:
    assert signing.key_id(bytes(32)) == "c50d124a8aaf41a1"
