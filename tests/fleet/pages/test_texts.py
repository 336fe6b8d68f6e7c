"""The catalogues: complete, with the same placeholders, and written as people here write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.domain import readiness
from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.rooms import IncidentState, Verdict
from huonevahti_wire.messages import BootCause, JobStatus

AT = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\((\w+)\)")
PAGES = Path(texts.__file__).parent / "pages"
DOMAINS = sorted({path.name for path in texts.LOCALE.glob("*/*.po")})


def placeholders(text: texts.Text) -> set[str]:
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_text_is_empty_fuzzy_or_there_twice(language: str, domain: str) -> None:
    found = list(texts.messages(texts.LOCALE / language / domain))
    assert not [texts.key_of(m) for m in found if m.fuzzy or not m.string or not all(m.string)]
    lines = (texts.LOCALE / language / domain).read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if line.startswith("msgid ")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_language_has_the_same_keys_and_placeholders(language: str) -> None:
    english, other = texts.catalogue("en"), texts.catalogue(language)
    assert set(english) == set(other)
    assert {
        key for key in english if isinstance(english[key], tuple) != isinstance(other[key], tuple)
    } == set()
    differing = {
        key for key in english if (placeholders(english[key]) ^ placeholders(other[key])) - {"n", "count"}
    }
    assert differing == set()


def test_each_key_that_a_template_or_a_view_names_has_a_text() -> None:
    written = [
        path.read_text(encoding="utf-8") for path in PAGES.rglob("*") if path.suffix in (".py", ".html")
    ]
    named = {key for text in written for key in re.findall(r"""\bt\(["']([a-z_.0-9]+)["'][,)]""", text)}
    assert len(named) > 100
    assert {key for key in named if not texts.knows("en", key)} == set()


def test_each_word_of_the_domain_has_a_text() -> None:
    words = [
        *(f"verdict.{word}" for word in Verdict),
        *(f"room.nobodys_move.{word}" for word in Verdict),
        *(f"state.{word}" for word in Verdict),
        *(f"incident_state.{word}" for word in IncidentState),
        *(f"owner.{word}" for word in Owner),
        *(f"harm.{word}" for word in Harm),
        *(f"confidence.{word}" for word in Confidence),
        *(f"cause.{word}" for word in BootCause),
        *(f"job.{word}" for word in JobStatus),
        *(f"presence.{word}" for word in ("online", "offline", "restarting", "updating", "never")),
    ]
    assert [word for word in words if not texts.knows("en", word)] == []


@pytest.mark.parametrize(
    ("language", "moment", "clock", "number"),
    [
        ("fi", "24.11.2026 klo 13.05", "13.05", "1\N{NO-BREAK SPACE}234,5"),
        ("sv", "24.11.2026 kl. 13.05", "13.05", "1\N{NO-BREAK SPACE}234,5"),
        ("en", "24 Nov 2026, 13:05", "13:05", "1,234.5"),
    ],
)
def test_moments_and_numbers_are_written_as_in_the_language(
    language: str, moment: str, clock: str, number: str
) -> None:
    assert texts.moment(language, AT) == moment
    assert texts.clock(language, AT) == clock
    assert texts.number(language, 1234.5, 1) == number


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 sekunti"),
        (59, "59 sekuntia"),
        (3060, "51 minuuttia"),
        (7500, "2 t 5 min"),
        (90_000, "1 päivä 1 t"),
        (259_200, "3 päivää"),
    ],
)
def test_durations_are_words(seconds: float, words: str) -> None:
    assert texts.duration("fi", seconds) == words


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "spoken"),
    [
        ("en", "sv", "fi", "en"),
        ("xx", "sv", "fi", "sv"),
        (None, None, "sv-FI,sv;q=0.9,en;q=0.8", "sv"),
        (None, None, "de,en;q=0.3,fi;q=0.7", "fi"),
        (None, None, "fr, *;q=0.1", "fi"),
        (None, None, None, "fi"),
        (None, "' or 1=1", "en;q=nonsense", "fi"),
    ],
)
def test_the_language_is_the_readers_wish(
    asked: str | None, remembered: str | None, accepted: str | None, spoken: str
) -> None:
    assert texts.negotiate(asked, remembered, accepted) == spoken


def test_a_missing_text_is_an_error_in_tests_and_the_key_in_production() -> None:
    with pytest.raises(texts.UnknownText):
        texts.say("fi", "no.such.key")
    texts.be_strict(strict=False)
    assert texts.say("fi", "no.such.key") == "no.such.key"


@given(value=st.floats(-1e9, 1e9).map(lambda value: round(value, 3)), decimals=st.integers(0, 2))
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_numbers_are_written_as_babel_writes_them(language: str, value: float, decimals: int) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    told = format_decimal(round(value, decimals) + 0, pattern, locale=language)
    assert texts.number(language, value, decimals) == told.replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_room_that_is_not_judged_yet_is_said_to_be_so(language: str) -> None:
    assert texts.knows(language, f"reason.{readiness.judgement(None, is_told=False).reason}")
