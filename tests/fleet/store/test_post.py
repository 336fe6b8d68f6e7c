"""The post on each database: a notice is one message's, a message one process's, what is done goes in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huonevahti_fleet.domain.notices import Message, MessageState, Notice, NoticeKind
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.packets import Decision, Handover
from huonevahti_fleet.domain.ratings import Rating
from huonevahti_fleet.domain.routes import Channel, Key, Route
from huonevahti_fleet.store import Batch, Store, open_store
from tests.fakes.fleet import NOW, intake_over, later
from tests.fleet.pages.sample import fault, incident

DESK: tuple[Key, Channel] = ((Owner.TERMINAL, "", ""), "email")
HOOK: tuple[Key, Channel] = ((Owner.TERMINAL, "", ""), "webhook")


def _told(store: Store, count: int) -> tuple[Notice, ...]:
    batch = Batch(intake_over(store).fleet, NOW)
    for number in range(count):
        found = incident(number + 1, fault("speakers_muted", Owner.TERMINAL), "imatra")
        batch.notice(NoticeKind.OPENED, found, None)
    store.commit(batch)
    return store.post.pending()


def test_two_processes_that_gather_the_same_notices_make_one_message_of_each(
    real_store: Store, database_url: str
) -> None:
    other = open_store(database_url)
    notices = _told(real_store, 3)
    routed = [(notice, [DESK, HOOK]) for notice in notices]
    real_store.post.gather(routed, NOW, later(60))
    other.post.gather(routed, NOW, later(60))
    messages = real_store.post.messages()
    assert sorted((m.channel, m.items) for m in messages) == [("email", 3), ("webhook", 3)]
    assert [n.number for n in other.post.notices_of(messages[0].message)] == [n.number for n in notices]
    assert (real_store.post.pending(), len(real_store.post.notices(NOW))) == ((), 3)
    other.close()


def test_a_message_that_another_notice_joined_is_composed_anew(real_store: Store) -> None:
    first, second = _told(real_store, 2)
    real_store.post.gather([(first, [DESK])], NOW, later(60))
    (full,) = real_store.post.full(later(60))
    real_store.post.gather([(second, [DESK])], NOW, later(60))
    assert not real_store.post.compose(replace(full, body="one"), MessageState.WAITING, later(60))
    (full,) = real_store.post.full(later(60))
    assert real_store.post.compose(replace(full, body="two"), MessageState.WAITING, later(60))
    assert not real_store.post.compose(replace(full, body="three"), MessageState.WAITING, later(60))
    assert [(m.body, m.state.value, m.items) for m in real_store.post.messages()] == [("two", "waiting", 2)]


def _waiting(store: Store) -> None:
    store.post.gather([(notice, [DESK]) for notice in _told(store, 1)], NOW, NOW)
    (full,) = store.post.full(NOW)
    store.post.compose(full, MessageState.WAITING, NOW)


def test_a_claimed_message_is_nobody_elses_until_its_lease_is_over(real_store: Store) -> None:
    _waiting(real_store)
    claimed = real_store.post.claim(NOW, later(120))
    assert claimed is not None
    assert real_store.post.claim(later(119), later(240)) is None
    assert real_store.post.claim(later(120), later(240)) == claimed
    real_store.post.settle(replace(claimed, state=MessageState.SENT, sent_at=later(121), attempts=1))
    assert real_store.post.claim(later(500), later(620)) is None
    assert real_store.post.counts()[MessageState.SENT] == 1


def test_only_what_is_done_with_is_deleted_when_it_is_old(real_store: Store) -> None:
    _waiting(real_store)
    _told(real_store, 1)
    much_later = NOW + timedelta(days=500)
    real_store.prune(much_later)
    assert (len(real_store.post.messages()), len(real_store.post.pending())) == (1, 1)
    claimed = real_store.post.claim(much_later, much_later)
    assert claimed is not None
    real_store.post.settle(replace(claimed, state=MessageState.SENT))
    real_store.prune(much_later)
    assert (real_store.post.messages(), len(real_store.post.notices(NOW))) == ((), 1)


def test_each_edit_of_the_routes_is_counted_and_seeding_keeps_what_is_there(real_store: Store) -> None:
    everywhere = Route(owner=Owner.TERMINAL, name="Tuki")
    before = real_store.routes.change()
    real_store.routes.save(everywhere)
    real_store.routes.seed(
        [Route(owner=Owner.TERMINAL, name="Other"), Route(owner=Owner.PREMISES, name="Huolto")]
    )
    assert [route.name for route in real_store.routes.all()] == ["Huolto", "Tuki"]
    assert real_store.routes.change() == before + 2
    assert not real_store.routes.replace([], before)
    assert real_store.routes.replace([], before + 2)
    assert real_store.routes.all() == ()


def test_packets_keep_every_answer_and_ratings_nothing_of_their_key(real_store: Store) -> None:
    made = Handover("p1", "t" * 43, 7, Owner.PREMISES, "Huolto", NOW, later(60), b'{"x":1}')
    real_store.packets.add(made)
    no = Decision(later(1), "rejected", "Tuki", "not_ours", "ei")
    assert real_store.packets.decide("p1", no)
    assert real_store.packets.by_token("t" * 43) == replace(made, decisions=(no,))
    assert real_store.packets.latest([7, 8])[7].standing == "rejected"
    assert real_store.packets.revoke("p1", later(2))
    assert not real_store.packets.revoke("p1", later(3))
    assert real_store.packets.latest([7]) == {}
    rating = Rating("imatra", "dvv", NOW.replace(minute=0), 4)
    assert [real_store.ratings.add(rating, "one-key", NOW) for _ in range(2)] == [True, False]
    assert real_store.ratings.since(later(-7200)) == (rating,)
    real_store.prune(NOW + timedelta(days=500))
    assert (real_store.packets.of_incident(7), real_store.ratings.since(later(-7200))) == ((), ())


@pytest.mark.parametrize("state", list(MessageState))
def test_messages_are_counted_by_state(store: Store, state: MessageState) -> None:
    store.post.send_test(Message("a" * 32, DESK[0], "email", state, NOW, NOW))
    assert {s: n for s, n in store.post.counts().items() if n} == {state: 1}
