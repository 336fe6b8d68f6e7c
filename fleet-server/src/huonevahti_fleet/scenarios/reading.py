"""Scenario files are read whole or refused, with the line of whatever is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from huonevahti_agent.simulated.sound import MICROPHONE
from huonevahti_agent.simulated.usb import USB_MICROPHONE
from huonevahti_fleet.domain.registry import BadRegistry
from huonevahti_fleet.scenarios import contradictions, times
from huonevahti_fleet.scenarios.plans import SHIPPED_PROFILES, plans
from huonevahti_fleet.scenarios.stage import registry
from huonevahti_fleet.scenarios.story import Expectations, Expected, Scenario, Written
from huonevahti_wire import lined_yaml, profile_yaml
from huonevahti_wire.lined_yaml import BadText, Lined
from huonevahti_wire.profile import BadProfile, Profile, RoleMatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huonevahti_fleet.scenarios.story import WrittenRoom
    from huonevahti_wire.profile import Role

WHAT = "a scenario with at least about and rooms"
USB_ROLE = RoleMatch(port=USB_MICROPHONE.port, model=USB_MICROPHONE.model, sound_name=f"usb-{MICROPHONE}")


class BadScenario(Exception):
    """A scenario file that cannot be played: one line with file, line, what was found and expected."""


def read(path: Path) -> Written:
    """Return the scenario of a file without a look at what it expects, or raise `BadScenario`."""
    try:
        lined = _lined(path)
        scenario = lined.converted(Scenario, _without(lined.values, "expect"))
        return _checked(lined, scenario, path)
    except BadText as error:
        raise BadScenario(error.of(path.name)) from error
    except BadProfile as error:
        raise BadScenario(str(error)) from error


def read_expected(path: Path, written: Written) -> tuple[Expected, ...]:
    """Return what a file expects, or raise `BadScenario`."""
    try:
        lined = _lined(path)
        expected = lined.converted(Expectations).expect
        for keys, told in contradictions.of_expected(expected, written):
            raise lined.wrong(keys, f"{'.'.join(keys)}: {told}")
    except BadText as error:
        raise BadScenario(error.of(path.name)) from error
    return expected


def _lined(path: Path) -> Lined:
    return lined_yaml.load(lined_yaml.text_of(path, "a scenario"), WHAT, times_are_words=True)


def _without(values: Any, key: str) -> Any:
    return (
        {name: value for name, value in values.items() if name != key} if isinstance(values, dict) else values
    )


def _checked(lined: Lined, scenario: Scenario, path: Path) -> Written:
    try:
        written = Written(path.stem, scenario, dict(_profiles(lined, scenario, path)))
        times.zone(scenario.time_zone)
    except ValueError as error:
        raise lined.wrong(("time_zone",), f"time_zone: {error}") from error
    try:
        written.start_at.timestamp()
    except ValueError as error:
        raise lined.wrong(("starts",), f"starts: {error}, expected a day that was") from error
    try:
        registry(plans(written))
    except BadRegistry as error:
        raise lined.wrong(error.path.split("."), f"{error.path}: {error.text}") from error
    for keys, told in contradictions.of_happenings(written):
        raise lined.wrong(keys, f"{'.'.join(keys)}: {told}")
    return written


def _profiles(lined: Lined, scenario: Scenario, path: Path) -> Iterator[tuple[str, Profile]]:
    """Yield each profile: from a file beside the scenario, or of those that are shipped."""
    for index, room in enumerate(scenario.rooms):
        keys = ("rooms", str(index), "profile")
        is_beside = room.profile.endswith(".yaml")
        file = path.parent / room.profile if is_beside else SHIPPED_PROFILES / f"{room.profile}.yaml"
        if not file.is_file():
            raise lined.wrong(
                keys, f"{'.'.join(keys)}: found no profile {file.name}, expected one beside or shipped"
            )
        profile = profile_yaml.read(file)
        if profile.platform != "simulated":
            told = f"found a profile of platform {profile.platform}, expected one of platform simulated"
            raise lined.wrong(keys, f"{'.'.join(keys)}: {told}")
        yield room.profile, profile
        yield room.fitted_profile, structs.replace(profile, roles=_fitted(profile.roles, room))


def _fitted(roles: dict[Role, RoleMatch], room: WrittenRoom) -> dict[Role, RoleMatch]:
    """Return the roles as a room's microphone and cameras are fitted."""
    changed: dict[Role, RoleMatch] = {"microphone": USB_ROLE} if room.microphone == "usb" else {}
    if room.cameras == "alike" and "document_camera" in roles:
        changed["document_camera"] = structs.replace(
            roles["document_camera"], model=roles["customer_camera"].model
        )
    return {**roles, **changed}
