"""Firmware profiles as people write them: YAML, every error with file, line and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from huonevahti_wire.profile import BadProfile, Profile, check

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Profile:
    """Return the profile in a file, or raise `BadProfile` with file, line and expectation."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, source: str) -> Profile:
    """Return the profile in a text, or raise `BadProfile`."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadProfile(f"{source}:{line}: not YAML: {getattr(error, 'problem', error)}") from error
    try:
        profile = msgspec.convert(values, Profile)
        return check(profile, source)
    except msgspec.ValidationError as error:
        raise BadProfile(f"{source}:{_line(tree, str(error))}: {error}") from error
    except BadProfile as error:
        where = str(error).removeprefix(f"{source}: ")
        raise BadProfile(f"{source}:{_line_of(tree, where.split(':')[0].split('.'))}: {where}") from error


def _line(tree: Any, message: str) -> int:
    path = re.search(r"`\$([^`]*)`", message)
    keys = [key for key in re.split(r"[.\[\]]+", path[1]) if key] if path else []
    unknown = re.search(r"unknown field `([^`]+)`", message)
    return _line_of(tree, [*keys, unknown[1]] if unknown else keys)


def _line_of(node: Any, keys: list[str]) -> int:
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1 if node is not None else 1


def _child(node: Any, key: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        if key == "...":
            return None
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
        return node.value[int(key)]
    return None
