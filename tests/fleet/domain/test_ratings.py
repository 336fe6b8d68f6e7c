"""Ratings: never fewer than ten together, and nobody can subtract their way to fewer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.notices import Notice, NoticeKind
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.ratings import LEAST, Rating, Spell, found_faults, pools, spells, whole
from tests.fleet.pages.sample import fault

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def ratings(**counts: int) -> list[Rating]:
    return [Rating(room, "dvv", AT, 1 + n % 5) for room, count in counts.items() for n in range(count)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 9}, []),
        ({"a": 10}, [("a", 10)]),
        ({"a": 10, "b": 20}, [("a", 10), ("b", 20)]),
        ({"a": 5, "b": 5, "c": 10}, [("c", 10), ("", 10)]),
        ({"a": 3, "b": 12}, [("", 10)]),  # three alone could be subtracted from the whole
        ({"a": 9, "b": 12, "c": 30}, [("c", 30), ("", 20)]),
        ({"a": 39}, [("a", 30)]),  # the newest wait until ten came
    ],
)
def test_fewer_than_ten_are_never_shown_apart(
    counts: dict[str, int], expected: list[tuple[str, int]]
) -> None:
    assert [(pool.slug, pool.count) for pool in pools(ratings(**counts), "room")] == expected


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 25)))
def test_what_is_shown_never_gives_away_fewer_than_ten(counts: dict[str, int]) -> None:
    given_ratings = ratings(**counts)
    shown = pools(given_ratings, "room")
    total = whole(given_ratings)
    assert all(pool.count >= LEAST for pool in shown)
    hidden = (total.count if total else 0) - sum(pool.count for pool in shown)
    assert hidden % LEAST == 0
    assert all(Counter(counts)[pool.slug] // LEAST * LEAST == pool.count for pool in shown if pool.slug)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_two_looks_one_answer_apart_are_the_same_or_ten_apart(stars: list[int]) -> None:
    came = [Rating("a", "dvv", AT + timedelta(hours=n), star) for n, star in enumerate(stars)]
    before, after = (pools(found, "room") for found in (came[:-1], came))
    assert before == after or len(came) % LEAST == 0
    assert [pool.count % LEAST for pool in after] == [0] * len(after)


def notice(
    number: int, kind: NoticeKind, minutes: int, incident: int = 1, owner: Owner = Owner.ON_SITE
) -> Notice:
    at = AT + timedelta(minutes=minutes)
    found = fault("microphone_gone", owner, since=at - timedelta(minutes=1))
    return Notice(number, kind, at, incident, found, "a", "house", ("a",))


def _minute(at: datetime) -> int:
    return (at - AT).seconds // 60


OPENED, CHANGED, RESOLVED = NoticeKind


def test_notices_tell_when_a_fault_lay_on_a_room_and_whose_it_was() -> None:
    found = spells(
        [
            notice(1, OPENED, 1),
            notice(2, CHANGED, 10, owner=Owner.TERMINAL),
            notice(3, RESOLVED, 20, owner=Owner.TERMINAL),
            notice(4, OPENED, 300),
        ]
    )
    minutes = [(s.owner.value, _minute(s.begin_at), s.end_at and _minute(s.end_at)) for s in found]
    assert minutes == [("on_site", 0, 10), ("terminal", 10, 20), ("on_site", 299, None)]


def test_low_answers_are_set_against_the_faults_of_their_hour() -> None:
    low = [Rating("a", "dvv", AT + timedelta(hours=n), 1) for n in range(12)]
    lain = (
        Spell(("a",), Owner.ON_SITE, "x", AT + timedelta(minutes=59), AT + timedelta(minutes=61)),
        Spell(("a",), Owner.REMOTE_ACCESS, "y", AT + timedelta(hours=3), AT + timedelta(hours=4)),
        Spell(("a",), Owner.UNDECIDED, "z", AT + timedelta(hours=5), AT + timedelta(hours=6)),
        Spell(("a",), Owner.OTHER_CHANNEL, "w", AT + timedelta(hours=7), AT + timedelta(hours=8)),
        Spell(("b",), Owner.ON_SITE, "x", AT, None),
    )
    found = found_faults([*low, Rating("a", "dvv", AT, 5)], lain)
    assert found is not None
    assert (found.low, found.with_ours, found.with_any) == (10, 2, 5)
    assert found.by_owner == {"on_site": 2, "other_channel": 1, "remote_access": 1, "undecided": 1}


def test_fewer_than_ten_low_answers_say_nothing() -> None:
    assert found_faults(ratings(a=20), ()) is None
