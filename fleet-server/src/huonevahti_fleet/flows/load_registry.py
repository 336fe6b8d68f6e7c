"""The registry arrives as a file that people wrote: it is taken whole, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from huonevahti_fleet.domain.filed_restarts import check_restarts
from huonevahti_fleet.domain.nightly import Place, by_place
from huonevahti_fleet.domain.registry import BadRegistry, check
from huonevahti_fleet.domain.routes import RegistryFile, check_routes
from huonevahti_fleet.flows.edit_routes import with_secrets
from huonevahti_fleet.store import Store
from huonevahti_wire import profile_yaml
from huonevahti_wire.plan.layers import Schedule
from huonevahti_wire.profile import BadProfile


class BadRegistryFile(Exception):
    """A registry file that cannot be used: one line with file, line, and what was expected."""


def load_registry(path: Path, store: Store, now: datetime) -> RegistryFile:
    """Read, check and save a registry file in place of the former registry, or raise `BadRegistryFile`.

    Its routes are added where there are none yet: what people have edited stays as it is. So does what they have set
    of the daily restart, and the file must agree with it.
    """
    by_people = by_place(each for each in store.schedules() if each.set_at is not None)
    registry = read(path, by_people, now)
    store.save_registry(registry, now, with_secrets(registry.routes))
    return registry


def read(path: Path, by_people: Mapping[Place, Schedule], now: datetime) -> RegistryFile:
    """Return the checked registry of a file; profiles may stand in it or in files beside it."""
    try:
        tree, values = _parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRegistryFile(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadRegistryFile(f"{path.name}:1: not UTF-8: {error.reason}") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BadRegistryFile(f"{path.name}:{mark.line + 1 if mark else 1}: not YAML: {error}") from error
    try:
        registry = _checked(msgspec.convert(_with_profiles(values, path), RegistryFile))
        check_restarts(registry, by_people, now)
    except msgspec.ValidationError as error:
        raise BadRegistryFile(f"{path.name}:{_line(tree, _path_in(str(error)))}: {error}") from error
    except BadRegistry as error:
        raise BadRegistryFile(f"{path.name}:{_line(tree, error.path.split('.'))}: {error}") from error
    except BadProfile as error:
        raise BadRegistryFile(str(error)) from error
    return registry


def _checked(registry: RegistryFile) -> RegistryFile:
    check(registry)
    sites, organisations = registry.sites, registry.organisations
    check_routes(registry.routes, [s.slug for s in sites], [o.slug for o in organisations])
    return registry


def _parsed(text: str) -> tuple[Any, Any]:
    """Return the tree of a YAML text, which knows its lines, and its values."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        tree = loader.get_single_node()
        return tree, loader.construct_document(tree) if tree is not None else None
    finally:
        loader.dispose()


def _with_profiles(values: Any, path: Path) -> Any:
    """Put in the profiles that are named by their file."""
    rooms = values.get("rooms") if isinstance(values, dict) else None
    for index, room in enumerate(rooms if isinstance(rooms, list) else ()):
        named = room.get("profile") if isinstance(room, dict) else None
        if isinstance(named, str):
            file = path.parent / named
            if not file.is_file():
                raise BadRegistry(
                    f"rooms.{index}.profile", f"no file {named!r} beside the registry, one was expected"
                )
            room["profile"] = msgspec.to_builtins(profile_yaml.read(file))
    return values


def _path_in(message: str) -> list[str]:
    """Return the keys and indices that a validation error names, its unknown field last."""
    path = re.search(r"`\$([^`]*)`$", message)
    unknown = re.search(r"unknown field `([^`]+)`", message)
    keys = [key for key in re.split(r"[.\[\]]+", path[1]) if key] if path else []
    return [*keys, unknown[1]] if unknown else keys


def _line(node: Any, keys: list[str]) -> int:
    """Return the line of the last key or index that exists on the way."""
    line = node.start_mark.line if node is not None else 0
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next(((name, value) for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            found = (node.value[int(key)],) * 2
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line, found[1]
    return int(line) + 1
