"""Who is believed about customer and call when several could tell, and when one of them falls silent."""

from __future__ import annotations

import pytest

from huonevahti_agent.domain.witnesses import Customer, call, customer
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


@pytest.mark.parametrize(
    ("application", "kiosk", "signs", "expected"),
    [
        pytest.param(
            _says("waiting"), None, (), Customer("application", True, ("application_waiting",)), id="waiting"
        ),
        pytest.param(
            _says("start"), _page(tracks=2), ("camera_held",), Customer("application", False), id="start"
        ),
        pytest.param(
            _says("in_call", OLD), _page(), ("camera_held",), Customer("page", False), id="its word is old"
        ),
        pytest.param(_says("error"), None, (), Customer("system", False), id="in error it cannot know"),
        pytest.param(
            None, _page(tracks=1), (), Customer("page", True, ("page_media",)), id="the page holds a camera"
        ),
        pytest.param(
            None,
            _page(connection=CALL),
            (),
            Customer("page", True, ("page_connection",)),
            id="a live connection",
        ),
        pytest.param(
            None,
            _page("identification", None, None),
            (),
            Customer("page", True, ("page_identification",)),
            id="identifying",
        ),
        pytest.param(
            None, _page(answers=False, tracks=None), (), Customer("system", False), id="the page hangs"
        ),
        pytest.param(
            None,
            _page("foreign", None, None),
            ("camera_held",),
            Customer("system", True, ("camera_held",)),
            id="foreign",
        ),
        pytest.param(None, None, None, Customer("none", None), id="nobody can tell"),
    ],
)
def test_the_first_witness_that_can_tell_is_believed(
    application: ApplicationReading | None,
    kiosk: KioskReading | None,
    signs: tuple[str, ...] | None,
    expected: Customer,
) -> None:
    assert customer(application, kiosk, signs) == expected


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
