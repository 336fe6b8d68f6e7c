"""Firmware profiles as people write them: YAML, every error with file, line, what was found and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_wire import lined_yaml
from huonevahti_wire.profile import BadProfile, Profile, disagreements

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Profile:
    """Return the profile in a file, or raise `BadProfile` with file, line and expectation."""
    try:
        text = lined_yaml.text_of(path, "a profile")
    except lined_yaml.BadText as error:
        raise BadProfile(error.of(path.name)) from error
    return parse(text, path.name)


def parse(text: str, source: str) -> Profile:
    """Return the profile in a text, or raise `BadProfile` about the first thing that is wrong with it."""
    try:
        lined = lined_yaml.load(text, "a profile with at least name and platform")
        profile = lined.converted(Profile)
        for keys, found in disagreements(profile):
            raise lined.wrong(keys, f"{'.'.join(keys)}: {found}")
    except lined_yaml.BadText as error:
        raise BadProfile(error.of(source)) from error
    return profile
