"""Writes docs/reference/scenarios.md: how a scenario file is written, and every word for what can happen."""

from __future__ import annotations

import inspect as python
from collections.abc import Iterator
from typing import Any, get_args

from msgspec import NODEFAULT, Struct, inspect, to_builtins

from huonevahti_agent.domain import learnt
from huonevahti_fleet.scenarios import year
from huonevahti_fleet.scenarios.contradictions import WORDS
from huonevahti_fleet.scenarios.happenings import AnyHappening, Happening, Passing, Wide
from huonevahti_fleet.scenarios.story import Expected, Scenario, WrittenNeighbours, WrittenRoom
from huonevahti_fleet.scenarios.telling import Line
from huonevahti_wire import profile_yaml
from huonevahti_wire.signals import FAMILIES
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/scenarios.md"
EXAMPLE = tree.ROOT / "tests/scenarios/two_rooms_with_faults_of_their_own.yaml"
KINDS: tuple[tuple[type, str], ...] = (
    (inspect.StructType, "keys with values"),
    (inspect.BoolType, "true or false"),
    (inspect.StrType, "text"),
)
SHARED = {"at", "room", "site", "everywhere", "share", "for"}
MEANINGS = {
    "Scenario.about": "One sentence on what happens",
    "Scenario.rooms": "The rooms; a happening without a place befalls the first one",
    "Scenario.starts": "Local time of the start",
    "Scenario.lasts": "How long it is played; left out: until 20 minutes after the last happening and its `for`",
    "Scenario.time_zone": "What local times are told in",
    "Scenario.seed": "Decides lots, noise and jitter; the same seed gives the same run",
    "Scenario.neighbours": "Healthy rooms beside those written",
    "Scenario.happens": "What happens, in any order",
    "WrittenRoom.slug": "Name of the room and its terminal: 2 to 48 of a-z, 0-9 and -, no - first",
    "WrittenRoom.site": "Its site; left out: one of its own, named as the room",
    "WrittenRoom.profile": "A [profile](profiles.md) of platform `simulated`: shipped, by its name, or a file beside",
    "WrittenRoom.hours": "`{weekly: {mon: ['09:00-15:00']}, closed: {2026-12-24: Eve}, holidays: ''}`, '' of none",
    "WrittenRoom.microphone": "How its microphone is plugged in: a pulled jack tells only the sound server",
    "WrittenRoom.cameras": "Of two models, or both of the customer camera's",
    "WrittenRoom.stage": "A room that is not in service, or in its maintenance window, raises nothing",
    "WrittenRoom.up": "How long the terminal has been up at the start",
    "WrittenNeighbours.at_site": "Rooms more at the first room's site, named `<site>-2`, `<site>-3`, and so on",
    "WrittenNeighbours.elsewhere": "Rooms at sites of their own, named `elsewhere-1`, `elsewhere-2`, and so on",
    "Expected.room": "A room that the incident takes in",
    "Expected.fault": "The [fault](faults.md); of a complaint `clearance`, or `unclear`, where no fault explains it",
    "Expected.owner": "Its owner, as seen last before the incident is closed",
    "Expected.by": "The latest time at which it opens",
    "Expected.ends": "How it stands at the end: `resolved` when its cause is gone, `closed` a week later",
    "Expected.severity": "Its severity, as seen last before the incident is closed",
    "Expected.confidence": "Its confidence, likewise",
    "Expected.mended_by": "What mended it",
}
OPENING = """# Scenarios

Written by `make docs` from `huonevahti_fleet.scenarios`; a test holds them equal.

A scenario says what happens **to the world**: a plug is pulled, a line is cut, a boot draws its lot. It never says
which fault that is. The real agent runs over simulated rooms, the real flows and [rules](faults.md) judge what it
says, all in one virtual time. The scenarios that are shipped stand in `tests/scenarios/`.

- `huonevahti scenario run FILE --json` plays one file and prints one line for each change of an incident; `expect:`
  is not read.
- `huonevahti scenario score DIR --json` plays every file below a folder and compares with `expect:`. The last line
  holds `owner_precision`, `owner_recall`, `fault_precision`, `fault_recall` (0 to 1) and the misses; with any miss
  the exit code is 1.
- `huonevahti scenario year --rooms 100 --seed 1 --json` lets a healthy year pass, with `--days` another time; when an
  incident opens the exit code is 1.

A file with a mistake is refused with its line, and exit code 2. Without `--json` the same is printed as `name=value`.
"""
_TESTED_HOURS = max(f.poll_seconds for f in FAMILIES if f.needs_empty_room) / 3600
TIMES = f"""`expect: []` says that nothing must open.

Rooms that share a cause share one incident: all rooms of a site, most terminals of one profile, or most rooms of
several sites. One expectation in any of its rooms answers it; two expectations never answer one incident. A cause that
returns within a week opens the same incident anew. Which faults explain others, and so are told alone, [their
page](faults.md) says. Whose an incident is may change as more is known: `owner` is judged by what is known at last.

Lengths of time are written `90s`, `5m`, `1h30m` or `2d`. A time is one after the start (`+5m`), a local clock time
(`13:05`, the first one from the start on) or a local date and time (`2026-11-25 07:30`). A local time that the clocks
skip is moved on by what they skip; of one that comes twice it is the first.

## What goes without saying

- Terminals restart [each night](restarts.md) about 03:30 while closed, and the cameras' lot then falls right; one that
  was switched on before that, by its `up`, makes up for it while closed. A boot that happens draws its lot as its word
  says.
- A terminal mends by itself what it may while its room is free. What it mended is an incident, with `mended_by`.
- What is seen and heard is tested in the empty room: when it closes, and every {_TESTED_HOURS:g} hours while
  closed. What must be compared with what is usual there shows only after good tests: how far the loop carries, after
  one; what a camera sees and how loud the room is, after {learnt.LEAST_NIGHTS} nights. So let it begin well.
- A terminal is silent once nothing was heard of it for as long as its profile's `silence_seconds` says; a cable that is
  out keeps the terminal from telling so. How often each [signal](signals.md) is asked stands with it.
- A trouble that passes within seconds is none: each [fault](faults.md) says how long it is watched before it opens."""
PLACES = """## Where and when a thing happens

Each happening has `at`, its time, and `do`, its word. It befalls the first room, or `room`, or all rooms of `site`, or
every room with `everywhere: true`; of the latter two with `share: 0.7` only the first seven of ten. Words with `for`
undo themselves after that time, and last to the end without it. `endpoint` names one of the profile's services;
those of the shipped profile `simulated` are"""
PRINTED = """## What is printed

One line for each change of an incident with a number; what is only watched is not told. `incident` is the number,
`severity` the harm to customers, `mended_by` the remedy that mended it, or null. A complaint has a line of its own,
with the state `complaint`: `fault` is what explains it, `clearance` when the record speaks for the room, else
`unclear`. The fields:"""
YEAR = f"""## The healthy year

Rooms in threes at sites of the pilot's hours, in Finland's holidays and both clock changes. Each night each terminal
restarts, and the lot falls right. On weekdays customers come. Small troubles that are no fault happen by lot: the line
is off for up to a minute, connections are lost in bursts of seconds and one in five thousand at any time, a USB plug is
out for seconds, the agent starts anew, the clock drifts by seconds, the power fails for a minute or two. Once a month
server and broker restart. So that a year passes quickly, terminals say less: a heartbeat each
{year.HEARTBEAT_SECONDS:.0f} seconds, silence after {year.SILENCE_SECONDS:.0f}, most signals asked every
{year.SPARSE["*"]:.0f} seconds. What is told at once, and how long a fault is watched, stays as it is.
"""


