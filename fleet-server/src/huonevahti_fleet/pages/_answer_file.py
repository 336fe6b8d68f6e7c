"""A complaint's answer as a text file, to be sent as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from huonevahti_fleet.pages._answers import Line, View
from huonevahti_fleet.pages._reader import Reader

WIDTH = 78


def text(view: View, made_at: str, reader: Reader) -> str:
    """Return the answer as plain text of at most 78 columns."""
    parts = [
        reader.t("file.title", number=str(view.number)),
        "=" * WIDTH,
        _wrapped(view.heading),
        _wrapped(view.lead),
        *map(_wrapped, view.notes),
        "",
        _wrapped(f"{view.owner_label}: {view.owner}"),
        *_listed(reader.t("answer.why"), view.why),
        *([_wrapped(f"{reader.t('answer.question')}: {view.question}")] if view.question else []),
        "",
        *_listed(reader.t("answer.measured"), map(_line, view.measured)),
        *_listed(reader.t("answer.earlier"), map(_line, view.earlier)),
        *_listed(reader.t("answer.not_measured"), view.not_measured),
        *_listed(reader.t("answer.unseen"), view.unseen),
        *_listed(reader.t("answer.replies"), view.replies),
        reader.t("file.made", at=made_at),
    ]
    return "\n".join(parts) + "\n"


def _line(found: Line) -> str:
    value = f" {found.value}" if found.value else ""
    return f"{found.name}: {found.word}{value}, {found.since}"


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    found = [fill(one, WIDTH, initial_indent="- ", subsequent_indent="  ") for one in lines]
    return [title, *found, ""] if found else []


def _wrapped(sentence: str) -> str:
    return fill(sentence, WIDTH)
