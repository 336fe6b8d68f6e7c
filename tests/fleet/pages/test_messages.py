"""Messages: each state in words, sent again or passed on by a button."""

from __future__ import annotations

from huonevahti_fleet.domain.notices import MessageState
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.messages import view
from huonevahti_fleet.store import Store
from tests.fleet.pages.post_office import web
from tests.fleet.pages.sample import NOW
from tests.fleet.pages.sample_post import MESSAGES, ROUTES, SamplePost

ENGLISH = Reader("en", NOW)


def test_each_state_says_what_is_going_on() -> None:
    shown = view(MESSAGES, SamplePost().counts(), ROUTES, "", ENGLISH)
    assert [(letter.word, letter.line) for letter in shown.letters] == [
        ("Gathering", "2 turns of incidents; goes out 10:32:50"),
        ("Waiting", "After 2 tries; next try 10:32:50"),
        ("Failed", "Given up after one try"),
        ("Sent", "Sent 10:32 to tuki@example.fi"),
        ("To copy", ""),
        ("Passed on", "Passed on 10:32"),
    ]
    assert shown.letters[1].trouble == "The answer was: ConnectionRefusedError: [Errno 111]"
    assert shown.letters[2].to == "To Toimittajan tuki, e-mail"
    assert shown.letters[4].to.startswith("To nobody: no route for The premises")
    assert "copy the text" in shown.letters[4].trouble


def _of(kept: Store, state: MessageState) -> str:
    (message,) = kept.post.messages((state,))
    return message.message


def test_a_failed_message_is_sent_again_and_a_copied_one_is_done(kept: Store) -> None:
    failed, copied = (m for m in MESSAGES if m.state in (MessageState.FAILED, MessageState.TO_COPY))
    kept.post.send_test(failed)
    kept.post.send_test(copied)
    with web(kept) as client:
        foreign = client.post(f"/messages/{failed.message}/again", headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        assert client.post(f"/messages/{failed.message}/again").status_code == 303
        assert client.post(f"/messages/{copied.message}/passed-on").status_code == 303
        assert client.post(f"/messages/{copied.message}/burn").status_code == 404
        page = client.get("/messages?lang=en").text
    assert _of(kept, MessageState.WAITING) == failed.message
    assert _of(kept, MessageState.PASSED_ON) == copied.message
    assert "Nothing is being sent now" in page


def test_the_list_can_be_narrowed_to_a_state(kept: Store) -> None:
    for message in MESSAGES[1:]:
        kept.post.send_test(message)
    with web(kept) as client:
        page = client.get("/messages?state=failed&lang=en").text
        assert page.count('<li class="card edge') == 1
        assert client.get("/messages?state=odd").text.count('<li class="card edge') == 5