def text() -> str:
    """The whole page."""
    example = EXAMPLE.read_text(encoding="utf-8").rstrip()
    parts = [
        OPENING.rstrip(),
        f"```yaml\n{example}\n```",
        "## The file",
        _table("", Scenario),
        _table("A room, below `rooms`:", WrittenRoom),
        _table("Below `neighbours`:", WrittenNeighbours),
        _table("An incident that must open, below `expect`; every other one that opens is a miss:", Expected),
        TIMES,
        f"{PLACES} {_services()}.",
        "## What can happen",
        *_words(),
        f"{PRINTED} {', '.join(f'`{name}`' for name in Line.__struct_fields__)}.",
        YEAR.rstrip(),
    ]
    return "\n\n".join(parts) + "\n"


def _services() -> str:
    profile = profile_yaml.read(tree.ROOT / "firmware-profiles/simulated.yaml")
    return " and ".join(f"`{name}`" for name in profile.endpoints)


def _table(opening: str, struct: type[Struct]) -> str:
    kind = inspect.type_info(struct)
    assert isinstance(kind, inspect.StructType)
    rows = [
        f"| `{f.encode_name}` | {MEANINGS[f'{struct.__name__}.{f.name}']} | {_allowed(struct, f)} | {_default(f)} |"
        for f in kind.fields
    ]
    return "\n".join(
        [
            *([opening, ""] if opening else []),
            "| key | what it holds | values | default |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def _allowed(struct: type[Struct], field: inspect.Field) -> str:
    """What a key may hold, in an expectation every word; the faults have a page of their own."""
    words = WORDS.get(field.name, ()) if struct is Expected else ()
    if not words or field.name == "fault":
        return _values(field.type)
    return ", ".join(f"`{word}`" for word in words)


def _words() -> Iterator[str]:
    for member in get_args(AnyHappening):
        kind = inspect.type_info(member)
        assert isinstance(kind, inspect.StructType)
        sentence = " ".join((python.getdoc(member) or "").split())
        own = [f for f in kind.fields if f.encode_name not in SHARED]
        rows = [f"| `{f.encode_name}` | {_values(f.type)} | {_default(f)} |" for f in own]
        place = " It has no room: it is on our side." if issubclass(member, Wide) else ""
        lasts = "" if issubclass(member, Passing | Wide) else " It has no `for`."
        yield f"### `{kind.tag}`\n\n{sentence}{place}{lasts}"
        if rows:
            yield "\n".join(["| key | values | default |", "|---|---|---|", *rows])


def _values(kind: Any) -> str:
    if isinstance(kind, inspect.Metadata):
        described = (kind.extra_json_schema or {}).get("description")
        return str(described) if described else _values(kind.type)
    if isinstance(kind, inspect.UnionType):
        return " or ".join(_values(each) for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.EnumType):
        return ", ".join(f"`{member.value}`" for member in kind.cls)
    if isinstance(kind, inspect.LiteralType):
        return ", ".join(f"`{value}`" for value in kind.values)
    if isinstance(kind, inspect.FloatType | inspect.IntType):
        bounds = (("from", kind.ge), ("above", kind.gt), ("to", kind.le))
        return " ".join(["a number", *(f"{word} {bound:g}" for word, bound in bounds if bound is not None)])
    return next((word for each, word in KINDS if isinstance(kind, each)), "a list")


def _default(field: inspect.Field) -> str:
    if field.required:
        return "must be given"
    value = field.default if field.default is not NODEFAULT else None
    if isinstance(value, Struct) or value in (None, ()):
        return {"hours": "Monday to Friday 09:00-15:00", "neighbours": "none"}.get(field.name, "")
    return f"`{str(to_builtins(value)).lower() if isinstance(value, bool) else value}`"


def members() -> tuple[type[Happening | Wide], ...]:
    """Every happening, in the order of the page."""
    return get_args(AnyHappening)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
