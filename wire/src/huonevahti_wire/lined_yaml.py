"""YAML as people write it, checked against a struct; whatever is wrong is told with its line and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml
from msgspec import inspect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")
_PLAIN = {"`float`": "a number", "`int`": "a whole number", "`str`": "text", "`bool`": "true or false"}
_PLAIN |= {"`object`": "keys with values", "`array`": "a list", "`null`": "nothing"}
_TIMES = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")


class BadText(Exception):
    """A text that cannot be used: the line (0: none), and what was found there and expected."""

    def __init__(self, line: int, told: str) -> None:
        super().__init__(f"{line}: {told}" if line else told)
        self.line = line
        self.told = told

    def of(self, source: str) -> str:
        """Return the one line that names the source, the line, and what is wrong."""
        return f"{source}:{self.line}: {self.told}" if self.line else f"{source}: {self.told}"


class _Words(yaml.SafeLoader):
    """Leaves times as they are written: plain YAML 1.1 takes 13:05 for 785, and a date for a date without a zone."""


_Words.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in _TIMES]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Words.add_implicit_resolver(_TIMES[0], re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_Words.add_implicit_resolver(_TIMES[1], re.compile(r"^[-+]?[0-9]+\.[0-9]*$"), list("-+0123456789"))


class Lined:
    """Values that know the lines they were written on."""

    def __init__(self, root: yaml.Node, values: Any) -> None:
        self._root = root
        self.values = values

    def converted(self, into: type[T], values: Any = None) -> T:
        """Return the values as a struct, or raise `BadText`; `values` stand in for some that are left out."""
        given = self.values if values is None else values
        try:
            return msgspec.convert(given, into)
        except msgspec.ValidationError as error:
            where, told = _Explained(into, given, str(error)).told()
            raise self.wrong(where, told) from error

    def wrong(self, keys: Sequence[str], told: str) -> BadText:
        """Return what to raise about the value that these keys lead to."""
        return BadText(_line_of(self._root, keys), told)


def text_of(path: Path, expected: str) -> str:
    """Return the text of a file, or raise `BadText`; `expected` says what it should hold, such as "a profile"."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadText(line, "found a byte that is not UTF-8, expected text in UTF-8") from error
    except OSError as error:
        raise BadText(0, f"cannot be read ({error.strerror}), expected {expected} at {path}") from error


def load(text: str, expected: str, *, times_are_words: bool = False) -> Lined:
    """Return the values of a text, or raise `BadText`; `expected` is told when there are none."""
    loader = None
    try:
        loader = (_Words if times_are_words else yaml.SafeLoader)(text)
        root = loader.get_single_node()
        if root is None:
            raise BadText(1, f"found nothing, expected {expected}")
        for key in _repeated(root, []):
            told = f"found key {key.value} a second time, expected each key once"
            raise BadText(key.start_mark.line + 1, told)
        return Lined(root, loader.construct_document(root))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise BadText(mark.line + 1 if mark else 1, f"no YAML: {said}") from error
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


