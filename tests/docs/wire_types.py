"""The types of the wire as the reference pages and the privacy test walk them: every struct, every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import NODEFAULT, Struct, inspect

from huonevahti_wire import codec, messages, signals

DOCUMENTS: tuple[type[Struct], ...] = (messages.ConfigDocument, messages.JobRequest)
"""What travels signed, inside an envelope."""
_WORDS: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.BytesType: "bytes",
    inspect.BoolType: "true or false",
    inspect.NoneType: "nothing",
    inspect.DateType: "date",
}
NAMED = {"code": signals.Code, "name": signals.ShortText}
"""Kinds of text met so often that the pages give them a word."""


def roots() -> tuple[type[Struct], ...]:
    """Every type that stands alone in a payload or an envelope, each once."""
    return tuple(dict.fromkeys([*codec.TYPES.values(), messages.ServerStatus, *DOCUMENTS]))


def structs(*of: type[Struct]) -> dict[str, inspect.StructType]:
    """Every struct that can be met below the given types, by name, in the order met."""
    found: dict[str, inspect.StructType] = {}
    for type_ in of:
        _collect(inspect.type_info(type_), found)
    return found


def fields(*of: type[Struct]) -> Iterator[tuple[inspect.StructType, inspect.Field]]:
    """Every field of every struct below the given types."""
    for struct in structs(*of).values():
        yield from ((struct, field) for field in struct.fields)


def key_of(struct: inspect.StructType, field: inspect.Field) -> str:
    """The name by which tables speak of a field: `Report.sequence`."""
    return f"{struct.cls.__name__}.{field.encode_name}"


def members(type_: inspect.Type) -> tuple[inspect.Type, ...]:
    """The types directly inside another one."""
    if isinstance(type_, inspect.Metadata):
        return (type_.type,)
    if isinstance(type_, inspect.UnionType | inspect.TupleType):
        return tuple(getattr(type_, "types", ()) or getattr(type_, "item_types", ()))
    if isinstance(type_, inspect.DictType):
        return (type_.key_type, type_.value_type)
    return (type_.item_type,) if isinstance(type_, inspect.CollectionType) else ()


def in_words(type_: inspect.Type) -> str:
    """What may stand in a field, for a reader who knows JSON and not Python."""
    inner = [in_words(member) for member in members(type_) if not isinstance(member, inspect.NoneType)]
    if isinstance(type_, inspect.Metadata | inspect.UnionType):
        return ", or ".join(inner)
    if isinstance(type_, inspect.DictType):
        return f"{inner[1]} by {inner[0]}"
    return f"list of {inner[0]}" if inner else _single(type_)


def legend() -> str:
    """What the words of `NAMED` stand for."""
    types = {word: inspect.type_info(named) for word, named in NAMED.items()}
    lengths = {word: getattr(type_, "max_length", None) for word, type_ in types.items()}
    return "; ".join(
        f"*{word}* is text that matches `{pattern_of(type_)}`"
        + (f", at most {lengths[word]} characters" if lengths[word] else "")
        for word, type_ in types.items()
    )


def default_of(field: inspect.Field) -> Any:
    """The default of a field as Python has it; NODEFAULT when the field must be given."""
    return field.default_factory() if field.default_factory is not NODEFAULT else field.default


def _collect(type_: inspect.Type, found: dict[str, inspect.StructType]) -> None:
    if isinstance(type_, inspect.StructType):
        if type_.cls.__name__ in found:
            return
        found[type_.cls.__name__] = type_
        for field in type_.fields:
            _collect(field.type, found)
    for member in members(type_):
        _collect(member, found)


def _single(type_: inspect.Type) -> str:
    if isinstance(type_, inspect.StructType):
        return type_.cls.__name__
    if isinstance(type_, inspect.DateTimeType):
        return "instant"
    if isinstance(type_, inspect.LiteralType):
        return " or ".join(f"`{value}`" for value in type_.values)
    if isinstance(type_, inspect.EnumType):
        return " or ".join(f"`{member.value}`" for member in type_.cls)
    return _number(type_) if isinstance(type_, inspect.IntType | inspect.FloatType) else _text(type_)


def _number(type_: inspect.IntType | inspect.FloatType) -> str:
    word = "whole number" if isinstance(type_, inspect.IntType) else "number"
    bounds = [
        f"{sign} {'2^53' if bound == 2**53 else format(bound, '.10g')}"
        for sign, bound in ((">", type_.gt), ("≥", type_.ge), ("<", type_.lt), ("≤", type_.le))
        if bound is not None
    ]
    return " ".join([word, *bounds])


def pattern_of(type_: Any) -> str:
    """The pattern of a text, as it would be written in ECMAScript; empty when it has none."""
    pattern: str | None = getattr(type_, "pattern", None)
    return (pattern or "").replace(r"$(?!\n)", "$")


def _text(type_: inspect.Type) -> str:
    pattern, length = pattern_of(type_), getattr(type_, "max_length", None)
    for word, named in NAMED.items():
        if pattern and pattern == pattern_of(inspect.type_info(named)):
            return word
    parts = [_WORDS[type(type_)], f"`{pattern}`" if pattern else "", f"at most {length}" if length else ""]
    return " ".join(part for part in parts if part)
