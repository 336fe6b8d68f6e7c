"""Firmware profiles as people write them: YAML, every error with file, line, what was found and expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import yaml
from msgspec import inspect

from huonevahti_wire.profile import BadProfile, Profile, disagreements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAIN = {"`float`": "a number", "`int`": "a whole number", "`str`": "text", "`bool`": "true or false"}
_PLAIN |= {"`object`": "keys with values", "`array`": "a list", "`null`": "nothing"}


def read(path: Path) -> Profile:
    """Return the profile in a file, or raise `BadProfile` with file, line and expectation."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadProfile(
            f"{path.name}:{line}: found a byte that is not UTF-8, expected text in UTF-8"
        ) from error
    except OSError as error:
        raise BadProfile(
            f"{path.name}: cannot be read ({error.strerror}), expected a profile at {path}"
        ) from error
    return parse(text, path.name)


def parse(text: str, source: str) -> Profile:
    """Return the profile in a text, or raise `BadProfile` about the first thing that is wrong with it."""
    root, values = _loaded(text, source)
    try:
        profile = msgspec.convert(values, Profile)
    except msgspec.ValidationError as error:
        where, told = _explained(values, str(error))
        raise BadProfile(f"{source}:{_line_of(root, where)}: {told}") from error
    for keys, found in disagreements(profile):
        raise BadProfile(f"{source}:{_line_of(root, list(keys))}: {'.'.join(keys)}: {found}")
    return profile


def _loaded(text: str, source: str) -> tuple[yaml.Node, Any]:
    loader = None
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise BadProfile(f"{source}:1: found nothing, expected a profile with at least name and platform")
        for key in _repeated(root, []):
            line = key.start_mark.line + 1
            raise BadProfile(f"{source}:{line}: found key {key.value} a second time, expected each key once")
        return root, loader.construct_document(root)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise BadProfile(f"{source}:{mark.line + 1 if mark else 1}: no YAML: {said}") from error
    finally:
        if loader is not None:
            loader.dispose()


def _repeated(node: yaml.Node, above: list[yaml.Node]) -> Iterator[yaml.Node]:
    """Yield each key that its mapping has already; `above` keeps a node that holds itself from going on for ever."""
    if node in above:
        return
    if isinstance(node, yaml.MappingNode):
        seen: set[Any] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
            yield from _repeated(value, [*above, node])
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value, [*above, node])


def _explained(values: Any, message: str) -> tuple[list[str], str]:
    """Return the keys that lead to what msgspec found wrong, and the sentence about it."""
    path = re.search(r" - at (`key` in )?`\$([^`]*)`$", message)
    keys = re.findall(r"\.([^.\[]+)|\[([^\]]+)\]", path[2]) if path else []
    where = _resolved(values, [name or index for name, index in keys], message)
    what = message[: path.start()] if path else message
    if unknown := re.fullmatch(r"Object contains unknown field `(.+)`", what):
        return [*where, unknown[1]], f"{_dotted(where)}found key {unknown[1]}, expected {_known(where)}"
    if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
        return where, f"{_dotted(where)}found no key {missing[1]}, expected one"
    if path and path[1]:
        where = [*where, _culprit(values, where, message)]
        return where, f"{_dotted(where[:-1])}found key {where[-1]}, expected {_known(where[:-1])}"
    expected = _plain(what) if "regex" not in what and "enum" not in what else _known(where)
    return where, f"{_dotted(where)}found {_shown(_at(values, where))}, expected {expected}"


def _resolved(values: Any, keys: list[str], message: str) -> list[str]:
    """Return the keys with each `...`, which stands for any key of a mapping, replaced by the one that is wrong."""
    where: list[str] = []
    for key in keys:
        where.append(_culprit(values, where, message) if key == "..." else key)
    return where


def _culprit(values: Any, where: list[str], message: str) -> str:
    for key, value in _at(values, where).items():
        try:
            msgspec.convert(_only(values, where, {key: value}), Profile)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return str(key)
    return "..."


def _only(values: Any, where: list[str], left: Any) -> Any:
    return {**values, where[0]: _only(values[where[0]], where[1:], left)} if where else left


def _at(values: Any, where: list[str]) -> Any:
    for key in where:
        if isinstance(values, list):
            values = values[int(key)]
        else:
            values = next((value for name, value in values.items() if str(name) == key), None)
    return values


def _known(where: list[str]) -> str:
    """Return the words that may stand at a place: the keys of a mapping, or the values of a choice."""
    place: Any = inspect.type_info(Profile)
    for key in where:
        if isinstance(place, inspect.StructType):
            place = next(field.type for field in place.fields if field.encode_name == key)
        else:
            place = place.value_type if isinstance(place, inspect.DictType) else place.item_type
    if isinstance(place, inspect.UnionType):
        place = next(member for member in place.types if not isinstance(member, inspect.NoneType))
    if isinstance(place, inspect.DictType):
        place = place.key_type
    if isinstance(place, inspect.StructType):
        return "one of " + ", ".join(field.encode_name for field in place.fields)
    if isinstance(place, inspect.LiteralType):
        return "one of " + ", ".join(map(str, place.values))
    return f"text like {getattr(place, 'pattern', '')}".replace(r"(?!\n)", "")


def _plain(what: str) -> str:
    expected = what.removeprefix("Expected ").split(", got ")[0]
    return re.sub("`[a-z]+`", lambda word: _PLAIN.get(word[0], word[0]), expected)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "keys with values" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)[:60]


def _dotted(where: list[str]) -> str:
    return ".".join(where) + ": " if where else ""


def _line_of(node: yaml.Node, keys: list[str]) -> int:
    """Return the line of the last key that exists; a value's own key, not the first line below it."""
    line = node.start_mark.line
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
    return int(line) + 1


def _child(node: yaml.Node, key: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name.start_mark.line, value) for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
        return node.value[int(key)].start_mark.line, node.value[int(key)]
    return None
