"""The demo's words: the same keys in three languages, none missing and none left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huonevahti_fleet import texts
from huonevahti_fleet.demo import page
from huonevahti_fleet.demo.levers import DEMO_LEVERS
from huonevahti_fleet.demo.tour import STEPS

DEMO = Path(page.__file__).parent
SAID = re.compile(r'"(demo\.[a-z_.]+[a-z])"')


def _catalogue(language: str) -> dict[str, str]:
    path = texts.LOCALE / language / "demo.po"
    return {texts.key_of(message): str(message.string) for message in texts.messages(path)}


def _used() -> set[str]:
    sources = [*DEMO.glob("*.py"), *DEMO.glob("templates/*.html")]
    plain = {key for path in sources for key in SAID.findall(path.read_text(encoding="utf-8"))}
    plain.discard("demo.yaml")
    levers = {f"demo.lever.{lever.slug}.{part}" for lever in DEMO_LEVERS for part in ("pull", "mend", "does")}
    ways = {f"demo.why.{way}" for way in ("poll", "told", "boot", "hand_over", "silence", "session")}
    problems = {f"demo.problem.{code}" for code in ("foreign", "unknown", "not_now")}
    return plain | levers | ways | problems | {f"demo.tour.{step.caption}" for step in STEPS}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_key_that_is_said_has_its_words_and_no_other_has(language: str) -> None:
    assert {key for key, text in _catalogue(language).items() if text} == _used()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_languages_use_the_same_placeholders(language: str) -> None:
    finnish, own = _catalogue("fi"), _catalogue(language)
    for key, text in finnish.items():
        assert set(re.findall(r"%\((\w+)\)s", text)) == set(re.findall(r"%\((\w+)\)s", own[key])), key
