"""Privacy by structure: every field that can travel is one of the kinds allowed here, and nothing else can travel."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from msgspec import Struct, inspect

from huonevahti_wire import messages, schedule, signals
from tests.docs.wire_types import fields, key_of, members, pattern_of, roots, structs

NAMES_ALLOWED = {
    "Signal.value": "the name of a sound device, a camera's role or a certificate's issuer",
    "Signal.expected": "the name the profile asks for",
    "HotPlug.name": "the product name in a device's firmware",
}
"""The only fields with room for more than a code: each holds a name read from a device or a certificate."""
BYTES_ALLOWED = {
    "Signed.payload": "a document of ours, unknown fields refused; only the fleet server writes it",
    "Signed.signature": "64 bytes of Ed25519",
}
TEXTS_ALLOWED = {
    pattern_of(inspect.type_info(type_)): what
    for type_, what in (
        (signals.Code, "a machine word"),
        (signals.SignalName, "a signal's name"),
        (signals.FamilyName, "a family's name"),
        (signals.RemedyName, "a remedy's name"),
        (signals.Unit, "a unit"),
        (messages.Stream, "a random id"),
        (messages.BootId, "a random id"),
        (messages.JobId, "a random id"),
        (messages.Hash, "a hash"),
        (messages.Version, "a version"),
        (messages.Terminal, "a terminal's name"),
        (messages.TimeZone, "a time zone's name"),
        (schedule.LocalTime, "a time of the clock"),
        (schedule.LocalTimeOrOff, "a time of the clock, or off"),
    )
} | {r"^[0-9a-z.:-]{0,32}$": "a port path", r"^([0-9a-f]{4}:[0-9a-f]{4})?$": "vendor:product"}
PLAIN = (
    inspect.BoolType,
    inspect.NoneType,
    inspect.LiteralType,
    inspect.EnumType,
    inspect.StructType,
    inspect.DateType,
)


def _leaves(type_: inspect.Type) -> Iterator[inspect.Type]:
    inner = members(type_)
    if not inner:
        yield type_
    for member in inner:
        yield from _leaves(member)


def _fault(key: str, leaf: inspect.Type) -> str:
    """Why a kind of value may not stand in a field; empty when it may."""
    if isinstance(leaf, PLAIN):
        return ""
    if isinstance(leaf, inspect.IntType | inspect.FloatType):
        return ""
    if isinstance(leaf, inspect.DateTimeType):
        return "" if leaf.tz else "an instant without a zone"
    if isinstance(leaf, inspect.BytesType):
        return "" if key in BYTES_ALLOWED and leaf.max_length else "bytes"
    if isinstance(leaf, inspect.StrType):
        return "" if pattern_of(leaf) in TEXTS_ALLOWED or _is_name(key, leaf) else f"text {leaf.pattern}"
    return f"{type(leaf).__name__}, a kind nobody thought about"


def _is_name(key: str, leaf: inspect.StrType) -> bool:
    return key in NAMES_ALLOWED and pattern_of(leaf) == pattern_of(inspect.type_info(signals.ShortText))


def _faults(*types: type[Struct]) -> list[str]:
    return [
        f"{key_of(struct, field)}: found {fault}, expected a number, an instant, a code or what is allowed by name"
        for struct, field in fields(*types)
        for leaf in _leaves(field.type)
        if (fault := _fault(key_of(struct, field), leaf))
    ]


class Picture(Struct):
    """What must never pass."""

    pixels: bytes


class Page(Struct):
    """What must never pass."""

    address: str
    titles: list[str] = []
    anything: dict[str, object] = {}
    shown: tuple[Picture, ...] = ()


def test_no_field_of_the_wire_can_hold_prose_an_address_a_picture_or_a_person() -> None:
    assert _faults(*roots()) == []


def test_the_walk_finds_what_must_never_pass() -> None:
    found = {fault.split(":")[0] for fault in _faults(Page)}
    assert found == {"Page.address", "Page.titles", "Page.anything", "Picture.pixels"}


def test_each_field_allowed_by_name_exists() -> None:
    keys = {key_of(struct, field) for struct, field in fields(*roots())}
    assert set(NAMES_ALLOWED) | set(BYTES_ALLOWED) <= keys


def test_every_struct_of_the_wire_is_walked() -> None:
    defined = {
        name
        for module in (messages, schedule, signals)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Struct) and value.__module__ == module.__name__
    }
    assert defined - {"Family"} == set(structs(*roots()))


@pytest.mark.parametrize("type_", list(roots()), ids=lambda type_: type_.__name__)
def test_signed_documents_refuse_unknown_fields_and_messages_ignore_them(type_: type[Struct]) -> None:
    inside = [struct.cls for struct in structs(type_).values()]
    signed = type_ in (messages.ConfigDocument, messages.JobRequest)
    assert {cls.__struct_config__.forbid_unknown_fields for cls in inside} == {signed}


@pytest.mark.parametrize(
    "text",
    [
        "https://kela.fi/jono",
        "kela.fi/jono?x",
        "matti@example.org",
        "a\nb",
        "\x00",
        "x" * 97,
        r"C:\Users\Matti",
        "Hyvää päivää, olen asiakas ja haluan kertoa teille jotain tärkeää, kiitos",
    ],
)
def test_an_address_or_a_sentence_is_no_name(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, signals.ShortText)
