"""What a terminal tried by itself is told in a sentence, in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest

from huonevahti_fleet import texts
from huonevahti_fleet.pages._happened import told
from huonevahti_fleet.pages._reader import Reader
from huonevahti_wire.messages import Event, RemedyTried
from huonevahti_wire.plan.mending import TREATED

AT = datetime(2026, 11, 24, 4, 12, tzinfo=UTC)
Outcome = Literal["done", "undone", "failed", "refused"]


def _told(language: str, remedy: str, outcome: Outcome, reason: str = "") -> str:
    event = Event(stream="0" * 12, number=1, at=AT, body=RemedyTried(remedy, outcome, reason=reason))
    return told(event, Reader(language, AT))


TOLD: list[tuple[str, str, Outcome, str, str]] = [
    ("en", "rank_cameras", "done", "", "The terminal put the cameras in order"),
    ("fi", "rank_cameras", "done", "", "Päätelaite pani kamerat järjestykseen"),
    ("sv", "unmute", "done", "", "Terminalen tog bort ljudavstängningen"),
    ("sv", "unmute", "failed", "", "Terminalen försökte, men det hjälpte inte: ta bort ljudavstängningen"),
    (
        "en",
        "bring_kiosk_home",
        "refused",
        "identification",
        "The terminal held a remedy back: going back to the start page (a customer is using the terminal)",
    ),
    (
        "en",
        "set_levels",
        "undone",
        "worse",
        "The terminal undid a remedy that made it worse: setting the volume",
    ),
    ("en", "of_a_newer_release", "done", "", "The terminal mended the fault by itself"),
]


@pytest.mark.parametrize(("language", "remedy", "outcome", "reason", "sentence"), TOLD)
def test_a_remedy_is_told_in_a_sentence(
    language: str, remedy: str, outcome: Outcome, reason: str, sentence: str
) -> None:
    assert _told(language, remedy, outcome, reason) == sentence


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_remedy_has_its_words_in_each_language(language: str) -> None:
    for key in [f"{kind}.{remedy}" for remedy in TREATED for kind in ("did", "remedy")]:
        assert texts.knows(language, key), key