class _Explained:
    """One complaint of msgspec about values, in the words of who wrote them."""

    def __init__(self, into: type, values: Any, message: str) -> None:
        self._into, self._values, self._message = into, values, message

    def told(self) -> tuple[list[str], str]:
        """Return the keys that lead to what is wrong, and the sentence about it."""
        path = re.search(r" - at (`key` in )?`\$([^`]*)`$", self._message)
        keys = re.findall(r"\.([^.\[]+)|\[([^\]]+)\]", path[2]) if path else []
        where = self._resolved([name or index for name, index in keys])
        what = self._message[: path.start()] if path else self._message
        if unknown := re.fullmatch(r"Object contains unknown field `(.+)`", what):
            return [
                *where,
                unknown[1],
            ], f"{_dotted(where)}found key {unknown[1]}, expected {self._known(where)}"
        if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
            return where, f"{_dotted(where)}found no key {missing[1]}, expected one"
        if path and path[1]:
            where = [*where, self._culprit(where)]
            return where, f"{_dotted(where[:-1])}found key {where[-1]}, expected {self._known(where[:-1])}"
        is_plain = not any(word in what for word in ("regex", "enum", "Invalid value"))
        expected = _plain(what) if is_plain else self._known(where)
        return where, f"{_dotted(where)}found {_shown(_at(self._values, where))}, expected {expected}"

    def _resolved(self, keys: list[str]) -> list[str]:
        """Return the keys with each `...`, which stands for any key of a mapping, replaced by the one that is wrong."""
        where: list[str] = []
        for key in keys:
            where.append(self._culprit(where) if key == "..." else key)
        return where

    def _culprit(self, where: list[str]) -> str:
        for key, value in _at(self._values, where).items():
            try:
                msgspec.convert(_only(self._values, where, {key: value}), self._into)
            except msgspec.ValidationError as error:
                if str(error) == self._message:
                    return str(key)
        return "..."

    def _known(self, where: list[str]) -> str:
        """Return the words that may stand at a place: the keys of a mapping, or the values of a choice."""
        place: Any = inspect.type_info(self._into)
        for depth, key in enumerate(where):
            place = _member(place, _at(self._values, where[:depth]))
            if isinstance(place, inspect.UnionType):
                tagged: list[Any] = [member for member in place.types if _is_tagged(member)]
                return "one of " + ", ".join(str(member.tag) for member in tagged)
            if isinstance(place, inspect.StructType):
                field = next((field for field in place.fields if field.encode_name == key), None)
                if field is None:  # the tag's own key
                    return f"text like {place.tag}"
                place = field.type
            else:
                place = place.value_type if isinstance(place, inspect.DictType) else place.item_type
        return _words_of(_member(place, _at(self._values, where)))


def _is_tagged(place: Any) -> bool:
    return isinstance(place, inspect.StructType) and place.tag is not None


def _member(place: Any, value: Any) -> Any:
    """Return the one kind of a choice that a value is of; the choice itself when its tag names none."""
    if not isinstance(place, inspect.UnionType):
        return place
    kinds: list[Any] = [member for member in place.types if not isinstance(member, inspect.NoneType)]
    if not any(map(_is_tagged, kinds)):
        return kinds[0]
    tag = value.get(kinds[0].tag_field) if isinstance(value, dict) else None
    return next((kind for kind in kinds if kind.tag == tag), place)


def _words_of(place: Any) -> str:
    if isinstance(place, inspect.Metadata):
        described = (place.extra_json_schema or {}).get("description")
        return str(described) if described else _words_of(place.type)
    if isinstance(place, inspect.DictType):
        return _words_of(place.key_type)
    if isinstance(place, inspect.StructType):
        tag = (place.tag_field,) if place.tag_field else ()
        return "one of " + ", ".join((*tag, *(field.encode_name for field in place.fields)))
    if isinstance(place, inspect.LiteralType):
        return "one of " + ", ".join(map(str, place.values))
    return f"text like {getattr(place, 'pattern', '')}".replace(r"(?!\n)", "")


def _only(values: Any, where: list[str], left: Any) -> Any:
    if not where:
        return left
    if isinstance(values, list):
        return [*values[: int(where[0])], _only(values[int(where[0])], where[1:], left)]
    return {**values, where[0]: _only(values[where[0]], where[1:], left)}


def _at(values: Any, where: Sequence[str]) -> Any:
    for key in where:
        if isinstance(values, list):
            values = values[int(key)]
        else:
            values = next((value for name, value in values.items() if str(name) == key), None)
    return values


def _plain(what: str) -> str:
    expected = what.removeprefix("Expected ").split(", got ")[0]
    return re.sub("`[a-z]+`", lambda word: _PLAIN.get(word[0], word[0]), expected)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "keys with values" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)[:60]


def _dotted(where: list[str]) -> str:
    return ".".join(where) + ": " if where else ""


def _line_of(node: yaml.Node, keys: Sequence[str]) -> int:
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
