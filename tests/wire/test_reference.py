"""The reference pages say what the code says, and the AsyncAPI document reads what terminals really send."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import yaml

from huonevahti_wire import codec, topics
from huonevahti_wire.profile import Profile
from tests.docs import write_asyncapi, write_data_inventory, write_profiles, write_signals
from tests.docs.wire_meanings import MEANINGS
from tests.docs.wire_types import fields, key_of, roots
from tests.wire import samples

PAGES = [write_asyncapi, write_data_inventory, write_profiles, write_signals]
DOCUMENT: dict[str, Any] = yaml.safe_load(write_asyncapi.TARGET.read_text(encoding="utf-8"))
SENT = [
    pytest.param(path, id=path.stem) for path in samples.paths("valid") if samples.load(path).reads_as is None
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.TARGET.name)
def test_a_reference_page_says_what_the_code_says(page: ModuleType) -> None:
    written = page.TARGET.read_text(encoding="utf-8")
    assert written == page.text(), f"{page.TARGET.name}:1: found older text, run `make docs`"


def test_every_field_of_the_wire_has_its_meaning_and_no_meaning_is_left_over() -> None:
    assert {key_of(struct, field) for struct, field in fields(*roots())} == set(MEANINGS)


def test_every_key_of_a_profile_has_its_meaning_and_no_meaning_is_left_over() -> None:
    assert {key_of(struct, field) for struct, field in fields(Profile)} == set(write_profiles.MEANINGS)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (ref for key, ref in value.items() if key == "$ref")
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _references(member)


def test_every_reference_in_the_document_leads_somewhere() -> None:
    found = set(_references(DOCUMENT))
    assert found
    for reference in found:
        place: Any = DOCUMENT
        for key in reference.removeprefix("#/").split("/"):
            place = place[key]


def test_the_document_has_each_topic_with_its_direction_service_and_retention() -> None:
    bound = {
        DOCUMENT["channels"][operation["channel"]["$ref"].split("/")[-1]]["address"]: (
            operation["action"],
            operation["bindings"]["mqtt"]["qos"],
            operation["bindings"]["mqtt"]["retain"],
        )
        for operation in DOCUMENT["operations"].values()
    }
    assert bound == {
        "hv/1/{terminal}/presence": ("receive", 1, True),
        "hv/1/{terminal}/report": ("receive", 1, False),
        "hv/1/{terminal}/event": ("receive", 1, False),
        "hv/1/{terminal}/event/stored": ("send", 1, False),
        "hv/1/{terminal}/config/desired": ("send", 1, True),
        "hv/1/{terminal}/config/reported": ("receive", 1, True),
        "hv/1/{terminal}/job/{job}/request": ("send", 1, False),
        "hv/1/{terminal}/job/{job}/state": ("receive", 1, False),
        "hv/1/server/status": ("send", 1, True),
    }
    assert set(codec.TYPES) == set(topics.UP_KINDS + topics.DOWN_KINDS)


def test_a_union_is_told_apart_by_the_name_of_a_field_as_asyncapi_has_it() -> None:
    assert DOCUMENT["components"]["schemas"]["Event"]["properties"]["body"]["discriminator"] == "kind"


@pytest.mark.parametrize("path", SENT)
def test_what_is_sent_agrees_with_its_schema(path: Any) -> None:
    sample = samples.load(path)
    name = type(sample.decode()).__name__
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(schema).validate(sample.payload)


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_each_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])


def test_the_data_inventory_has_a_line_for_every_field() -> None:
    page = write_data_inventory.TARGET.read_text(encoding="utf-8")
    assert [key for key in MEANINGS if page.count(f"| `{key}` |") != 1] == []
