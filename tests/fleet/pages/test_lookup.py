"""The look-up of a specialist's check."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet import texts
from huonevahti_fleet.domain.checks import Check, CheckResult, suspected
from huonevahti_fleet.domain.limits import QUOTAS
from huonevahti_fleet.flows.keep_check import keep_check
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.lookup import view
from huonevahti_fleet.store import Store
from tests.fakes.fleet import NOW, later
from tests.fleet.pages.caring import Clock, application

BAD = CheckResult(2, "black", 1, "silent", "not_heard", "blocked", "open", "not_tested")


@pytest.fixture
def web(kept: Store) -> Iterator[TestClient]:
    with TestClient(application(kept, Clock())) as client:
        yield client


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_result_is_told_in_words(language: str) -> None:
    shown = view(Check(NOW, later(3600), BAD), Reader(language, NOW))
    assert len(shown.suspected) == len(suspected(BAD)) == 4
    assert len(shown.found) == 8
    for field in CheckResult.__struct_fields__:
        for choice in getattr(CheckResult.__annotations__[field], "__args__", ()):
            changed = msgspec.structs.replace(BAD, **{field: choice}) if isinstance(choice, str) else BAD
            assert len(view(Check(NOW, NOW, changed), Reader(language, NOW)).found) == 8


def test_a_side_that_is_well_but_for_a_second_camera_is_not_suspected() -> None:
    well = CheckResult(2, "normal", 1, "heard", "heard", "open", "open", "open")
    shown = view(Check(NOW, later(3600), well), Reader("en", NOW))
    assert shown.heading == texts.say("en", "lookup.nothing")
    assert shown.to_ask == ("There are several cameras: the wrong one may be chosen",)


def test_support_finds_a_result_by_its_code(web: TestClient, kept: Store) -> None:
    code = keep_check(kept, BAD, later(300))
    assert code is not None
    found = web.post("/check/lookup?lang=en", data={"code": f" {code.lower()} "})
    assert (found.status_code, texts.say("en", "lookup.suspected") in found.text) == (200, True)
    assert "UDP to the relay is blocked" in found.text


def test_a_wrong_code_is_said_so_and_guessing_is_slowed(web: TestClient) -> None:
    codes = [web.post("/check/lookup", data={"code": "A" * 25}).status_code for _ in range(QUOTAS["lookup"].count + 1)]
    assert codes == [404] * QUOTAS["lookup"].count + [429]
    assert web.get("/check/lookup").status_code == 200
