"""Messages set aside."""

from __future__ import annotations

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Quarantined
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.quarantine import reason, view
from huonevahti_wire.codec import REASONS
from tests.fleet.pages.sample import NOW, SampleStore

ENGLISH = Reader("en", NOW)


def test_messages_are_counted_by_reason() -> None:
    found = view(SampleStore().messages, ENGLISH)
    assert found.heading == "2 messages set aside, the newest 10:29"
    assert dict(found.counts) == {"a value is not as agreed": 1, "too large": 1}


def test_none_is_said_plainly() -> None:
    assert view((), ENGLISH).heading == "No message has been set aside"


def test_each_reason_of_the_wire_has_a_text_and_an_unknown_one_stands_for_itself() -> None:
    for language in texts.LANGUAGES:
        assert all(reason(code, Reader(language, NOW)) != code for code in REASONS)
    assert view((Quarantined(NOW, "t", "odd_thing", "", 1),), ENGLISH).rows[0].reason == "odd_thing"
