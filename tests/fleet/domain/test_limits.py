"""How often strangers may do something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.limits import Limiter, Quota, who
from tests.fakes.fleet import NOW, later

SMALL = {"press": Quota(3, 60, 5), "look": Quota(100, 60, 1000)}


def test_an_address_has_its_quota_and_gets_it_back_with_time() -> None:
    limiter = Limiter(SMALL)
    assert [limiter.allows("press", "192.0.2.1", NOW) for _ in range(4)] == [True, True, True, False]
    assert limiter.allows("look", "192.0.2.1", NOW)
    assert limiter.allows("press", "192.0.2.1", later(21))
    assert not limiter.allows("press", "192.0.2.1", later(22))


def test_all_addresses_together_have_a_bound() -> None:
    limiter = Limiter(SMALL)
    assert sum(limiter.allows("press", f"192.0.2.{n}", NOW) for n in range(50)) == 5


def test_only_so_many_addresses_are_remembered() -> None:
    limiter = Limiter({"look": Quota(1, 60, 10_000)}, remembered=10)
    for n in range(1000):
        limiter.allows("look", f"198.51.100.{n}", NOW)
    assert len(limiter._buckets) == 10


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_line_counts_as_one_visitor(address: str, counted: str) -> None:
    assert who(address) == counted


@given(st.lists(st.floats(0, 30), max_size=60))
def test_no_rhythm_gets_more_than_the_quota_and_what_time_gives_back(gaps: list[float]) -> None:
    limiter, at, allowed = Limiter(SMALL), NOW, 0
    for gap in gaps:
        at += timedelta(seconds=gap)
        allowed += limiter.allows("press", "192.0.2.1", at)
    assert allowed <= 3 + (at - NOW).total_seconds() * 3 / 60 + 1e-6
