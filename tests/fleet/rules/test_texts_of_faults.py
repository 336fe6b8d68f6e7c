"""The texts of faults: the same keys and placeholders in each language, none empty, the agreed words used."""

from __future__ import annotations

import re

import pytest

from huonevahti_fleet import texts
from huonevahti_fleet.domain.faults import Confidence, Harm
from huonevahti_fleet.domain.owners import Owner
from huonevahti_wire.signals import FAMILIES

OTHERS = [language for language in texts.LANGUAGES if language != "en"]
PARTS = ("title", "sentence", "next.support", "next.advisor", "next.operations", "next.integrator")
GLOSSARY = [
    ("specialist", "fi", "etäasiantuntij"),
    ("specialist", "sv", "distanskundbetjänare"),
    ("advisor", "fi", "neuvoja"),
    ("advisor", "sv", "servicerådgivare"),
    ("customer camera", "fi", "asiakaskamera"),
    ("customer camera", "sv", "kundkamera"),
    ("document camera", "fi", "dokumenttikamera"),
    ("document camera", "sv", "dokumentkamera"),
    ("call button", "fi", "kutsunap"),
    ("call button", "sv", "anropsknapp"),
]


def _catalogue(language: str) -> dict[str, str]:
    path = texts.LOCALE / language / "faults.po"
    return {texts.key_of(message): str(message.string) for message in texts.messages(path)}


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_the_same_keys(language: str) -> None:
    assert _catalogue(language).keys() == _catalogue("en").keys()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_text_is_empty_and_each_percent_is_escaped(language: str) -> None:
    for key, text in _catalogue(language).items():
        assert text.strip(), key
        assert "%" not in re.sub(r"%\(\w+\)s|%%", "", text), key
        assert ("%%" not in text) or _placeholders(text), key


@pytest.mark.parametrize("language", OTHERS)
def test_each_text_names_the_same_placeholders(language: str) -> None:
    english = _catalogue("en")
    for key, text in _catalogue(language).items():
        assert _placeholders(text) == _placeholders(english[key]), key


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_was_left_in_english(language: str) -> None:
    english = _catalogue("en")
    assert [key for key, text in _catalogue(language).items() if " " in text and text == english[key]] == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_fault_has_all_its_parts_and_a_title_is_no_sentence(language: str) -> None:
    texts_by_key = _catalogue(language)
    stems = {
        key.removeprefix("fault.").removesuffix(".title") for key in texts_by_key if key.endswith(".title")
    }
    assert len(stems) >= 31
    for stem in stems:
        assert not texts_by_key[f"fault.{stem}.title"].endswith("."), stem
        for part in PARTS[1:]:
            assert texts_by_key[f"fault.{stem}.{part}"].rstrip().endswith((".", "?")), (stem, part)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_word_of_the_code_has_its_text(language: str) -> None:
    wanted = [f"signal.{family.name}" for family in FAMILIES]
    wanted += [f"owner.{owner}" for owner in Owner] + [f"harm.{harm}" for harm in Harm]
    wanted += [f"confidence.{confidence}" for confidence in Confidence]
    assert [key for key in wanted if key not in _catalogue(language)] == []


@pytest.mark.parametrize(("english", "language", "stem"), GLOSSARY)
def test_the_agreed_words_are_used(english: str, language: str, stem: str) -> None:
    told = _catalogue(language)
    spoken = {key: text for key, text in _catalogue("en").items() if english in text.lower()}
    assert spoken
    off = [key for key in spoken if stem not in told[key].lower()]
    assert off == []
