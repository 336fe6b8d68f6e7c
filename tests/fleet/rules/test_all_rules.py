"""What holds for every rule: its sample fires, its name agrees, its texts exist, a good room leaves it silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet import texts
from huonevahti_fleet.domain.diagnose import diagnose
from huonevahti_fleet.domain.faults import Evidence, Fault, Rule
from huonevahti_fleet.rules import RULES
from huonevahti_wire.signals import FAMILIES, State, family_of
from tests.docs.write_faults import modules, sample
from tests.fleet.stories import PROFILE, healthy, told

MODULES = modules()
READERS = ("support", "advisor", "operations", "integrator")
REASONS = [
    "missing",
    "wrong_port",
    "wrong_model",
    "document_first",
    "unplugged",
    "muted",
    "too_low",
    "too_high",
    "not_default",
    "stranger",
    "issuer",
    "untrusted",
    "refused",
    "timeout",
    "dns",
    "clock",
    "interceptor",
    "offset",
    "overdue",
    "anything_new",
]
NAMES = [
    name
    for family in FAMILIES
    for word in ("customer", "document", "application", "former")
    if re.search("<", family.name) or word == "customer"
    for name in [re.sub("<[a-z]+>", word, family.name)]
]


def _words_of(fault: Fault, language: str) -> Iterator[str]:
    for part in ("title", "sentence", *(f"next.{reader}" for reader in READERS)):
        yield texts.say(language, f"fault.{fault.stem}.{part}", **fault.values)
    for evidence in (*fault.points_to, *fault.speaks_against, *fault.not_seen):
        yield _said(evidence, language)
    yield texts.say(language, f"owner.{fault.owner}")
    yield texts.say(language, f"harm.{fault.harm}")
    yield texts.say(language, f"confidence.{fault.confidence}")
    if fault.question:
        yield texts.say(language, f"question.{fault.question}")


def _said(evidence: Evidence, language: str) -> str:
    return texts.say(language, f"evidence.{evidence.code}", **evidence.values)


@pytest.fixture(autouse=True)
def _every_text_must_be_there() -> Iterator[None]:
    texts.be_strict()
    yield
    texts.be_strict(False)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.SLUG)
def test_each_rule_finds_its_own_sample(module: ModuleType) -> None:
    fault = module.check(told(sample(module)))
    assert fault is not None, f"{module.__file__}: its sample does not fire"
    assert fault.slug == module.SLUG == module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.SLUG)
def test_each_sample_speaks_of_signals_that_exist(module: ModuleType) -> None:
    history = told(sample(module))
    assert all(family_of(name) for name in history.signals)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_no_rule_finds_anything_in_a_healthy_or_an_unknown_room(rule: Rule) -> None:
    unknown = "\n".join(f"{name} no_data not_permitted" for name in healthy().signals)
    assert [rule(healthy()), rule(told("")), rule(told(unknown))] == [None, None, None]


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.SLUG)
def test_each_fault_is_told_in_each_language(module: ModuleType, language: str) -> None:
    fault = module.check(told(sample(module), healthy()))
    assert fault is not None
    assert all(word and "%(" not in word for word in _words_of(fault, language))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.SLUG)
def test_a_fault_is_watched_as_long_as_the_catalogue_says_of_its_signal(module: ModuleType) -> None:
    fault = module.check(told(sample(module)))
    assert fault is not None
    watched = {f.watching_seconds for name in fault.rests_on if (f := family_of(name))}
    assert watched in (set(), {module.WATCHING_SECONDS})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.SLUG)
def test_the_profile_may_shorten_the_watching_of_each_fault(module: ModuleType) -> None:
    def watched(**chosen: float) -> float:
        profile = msgspec.structs.replace(PROFILE, watching_seconds=chosen)
        fault = module.check(replace(told(sample(module)), profile=profile))
        assert fault is not None
        return float(fault.watching_seconds)

    assert watched() == module.WATCHING_SECONDS
    assert watched(**{"*": 2.0}) == 2.0
    assert watched(**{"*": 2.0, module.SLUG: 5.0}) == 5.0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(State),
            st.sampled_from(REASONS),
            st.sampled_from(["", "value=0.5", "value=0", "value=90000", "value=Zscaler", "value=true"]),
        ),
        max_size=12,
    )
)
def test_whatever_a_terminal_says_each_fault_can_be_told(lines: list[tuple[str, State, str, str]]) -> None:
    history = told("\n".join(" ".join(line) for line in lines), healthy())
    found = [fault for rule in RULES if (fault := rule(history))]
    assert bool(diagnose(history, RULES).faults) == bool(found), "every fault was explained away"
    for fault in found:
        assert all("%(" not in word for language in texts.LANGUAGES for word in _words_of(fault, language))
        assert fault.since <= history.now
        assert fault.rests_on
