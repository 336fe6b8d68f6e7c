"""Who is believed about a call when both could tell, and when one of them falls silent."""

from __future__ import annotations

import pytest

from huonevahti_agent.domain.witnesses import call
from huonevahti_kiosk.application import FRESH_SECONDS, ApplicationReading, CallNumbers, State, Word
from huonevahti_kiosk.words import Connection, KioskReading, PageKind

CALL = Connection(connected=True, camera="Customer (046d:085e)", camera_is_live=True, jitter_seconds=0.01)


def _says(state: State, age_seconds: float = 1.0, camera: str = "") -> ApplicationReading:
    return ApplicationReading(
        word=Word(v=1, state=state, camera=camera), age_seconds=age_seconds, state_seconds=age_seconds
    )


def _page(
    page: PageKind = "home",
    answers: bool | None = True,
    tracks: int | None = 0,
    connection: Connection | None = None,
) -> KioskReading:
    return KioskReading(
        browser="running",
        starts_per_hour=1,
        page=page,
        page_seconds=5.0,
        answers=answers,
        live_tracks=tracks,
        connection=connection,
    )


OLD = FRESH_SECONDS + 1


def test_the_numbers_of_a_call_come_from_the_application_if_it_speaks() -> None:
    found = call(_says("in_call", camera="Built-in"), _page(connection=CALL))
    assert found is not None
    assert (found.source, found.camera, found.numbers) == ("application", "Built-in", CallNumbers())


def test_without_its_word_they_come_from_the_page() -> None:
    found = call(_says("in_call", OLD), _page(connection=CALL))
    assert found is not None
    assert (found.source, found.camera, found.camera_is_live) == ("page", "Customer (046d:085e)", True)
    assert found.numbers.jitter_seconds == 0.01


@pytest.mark.parametrize(
    ("application", "kiosk"),
    [
        (_says("start"), _page(connection=CALL)),
        (None, _page()),
        (None, None),
        (None, _page(connection=Connection(connected=False))),
    ],
)
def test_where_no_call_is_up_there_are_no_numbers(
    application: ApplicationReading | None, kiosk: KioskReading | None
) -> None:
    assert call(application, kiosk) is None
