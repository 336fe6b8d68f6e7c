"""Whose page an address is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_kiosk.places import Places, origin_of

PLACES = Places(
    frozenset({"https://tila.example.fi", "http://127.0.0.1:8000"}),
    hand_over=("jono.example.fi", "*.kela.example"),
    identification=("tunnistus.example.fi",),
    bank=("*.pankki.example", "tila.example.fi.pankki.example"),
)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://tila.example.fi/start?room=4#x", "home"),
        ("https://tila.example.fi:443/", "home"),
        ("http://127.0.0.1:8000/", "home"),
        ("http://127.0.0.1:8001/", "foreign"),
        ("http://tila.example.fi/", "foreign"),
        ("https://tila.example.fi.evil.example/", "foreign"),
        ("https://tila.example.fi@evil.example/", "foreign"),
        ("https://jono.example.fi/q", "hand_over"),
        ("https://a.b.kela.example/", "hand_over"),
        ("https://kela.example/", "foreign"),
        ("https://tunnistus.example.fi./x", "identification"),
        ("http://TUNNISTUS.example.fi:8443/", "identification"),
        ("https://verkko.pankki.example/", "bank"),
        ("", "blank"),
        ("about:blank", "blank"),
        ("about:srcdoc", "foreign"),
        ("data:text/html,https://tila.example.fi/", "foreign"),
        ("chrome-error://chromewebdata/", "foreign"),
        ("blob:https://tila.example.fi/1", "foreign"),
        ("https://[::1", "foreign"),
        ("https://tila.example.fi:99999/", "foreign"),
    ],
)
def test_a_page_is_of_the_kind_of_its_host(address: str, kind: str) -> None:
    assert PLACES.kind(address) == kind


def test_a_host_on_a_closed_list_is_never_home() -> None:
    places = Places(frozenset({"https://a.example"}), identification=("a.example",))
    assert places.kind("https://a.example/") == "identification"


@given(st.text(max_size=60))
def test_any_text_has_a_kind_and_only_an_origin_of_ours_is_home(address: str) -> None:
    assert (PLACES.kind(address) == "home") == (origin_of(address) in PLACES.home_origins)
