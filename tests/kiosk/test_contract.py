"""The published contract is the one the code keeps: page, schema and decoder agree."""

from __future__ import annotations

import json
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from huonevahti_kiosk.application import State, Word
from huonevahti_kiosk.stub import word
from tests.docs import write_application_contract as contract

VALID: list[dict[str, Any]] = [
    {"v": 1, "state": "start"},
    {"v": 1, "state": "in_call", "camera": "HD Camera (046d:085e)", "call": {"jitter_seconds": 0.01}},
    {"v": 1, "state": "error", "error": "login_failed", "version": "2.1.0-beta+7"},
]
INVALID: list[dict[str, Any]] = [
    {},
    {"state": "start"},
    {"v": 2, "state": "start"},
    {"v": 1, "state": "Start"},
    {"v": 1, "state": "start", "authority": "Kela"},
    {"v": 1, "state": "start", "camera": "https://tila.example.fi/room?customer=4711"},
    {"v": 1, "state": "start", "version": "2 1"},
    {"v": 1, "state": "error", "error": "Customer Maija could not sign in"},
    {"v": 1, "state": "in_call", "call": {"round_trip_seconds": -1}},
    {"v": 1, "state": "in_call", "call": {"name": "x"}},
]


def test_the_page_and_the_schema_are_written_from_the_code() -> None:
    assert contract.TARGET.read_text(encoding="utf-8") == contract.text(), "run `make docs`"
    assert contract.SCHEMA.read_text(encoding="utf-8") == contract.schema_text(), "run `make docs`"


def test_every_state_is_told_of() -> None:
    assert tuple(contract.STATES) == get_args(State)


@pytest.mark.parametrize("state", get_args(State))
def test_what_the_stub_says_keeps_the_schema(state: str) -> None:
    jsonschema.validate(json.loads(msgspec.json.encode(word(state))), contract.schema())


@pytest.mark.parametrize("said", VALID, ids=json.dumps)
def test_schema_and_code_take_the_same(said: dict[str, Any]) -> None:
    jsonschema.validate(said, contract.schema())
    assert msgspec.json.decode(json.dumps(said), type=Word).state == said["state"]


@pytest.mark.parametrize("said", INVALID, ids=json.dumps)
def test_schema_and_code_refuse_the_same(said: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, contract.schema())
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(said), type=Word)
