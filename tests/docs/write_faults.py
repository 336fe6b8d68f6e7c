"""Writes docs/reference/faults.md: each fault as people meet it, whose move it is, and the sample it was found by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from huonevahti_fleet import rules, texts
from huonevahti_fleet.domain.faults import Fault
from tests.fleet.stories import told
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/faults.md"
OPENING = """# Faults

Written by `make docs` from `huonevahti_fleet.rules.RULES` and its English texts; a test holds them equal.

Each fault is found by one rule. *Watched* is how long it must last before an incident opens; a profile may give another
time under `watching_seconds`, by the fault's name or `*` for all. The sample is a story that the rule's test plays:
[signals](signals.md) with state and reason, and what happened. *Unfit* says whether the room cannot serve meanwhile.
Owner and confidence are those of the sample; a variant, in italics, names the owners that its tests find.
"""
APART = {"interceptor.certificate": {"application"}}
"""Variants that need a profile of their own, so that their test stands outside the table."""


def modules() -> list[ModuleType]:
    """The module of each rule, in the order of the list."""
    return [getattr(rules, rule.__module__.rpartition(".")[2]) for rule in rules.RULES]


def sample(module: ModuleType) -> str:
    """The sample that stands above a rule, as the lines of a story."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^# Sample: (.+)$", source, re.MULTILINE))


def found(module: ModuleType) -> Fault:
    """The fault that a rule finds in its own sample."""
    fault = module.check(told(sample(module)))
    assert isinstance(fault, Fault), (
        f"{module.__file__}: finds nothing in its own sample, a fault was expected"
    )
    return fault


def _say(key: str) -> str:
    """An English text with its placeholders shown as `<name>`."""
    text = texts.catalogue("en")[key]
    return re.sub(r"%\((\w+)\)s", r"`<\1>`", str(text)).replace("%%", "%")


def _variants(slug: str) -> list[str]:
    keys = texts.catalogue("en")
    return sorted(k.removesuffix(".title") for k in keys if re.fullmatch(rf"fault\.{slug}(\.\w+)?\.title", k))


def _owners(slug: str) -> dict[str, set[str]]:
    """The owners of each variant, by the table of the rule's test; a rule without variants has none in its rows."""
    owners = {stem: set(found) for stem, found in APART.items()}
    rows = getattr(import_module(f"tests.fleet.rules.test_{slug}"), "FOUND", ())
    for _, owner, *_, stem in (row.values for row in rows):
        if isinstance(stem, str):
            owners.setdefault(stem, set()).add(owner)
    return owners


def _section(module: ModuleType) -> Iterator[str]:
    fault = found(module)
    yield f"## `{fault.slug}`"
    owners = _owners(fault.slug)
    for key in _variants(fault.slug):
        name, stem = key.removeprefix(f"fault.{fault.slug}").removeprefix("."), key.removeprefix("fault.")
        whose = " or ".join(f"`{owner}`" for owner in sorted(owners.get(stem, ())))
        opening = f"*{name}* ({whose}): " if name else ""
        yield f"{opening}**{_say(f'{key}.title')}.** {_say(f'{key}.sentence')}"
    yield "\n".join(
        [
            f"- Whose move: `{fault.owner}`, {_say(f'owner.{fault.owner}')} ({_say(f'confidence.{fault.confidence}')})",
            f"- Unfit: {'yes' if fault.unfits else 'no'} · watched {module.WATCHING_SECONDS:g} s · {fault.scope}",
            f"- Support desk: {_say(f'fault.{fault.slug}.next.support')}",
            f"- Advisor: {_say(f'fault.{fault.slug}.next.advisor')}",
            *([f"- Question: {_say(f'question.{fault.question}')}"] if fault.question else []),
            *([f"- Explains: {', '.join(f'`{name}`' for name in fault.explains)}"] if fault.explains else []),
        ]
    )
    yield f"```\n{sample(module)}\n```"


def text() -> str:
    """The whole page."""
    return "\n\n".join([OPENING.strip(), *(part for module in modules() for part in _section(module))]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
