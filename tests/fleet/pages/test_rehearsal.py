"""The card played through for training."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.rehearsal import EXERCISES, view
from huonevahti_fleet.store import Store
from tests.fakes.fleet import NOW
from tests.fleet.pages.caring import Clock, application, card_of


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_exercise_asks_for_hands_and_ends_well(kept: Store, exercise: str, language: str) -> None:
    room, reader = kept.rooms()[0], Reader(language, NOW)
    asked = view(room, exercise, "", reader)
    assert (asked.need, asked.asks, bool(asked.sketch)) == ("hands", True, True)
    done = view(room, exercise, "did_it", reader)
    assert (done.need, done.asks, done.sketch, done.said != "") == ("green", False, None, True)


def test_a_rehearsal_orders_nothing_and_is_written_down_nowhere(kept: Store) -> None:
    with TestClient(application(kept, Clock())) as web:
        path = f"/card/{card_of(kept, 'imatra').token}/rehearsal"
        for press in ("", "did_it", "cannot_now", "did_not_help", "nonsense"):
            page = web.get(f"{path}?lang=en&exercise=camera&press={press}&empty=yes")
            assert page.status_code == 200
            assert "Nothing is measured and nothing is written down." in page.text
    assert (kept.cards.presses("imatra"), kept.jobs()) == ((), ())
